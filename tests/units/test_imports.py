"""Imports of units and people: the dry run, all or nothing, initial passwords, files that are not what they say."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from tests.factories import UnitKerjaFactory, UserFactory
from units import importing, jobs
from units.choices import JenisPeran as J
from units.importing import KOLOM_ORANG, KOLOM_UNIT, Kini, check_rows
from units.models import Impor, Peran, StatusPekerjaan, UnitKerja, User
from units.services import imports
from units.xlsx import open_workbook_safely, read_table, write_table

NIP = "199001022015012003"
NIP2 = "199203042019031005"


@pytest.fixture
def admin(world):
    return world.peran[J.ADMIN_INSTANSI]


@pytest.fixture
def client(admin, client_as):
    return client_as(admin)


@pytest.fixture
def upload(client, django_capture_on_commit_callbacks):
    """Upload rows (or the bytes of a file); the dry run has been done when it returns."""

    def send(jenis: str, content, name: str = "data.xlsx") -> Impor:
        if not isinstance(content, bytes):
            content = write_table(importing.JENIS[jenis].kolom, content)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(
                reverse("impor_create"), {"jenis": jenis, "berkas": SimpleUploadedFile(name, content)}
            )
        assert response.status_code == 302, response.context["form"].errors
        return Impor.objects.get(pk=response.url.strip("/").split("/")[-1])

    return send


@pytest.fixture
def apply(client, django_capture_on_commit_callbacks):
    def send(impor: Impor) -> Impor:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("impor_apply", args=[impor.pk]))
        impor.refresh_from_db()
        return impor

    return send


def states(impor: Impor) -> dict[str, str]:
    return {row["label"]: row["keadaan"] for row in impor.hasil["baris"]}


def refusals(impor: Impor) -> dict[str, str]:
    """Sentence by cell."""
    return {tempat: pesan for row in impor.hasil["baris"] for tempat, pesan in row["temuan"]}


def unit_row(**changes) -> dict:
    return {"kode": "8.001", "nama": "Puskesmas Satu", "jabatan_kepala": "Kepala Puskesmas Satu"} | changes


def person(**changes) -> dict:
    return {"nip": NIP, "nama": "Sari Wulandari"} | changes


# --- units -------------------------------------------------------------------------------------------------


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


def test_a_refused_row_blocks_all(world, upload, apply, client):
    impor = upload("unit", [unit_row(), unit_row(kode="8.002", nama="")])
    assert "1 baris ditolak" in client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert apply(impor).tahap == "periksa"
    assert not UnitKerja.objects.filter(kode="8.001").exists()


def test_nothing_new_means_nothing_to_apply(world, upload, apply, client):
    content = imports.template_workbook("unit", world.instansi, filled=True)
    impor = upload("unit", content)
    assert set(states(impor).values()) == {"sama"}
    assert apply(impor).tahap == "periksa"
    assert "tidak ada yang perlu diterapkan" in client.get(reverse("impor_detail", args=[impor.pk])).content.decode()


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([unit_row(), unit_row(nama="Lain")], "Data!A3", "Sama dengan baris 2"),
        ([unit_row(), unit_row(kode="8.002")], "Data!B3", "sudah dipakai unit berkode 8.001"),
        ([unit_row(induk="9.999")], "Data!C2", "tidak terdaftar"),
        ([unit_row(induk="8.001")], "Data!C2", "di atas dirinya sendiri"),
        (
            [unit_row(induk="8.002"), unit_row(kode="8.002", nama="B", induk="8.001")],
            "Data!C3",
            "di atas dirinya sendiri",
        ),
        ([unit_row(jenis_layanan="Terbang")], "Data!D2", "tidak ada dalam daftar pilihan"),
        ([unit_row(jumlah_pegawai=-4)], "Data!J2", "Jumlah pegawai"),
        ([unit_row(nama="x" * 201)], "Data!B2", "Nama unit kerja"),
        ([unit_row(kode="")], "Data!A2", "Kode unit kosong"),
    ],
)
def test_a_bad_unit_row_names_cell_and_reason(world, upload, rows, cell, words):
    assert words in refusals(upload("unit", rows))[cell]


def test_a_name_of_an_existing_unit_is_refused_but_may_be_swapped_in_the_file(world, upload):
    UnitKerjaFactory(instansi=world.instansi, kode="8.010", nama="Dinas A")
    UnitKerjaFactory(instansi=world.instansi, kode="8.011", nama="Dinas B")
    assert "8.010" in refusals(upload("unit", [unit_row(nama="dinas a")]))["Data!B2"]
    swapped = upload("unit", [unit_row(kode="8.010", nama="Dinas B"), unit_row(kode="8.011", nama="Dinas A")])
    assert refusals(swapped) == {}


def test_units_of_another_institution_do_not_matter(world, other_world, upload, apply):
    apply(upload("unit", [unit_row(kode=other_world.unit.kode, nama=other_world.unit.nama)]))
    assert UnitKerja.objects.filter(kode=other_world.unit.kode, instansi=world.instansi).count() == 1
    other_world.unit.refresh_from_db()
    assert other_world.unit.riwayat.count() == 0


# --- people ------------------------------------------------------------------------------------------------


def test_people_with_email_are_invited_and_those_without_get_a_list_once(
    world, upload, apply, client, django_capture_on_commit_callbacks
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

    response = client.post(reverse("impor_passwords", args=[impor.pk]))
    sheet = load_workbook(io.BytesIO(response.content))["Kata sandi awal"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:3] for row in rows] == [[world.unit.nama, NIP, "Sari Wulandari"]]
    assert sari.check_password(rows[0][3])
    assert client.post(reverse("impor_passwords", args=[impor.pk])).status_code == 302
    impor.refresh_from_db()
    assert "garam" not in impor.hasil


def test_no_initial_password_lies_in_the_database(world, upload, apply):
    impor = apply(upload("orang", [person()]))
    sandi = imports.initial_password(impor.hasil["garam"], NIP)
    assert sandi not in str(impor.hasil)
    assert User.objects.get(nip=NIP).check_password(sandi)


def test_the_list_of_passwords_expires_after_a_day(world, upload, apply, client):
    impor = apply(upload("orang", [person()]))
    impor.hasil["sandi_sampai"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    impor.save()
    assert client.post(reverse("impor_passwords", args=[impor.pk])).status_code == 302
    assert imports.forget_expired_passwords() == 1
    impor.refresh_from_db()
    assert "garam" not in impor.hasil


def test_passwords_that_their_owners_have_changed_are_not_listed(world, upload, apply, client):
    impor = apply(upload("orang", [person()]))
    User.objects.filter(nip=NIP).update(must_change_password=False)
    sheet = load_workbook(io.BytesIO(client.post(reverse("impor_passwords", args=[impor.pk])).content))[
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


def test_a_person_known_by_email_gets_the_nip(world, upload, apply):
    orang = UserFactory(instansi=world.instansi, nip=None, email="tini@contoh.test", nama="Tini")
    impor = upload("orang", [person(nip=NIP, nama="Tini", email="TINI@contoh.test")])
    assert impor.hasil["baris"][0]["perubahan"] == [["NIP", "", NIP]]
    apply(impor)
    orang.refresh_from_db()
    assert orang.nip == NIP


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([person(nip="123")], "Data!A2", "18 angka"),
        ([person(nip="", nama="Tanpa Apa-apa")], "Data!A2", "NIP dan surel kosong"),
        ([person(nama="")], "Data!B2", "Nama lengkap dengan gelar kosong"),
        ([person(), person(nama="Lain")], "Data!A3", "Sama dengan baris 2"),
        ([person(email="a@b.test"), person(nip=NIP2, email="A@b.test")], "Data!C3", "dipakai orang lain"),
        ([person(email="bukan surel")], "Data!C2", "Surel"),
        ([person(golongan="V/a")], "Data!D2", "tidak ada dalam daftar pilihan"),
        ([person(eselon="X")], "Data!F2", "tidak ada dalam daftar pilihan"),
        ([person(unit="Dinas Entah")], "Data!G2", "unit kerja ini tidak ada"),
    ],
)
def test_a_bad_row_of_a_person_names_cell_and_reason(world, upload, rows, cell, words):
    assert words in refusals(upload("orang", rows))[cell]


def test_people_of_another_institution_are_refused_without_saying_who(world, other_world, upload):
    other = other_world.peran[J.PEGAWAI].user
    impor = upload("orang", [person(nip=other.nip), person(nip=NIP2, email=other.email)])
    assert "instansi lain" in refusals(impor)["Data!A2"]
    assert "instansi lain" in refusals(impor)["Data!C3"]
    assert other.nama not in str(impor.hasil)


def test_a_unit_of_another_institution_is_unknown(other_world, upload):
    assert "tidak ada" in refusals(upload("orang", [person(unit=other_world.unit.kode)]))["Data!G2"]


def test_a_nip_that_excel_has_rounded_is_refused(world, upload):
    book = Workbook()
    book.active.append([k.judul for k in KOLOM_ORANG])
    book.active.append([199001022015012003, "Sari"])
    out = io.BytesIO()
    book.save(out)
    assert "dibulatkan Excel" in refusals(upload("orang", out.getvalue()))["Sheet!A2"]


def test_text_that_looks_like_a_formula_stays_text(world, upload, apply, client):
    apply(upload("unit", [unit_row(nama='=HYPERLINK("http://jahat.test")')]))
    assert UnitKerja.objects.get(kode="8.001").nama == '=HYPERLINK("http://jahat.test")'
    content = client.get(reverse("impor_template", args=["unit"]), {"isi": "1"}).content
    cells = [cell for row in load_workbook(io.BytesIO(content))["Data"].iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


# --- between the dry run and the writing -------------------------------------------------------------------


def test_data_that_moved_since_the_dry_run_is_told_and_nothing_is_saved(world, upload, apply, client):
    impor = upload("unit", [unit_row(), unit_row(kode="8.002", nama="Puskesmas Dua")])
    UnitKerjaFactory(instansi=world.instansi, kode="8.001", nama="Dibuat orang lain")
    apply(impor)
    assert (impor.tahap, impor.status, impor.hasil["berubah_sejak"]) == ("periksa", "jadi", [2])
    assert states(impor) == {"Puskesmas Satu": "berubah", "Puskesmas Dua": "baru"}
    assert not UnitKerja.objects.filter(kode="8.002").exists()
    assert (
        "Data portal berubah sejak pemeriksaan" in client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
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


def test_a_failed_job_says_why_and_can_be_run_again(world, upload, client, django_capture_on_commit_callbacks):
    impor = upload("unit", [unit_row()])
    jobs.fail(impor, "Layanan penyimpanan tidak menjawab.")
    page = client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert "Layanan penyimpanan tidak menjawab." in page
    assert "Jalankan lagi" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("impor_restart", args=[impor.pk]))
    impor.refresh_from_db()
    assert impor.status == StatusPekerjaan.JADI


def test_the_end_of_each_step_is_told(world, upload, apply, admin):
    impor = apply(upload("unit", [unit_row()]))
    notices = admin.user.notifikasi.order_by("pk")
    assert [n.judul for n in notices] == ["Pemeriksaan impor unit kerja selesai", "Penerapan impor unit kerja selesai"]
    assert {n.tautan for n in notices} == {reverse("impor_detail", args=[impor.pk])}


# --- pages -------------------------------------------------------------------------------------------------


def test_rows_are_filtered_and_paged(world, upload, client):
    rows = [unit_row(kode=f"8.{n:03d}", nama=f"Unit {n}") for n in range(60)] + [unit_row(kode="", nama="Rusak")]
    url = reverse("impor_detail", args=[upload("unit", rows).pk])
    assert len(client.get(url).context["page"].object_list) == 50
    assert [row["label"] for row, _, _ in client.get(url, {"keadaan": "ditolak"}).context["page"].object_list] == [
        "Rusak"
    ]
    assert len(client.get(url, {"keadaan": "baru", "page": "2"}).context["page"].object_list) == 10


def test_progress_is_shown_while_the_job_runs_and_the_page_follows_its_end(world, upload, client):
    impor = upload("unit", [unit_row()])
    url = reverse("impor_detail", args=[impor.pk])
    Impor.objects.filter(pk=impor.pk).update(status="dikerjakan", kemajuan=30, jumlah=120, langkah="Memeriksa baris")
    assert "30 dari 120" in client.get(url).content.decode()
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "30 dari 120" in fragment.content.decode()
    Impor.objects.filter(pk=impor.pk).update(status="jadi")
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


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
def test_the_list_asks_the_same_queries_for_any_number_of_rows(world, upload, client, rows, django_assert_num_queries):
    for n in range(rows):
        upload("unit", [unit_row(kode=f"8.{n}")])
    with django_assert_num_queries(8):
        client.get(reverse("impor_list"))


@pytest.mark.parametrize("jenis", ["unit", "orang"])
@pytest.mark.parametrize("isi", ["", "1"])
def test_the_template_is_read_back_without_a_complaint(world, client, jenis, isi):
    response = client.get(reverse("impor_template", args=[jenis]), {"isi": isi})
    tabel = read_table(open_workbook_safely(response.content), importing.JENIS[jenis].kolom)
    assert tabel.temuan == ()
    assert bool(tabel.baris) == bool(isi)
    kini = imports.current_data(jenis, world.instansi)
    assert {row.keadaan for row in check_rows(importing.JENIS[jenis], tabel, kini)} == ({"sama"} if isi else set())
    assert "Petunjuk" in load_workbook(io.BytesIO(response.content)).sheetnames


def test_an_unknown_kind_of_template_is_not_found(client):
    assert client.get("/impor/templat/rahasia/").status_code == 404


# --- files that are not what they say ----------------------------------------------------------------------


def workbook_with(**parts: bytes) -> bytes:
    """A good workbook with more parts in its zip."""
    out = io.BytesIO(write_table(KOLOM_UNIT, [unit_row()]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("data.xlsx", b"", "kosong"),
        ("data.xlsx", b"MZ\x90\x00" + b"\0" * 200, "ditolak"),
        ("data.xlsx", b"%PDF-1.4\n%%EOF", "ditolak"),
        ("data.xlsx", b"<html><script>alert(1)</script></html>", "ditolak"),
        ("data.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ditolak"),
        ("data.xlsx", workbook_with(xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "makro"),
        ("data.xlsx", workbook_with(xl__media__besar=b"\0" * 120_000_000), ""),
        ("data.xlsx", write_table(KOLOM_UNIT, [unit_row()])[:900], ""),
    ],
    ids=["empty", "exe", "pdf", "html", "xls", "macro", "bomb", "cut"],
)
def test_a_hostile_file_is_refused_before_it_is_kept(world, client, name, content, words):
    data = {"jenis": "unit", "berkas": SimpleUploadedFile(name, content)}
    response = client.post(reverse("impor_create"), data)
    assert words in " ".join(response.context["form"].errors["berkas"])
    assert Impor.objects.count() == 0


def test_an_upload_that_is_too_large_is_cut_off_and_said_so(client, settings):
    settings.MAX_UPLOAD_MB = 1
    data = {"jenis": "unit", "berkas": SimpleUploadedFile("data.xlsx", b"PK\x03\x04" + b"0" * 1_200_000)}
    response = client.post(reverse("impor_create"), data)
    assert "terlalu besar" in response.context["form"].errors["berkas"][0]


def test_a_path_in_the_file_name_is_not_kept(world, upload):
    assert upload("unit", [unit_row()], name="../../etc/data.xlsx").berkas.nama_asli == "data.xlsx"


def test_no_file_is_said_in_a_sentence(client):
    response = client.post(reverse("impor_create"), {"jenis": "unit"})
    assert response.context["form"].errors["berkas"] == ["Pilih berkas Excel yang akan diimpor."]


def test_a_workbook_of_something_else_names_the_missing_columns(world, upload, client):
    book = Workbook()
    book.active.append(["Bulan", "Anggaran"])
    out = io.BytesIO()
    book.save(out)
    impor = upload("unit", out.getvalue())
    page = client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert "Kolom wajib: Kode unit, Nama unit kerja, Jabatan kepala unit" in page
    assert "Berkas mempunyai galat" in page


def test_an_empty_template_says_that_nothing_is_filled(world, upload, client):
    impor = upload("unit", [])
    assert "Tidak ada baris yang terisi" in client.get(reverse("impor_detail", args=[impor.pk])).content.decode()


# --- the pure part -----------------------------------------------------------------------------------------


def test_check_rows_tells_its_progress_row_by_row():
    tabel = read_table(
        open_workbook_safely(write_table(KOLOM_UNIT, [unit_row(), unit_row(kode="8.002", nama="B")])), KOLOM_UNIT
    )
    seen = []
    check_rows(importing.UNIT, tabel, Kini({}), on_row=seen.append)
    assert seen == [1, 2]


def test_a_date_typed_into_a_text_column_is_kept_as_text(world, upload):
    impor = upload("unit", [unit_row(telepon=date(2026, 5, 1))])
    assert impor.hasil["baris"][0]["nilai"]["telepon"] == "2026-05-01"
