"""Imports of units and people: the dry run, all or nothing, initial passwords, progress, pages."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import UnitKerjaFactory
from tests.units.import_rows import NIP, NIP2, person, refusals, states, unit_row
from units import jobs
from units.choices import JenisPeran as J
from units.importing import KOLOM_UNIT
from units.models import Impor, Peran, StatusPekerjaan, UnitKerja, User
from units.services import imports
from units.xlsx import open_workbook_safely, read_table


def test_units_dry_run_lists_every_row_and_saves_nothing(world, upload):
    known = UnitKerjaFactory(
        instansi=world.instansi, kode="8.010", nama="RSUD Lama", jabatan_kepala="Direktur", alamat="Jalan Lama"
    )
    impor = upload("unit", [
        unit_row(),
        {"kode": "8.010", "nama": "RSUD Lama", "jabatan_kepala": "Direktur RSUD", "alamat": ""},
        {"kode": world.unit.kode, "nama": world.unit.nama, "jabatan_kepala": world.unit.jabatan_kepala},
        unit_row(kode="8.002", nama="Puskesmas Dua", surel="salah", jumlah_pegawai="lima"),
    ])  # fmt: skip
    assert (impor.status, impor.tahap) == ("jadi", "periksa")
    assert states(impor) == {
        "Puskesmas Satu": "baru", "RSUD Lama": "berubah", world.unit.nama: "sama", "Puskesmas Dua": "ditolak",
    }  # fmt: skip
    assert impor.hasil["baris"][1]["perubahan"] == [["Jabatan kepala unit", "Direktur", "Direktur RSUD"]]
    assert set(refusals(impor)) == {"Data!H5", "Data!J5"}
    known.refresh_from_db()
    assert (known.jabatan_kepala, UnitKerja.objects.filter(kode="8.001").exists()) == ("Direktur", False)


def test_units_are_applied_together_with_parents_further_down(world, upload, apply, admin):
    impor = upload("unit", [
        unit_row(induk="8.009", jenis_layanan="Kesehatan", jumlah_pegawai=12),
        unit_row(kode="8.009", nama="Dinas Kesehatan", induk=world.unit.kode),
        {"kode": world.unit.kode, "nama": world.unit.nama, "jabatan_kepala": world.unit.jabatan_kepala, "induk": world.inspektorat.kode},
    ])  # fmt: skip
    assert apply(impor).tahap == "terapkan"
    made = UnitKerja.objects.get(kode="8.001")
    assert (made.induk.kode, made.induk.induk, made.jenis_layanan, made.jumlah_pegawai) == (
        "8.009",
        world.unit,
        "kesehatan",
        12,
    )
    assert made.instansi == world.instansi
    row = world.unit.riwayat.get()
    assert (row.tindakan, row.kolom, row.ke) == ("Impor dari Excel", "Unit induk", world.inspektorat.nama)
    assert made.riwayat.get().oleh == admin.user


def test_a_refused_row_blocks_all(world, upload, apply, admin_client):
    impor = upload("unit", [unit_row(), unit_row(kode="8.002", nama="")])
    assert "1 baris ditolak" in admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert apply(impor).tahap == "periksa"
    assert not UnitKerja.objects.filter(kode="8.001").exists()


def test_nothing_new_means_nothing_to_apply(world, upload, apply, admin_client):
    content = imports.template_workbook("unit", world.instansi, filled=True)
    impor = upload("unit", content)
    assert set(states(impor).values()) == {"sama"}
    assert apply(impor).tahap == "periksa"
    assert (
        "tidak ada yang perlu diterapkan" in admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    )


def test_units_of_another_institution_do_not_matter(world, other_world, upload, apply):
    apply(upload("unit", [unit_row(kode=other_world.unit.kode, nama=other_world.unit.nama)]))
    assert UnitKerja.objects.filter(kode=other_world.unit.kode, instansi=world.instansi).count() == 1
    other_world.unit.refresh_from_db()
    assert other_world.unit.riwayat.count() == 0


def test_people_with_email_are_invited_and_those_without_get_a_list_once(
    world, upload, apply, admin_client, django_capture_on_commit_callbacks
):
    impor = apply(upload("orang", [
        person(unit=f"{world.unit.kode} - {world.unit.nama}", golongan="Penata (III/c)"),
        person(nip=NIP2, nama="Budi Hartono", email="Budi@Contoh.test", unit=world.unit.nama.upper(), golongan="iii/a"),
        person(nip="", nama="Tini", email="tini@contoh.test"),
    ]))  # fmt: skip
    sari, budi = User.objects.get(nip=NIP), User.objects.get(nip=NIP2)
    tini = User.objects.get(email="tini@contoh.test")
    assert (sari.unit, sari.golongan, budi.email, budi.golongan, tini.nip) == (
        world.unit,
        "III/c",
        "budi@contoh.test",
        "III/a",
        None,
    )
    assert (sari.must_change_password, budi.has_usable_password(), tini.has_usable_password()) == (True, False, False)
    assert {p.user for p in Peran.objects.filter(jenis="pegawai", dasar="Impor dari Excel")} == {sari, budi}
    assert {m.to[0] for m in mail.outbox} >= {"budi@contoh.test", "tini@contoh.test"}

    response = admin_client.post(reverse("impor_passwords", args=[impor.pk]))
    sheet = load_workbook(io.BytesIO(response.content))["Kata sandi awal"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:3] for row in rows] == [[world.unit.nama, NIP, "Sari Wulandari"]]
    assert sari.check_password(rows[0][3])
    assert admin_client.post(reverse("impor_passwords", args=[impor.pk])).status_code == 302
    impor.refresh_from_db()
    assert "garam" not in impor.hasil


def test_no_initial_password_lies_in_the_database(world, upload, apply):
    impor = apply(upload("orang", [person()]))
    sandi = imports.initial_password(impor.hasil["garam"], NIP)
    assert sandi not in str(impor.hasil)
    assert User.objects.get(nip=NIP).check_password(sandi)


def test_the_list_of_passwords_expires_after_a_day(world, upload, apply, admin_client):
    impor = apply(upload("orang", [person()]))
    impor.hasil["sandi_sampai"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    impor.save()
    assert admin_client.post(reverse("impor_passwords", args=[impor.pk])).status_code == 302
    assert imports.forget_expired_passwords() == 1
    impor.refresh_from_db()
    assert "garam" not in impor.hasil


def test_passwords_that_their_owners_have_changed_are_not_listed(world, upload, apply, admin_client):
    impor = apply(upload("orang", [person()]))
    User.objects.filter(nip=NIP).update(must_change_password=False)
    sheet = load_workbook(io.BytesIO(admin_client.post(reverse("impor_passwords", args=[impor.pk])).content))[
        "Kata sandi awal"
    ]
    assert sheet.max_row == 1


def test_changed_people_keep_password_and_move_with_their_unit(world, upload, apply):
    orang = world.peran[J.PEGAWAI].user
    there = UnitKerjaFactory(instansi=world.instansi)
    before = orang.password
    impor = upload("orang", [person(nip=orang.nip, nama="Nama Baru, S.H.", unit=there.kode)])
    assert [c[0] for c in impor.hasil["baris"][0]["perubahan"]] == ["Nama lengkap dengan gelar", "Unit kerja"]
    apply(impor)
    orang.refresh_from_db()
    assert (orang.nama, orang.unit, orang.password) == ("Nama Baru, S.H.", there, before)
    assert Peran.objects.active_on(timezone.localdate()).get(user=orang).unit == there


def test_data_that_moved_since_the_dry_run_is_told_and_nothing_is_saved(world, upload, apply, admin_client):
    impor = upload("unit", [unit_row(), unit_row(kode="8.002", nama="Puskesmas Dua")])
    UnitKerjaFactory(instansi=world.instansi, kode="8.001", nama="Dibuat orang lain")
    apply(impor)
    assert (impor.tahap, impor.status, impor.hasil["berubah_sejak"]) == ("periksa", "jadi", [2])
    assert states(impor) == {"Puskesmas Satu": "berubah", "Puskesmas Dua": "baru"}
    assert not UnitKerja.objects.filter(kode="8.002").exists()
    assert (
        "Data portal berubah sejak pemeriksaan"
        in admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    )
    assert apply(impor).tahap == "terapkan"
    assert UnitKerja.objects.get(kode="8.001").nama == "Puskesmas Satu"


def test_applying_twice_applies_once(world, upload, apply):
    impor = apply(upload("unit", [unit_row()]))
    apply(impor)
    assert UnitKerja.objects.get(kode="8.001").riwayat.count() == 1


def test_a_worker_that_was_overtaken_writes_nothing(world, upload, admin):
    impor = upload("unit", [unit_row()])
    Impor.objects.filter(pk=impor.pk).update(tahap="terapkan", status="diminta", percobaan=0)
    claimed = jobs.claim(Impor, impor.pk)
    Impor.objects.filter(pk=impor.pk).update(percobaan=9)
    tabel = read_table(open_workbook_safely(claimed.berkas.isi.open("rb").read()), KOLOM_UNIT)
    assert imports._apply(claimed, tabel) is False
    assert not UnitKerja.objects.filter(kode="8.001").exists()


def test_a_job_delivered_twice_does_its_work_once(world, upload, apply):
    impor = apply(upload("unit", [unit_row()]))
    imports.run(impor.pk)
    imports.run(impor.pk)
    assert UnitKerja.objects.filter(kode="8.001").count() == 1


def test_an_administrator_whose_role_ended_meanwhile_applies_nothing(world, upload, admin):
    impor = upload("unit", [unit_row()])
    Impor.objects.filter(pk=impor.pk).update(tahap="terapkan", status="diminta")
    Peran.objects.filter(pk=admin.pk).update(selesai=timezone.localdate() - timedelta(days=1))
    imports.run(impor.pk)
    impor.refresh_from_db()
    assert impor.status == "gagal"
    assert "sudah berakhir" in impor.pesan
    assert not UnitKerja.objects.filter(kode="8.001").exists()


def test_a_failed_job_says_why_and_can_be_run_again(world, upload, admin_client, django_capture_on_commit_callbacks):
    impor = upload("unit", [unit_row()])
    jobs.fail(impor, "Layanan penyimpanan tidak menjawab.")
    page = admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert "Layanan penyimpanan tidak menjawab." in page
    assert "Jalankan lagi" in page
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("impor_restart", args=[impor.pk]))
    impor.refresh_from_db()
    assert impor.status == StatusPekerjaan.JADI


def test_the_end_of_each_step_is_told(world, upload, apply, admin):
    impor = apply(upload("unit", [unit_row()]))
    notices = admin.user.notifikasi.order_by("pk")
    assert [n.judul for n in notices] == ["Pemeriksaan impor unit kerja selesai", "Penerapan impor unit kerja selesai"]
    assert {n.tautan for n in notices} == {reverse("impor_detail", args=[impor.pk])}


def test_rows_are_filtered_and_paged(world, upload, admin_client):
    rows = [unit_row(kode=f"8.{n:03d}", nama=f"Unit {n}") for n in range(60)] + [unit_row(kode="", nama="Rusak")]
    url = reverse("impor_detail", args=[upload("unit", rows).pk])
    assert len(admin_client.get(url).context["page"].object_list) == 50
    assert [
        row["label"] for row, _, _ in admin_client.get(url, {"keadaan": "ditolak"}).context["page"].object_list
    ] == ["Rusak"]
    assert len(admin_client.get(url, {"keadaan": "baru", "page": "2"}).context["page"].object_list) == 10


def test_progress_is_shown_while_the_job_runs_and_the_page_follows_its_end(world, upload, admin_client):
    impor = upload("unit", [unit_row()])
    url = reverse("impor_detail", args=[impor.pk])
    Impor.objects.filter(pk=impor.pk).update(status="dikerjakan", kemajuan=30, jumlah=120, langkah="Memeriksa baris")
    assert "30 dari 120" in admin_client.get(url).content.decode()
    fragment = admin_client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "30 dari 120" in fragment.content.decode()
    Impor.objects.filter(pk=impor.pk).update(status="jadi")
    assert admin_client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_each_password_that_is_hashed_counts_as_progress(world, upload, admin, monkeypatch):
    impor = upload("orang", [person(), person(nip=NIP2, nama="B")])
    seen = []
    monkeypatch.setattr(jobs, "beat", lambda job, **fields: seen.append(fields))
    assert set(imports._hash_passwords(impor, "garam")) == {NIP, NIP2}
    assert seen == [{"kemajuan": 2, "jumlah": 2, "langkah": "Menyiapkan kata sandi awal"}]


def test_imports_of_another_institution_do_not_exist_here(other_world, upload, client_as):
    impor = upload("unit", [unit_row()])
    stranger = client_as(other_world.peran[J.ADMIN_INSTANSI])
    for name in ("impor_detail", "impor_apply"):
        assert stranger.get(reverse(name, args=[impor.pk])).status_code == 404
    assert list(stranger.get(reverse("impor_list")).context["table"].data) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(
    world, upload, admin_client, rows, django_assert_num_queries
):
    for n in range(rows):
        upload("unit", [unit_row(kode=f"8.{n}")])
    with django_assert_num_queries(8):
        admin_client.get(reverse("impor_list"))


def test_an_unknown_kind_of_template_is_not_found(admin_client):
    assert admin_client.get("/impor/templat/rahasia/").status_code == 404
