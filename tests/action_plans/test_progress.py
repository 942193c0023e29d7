"""Progress of an action in a month: who fills it, how status and percent follow each other, two people at once, evidence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from action_plans.forms.progress import PERSEN_SALAH
from action_plans.models import BuktiRealisasi, Realisasi
from action_plans.services import progress
from tests.action_plans.worlds import add_action, approve, make_plan, plan_with
from units import evidence
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import DataDukung

J = JenisPeran
MINE, NOT_MINE = Area.MANAJEMEN_PERUBAHAN, Area.PELAYANAN_PUBLIK  # areas of the anggota of the test world
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def aksi(world):
    return plan_with(world, {"bulan": [1, 2], "area": MINE})[1][0]


def save(aksi, bulan=1, versi=None, *, by, **field):
    ((kolom, nilai),) = field.items()
    return progress.save_field(aksi=aksi, bulan=bulan, kolom=kolom, nilai=nilai, versi=versi, by=by)


def row(aksi, bulan=1):
    return Realisasi.objects.get(aksi=aksi, bulan=bulan)


# --- who -----------------------------------------------------------------------------------------------------


def test_ketua_fills_every_area_and_anggota_only_their_own(world):
    _, (mine, other) = plan_with(world, {"bulan": [1], "area": MINE}, {"bulan": [1], "area": NOT_MINE})
    save(mine, persen=10, by=world.peran[J.ANGGOTA_TIM])
    save(other, persen=10, by=world.peran[J.KETUA_TIM])
    with pytest.raises(TidakBerwenang, match="anggota tim pada area"):
        save(other, persen=20, by=world.peran[J.ANGGOTA_TIM])


@pytest.mark.parametrize("jenis", sorted(set(J.values) - {J.KETUA_TIM, J.ANGGOTA_TIM}))
def test_nobody_else_fills_progress(world, aksi, jenis):
    with pytest.raises(TidakBerwenang):
        save(aksi, persen=10, by=world.peran[jenis])


def test_the_other_institution_fills_nothing(world, other_world, aksi):
    with pytest.raises(TidakBerwenang):
        save(aksi, persen=10, by=other_world.peran[J.KETUA_TIM])


def test_a_role_that_ended_yesterday_fills_nothing(world, aksi):
    ketua = world.peran[J.KETUA_TIM]
    ketua.selesai = timezone.localdate() - timedelta(days=1)
    ketua.save()
    with pytest.raises(TidakBerwenang):
        save(aksi, persen=10, by=ketua)


def test_a_plan_that_was_never_approved_is_not_carried_out(world):
    aksi = add_action(make_plan(world, approved=False), bulan=[1], area=MINE)
    with pytest.raises(TidakBerwenang, match="pernah disetujui"):
        save(aksi, persen=10, by=world.peran[J.KETUA_TIM])


def test_months_before_the_approval_and_during_a_revision_can_be_filled(world):
    rencana, (aksi,) = plan_with(world, {"bulan": [1], "area": MINE})
    type(rencana).objects.filter(pk=rencana.pk).update(status="draf")
    save(aksi, persen=30, by=world.peran[J.KETUA_TIM])
    assert row(aksi).persen == 30


def test_only_months_of_the_target_and_rows_that_stand(world, aksi):
    with pytest.raises(Ditolak, match="tidak mempunyai target pada bulan Mei"):
        save(aksi, bulan=5, persen=10, by=world.peran[J.KETUA_TIM])
    aksi.dihapus_at = timezone.now()
    aksi.save()
    with pytest.raises(TidakBerwenang):
        save(aksi, persen=10, by=world.peran[J.KETUA_TIM])


# --- status and percent --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "status", "persen"),
    [
        ([("status", "selesai")], "selesai", 100),
        ([("persen", 40)], "berjalan", 40),
        ([("persen", 100)], "berjalan", 100),
        ([("persen", 60), ("status", "selesai"), ("status", "berjalan")], "berjalan", 60),
        ([("status", "selesai"), ("persen", 80)], "berjalan", 80),
        ([("persen", 60), ("status", "belum")], "belum", 0),
        ([("status", "berjalan")], "berjalan", 0),
    ],
)
def test_status_and_percent_never_contradict_each_other(world, aksi, steps, status, persen):
    for kolom, nilai in steps:
        save(aksi, by=world.peran[J.KETUA_TIM], **{kolom: nilai})
    assert (row(aksi).status, row(aksi).persen) == (status, persen)


def test_one_hundred_percent_only_proposes_done(world, aksi):
    isian = save(aksi, persen=100, by=world.peran[J.KETUA_TIM])
    assert isian.proposes_done
    assert not save(aksi, status="selesai", by=world.peran[J.KETUA_TIM]).proposes_done


def test_each_changed_field_has_a_history_row_of_its_month(world, aksi):
    save(aksi, bulan=2, status="selesai", by=world.peran[J.ANGGOTA_TIM])
    rows = aksi.riwayat.filter(bulan=2).order_by("pk").values_list("kolom", "dari", "ke", "versi")
    assert list(rows) == [("Status", "Belum dikerjakan", "Selesai", 1), ("Persen", "0%", "100%", 1)]
    save(aksi, bulan=2, status="selesai", by=world.peran[J.ANGGOTA_TIM])
    assert aksi.riwayat.count() == 2, "nothing changed, nothing is written"


# --- two people at once --------------------------------------------------------------------------------------


def test_different_fields_do_not_disturb_each_other(world, aksi):
    ketua, anggota = world.peran[J.KETUA_TIM], world.peran[J.ANGGOTA_TIM]
    save(aksi, catatan="Rapat pertama.", versi=0, by=ketua)
    save(aksi, kendala="Ruang rapat dipakai.", versi=0, by=anggota)
    assert (row(aksi).catatan, row(aksi).kendala) == ("Rapat pertama.", "Ruang rapat dipakai.")


def test_the_same_field_shows_both_values_and_loses_neither(world, aksi):
    ketua, anggota = world.peran[J.KETUA_TIM], world.peran[J.ANGGOTA_TIM]
    save(aksi, catatan="Dari ketua.", versi=0, by=ketua)
    with pytest.raises(BenturanPerubahan) as clash:
        save(aksi, catatan="Dari anggota.", versi=0, by=anggota)
    assert (clash.value.nilai, clash.value.oleh) == ("Dari ketua.", str(ketua.user))
    assert row(aksi).catatan == "Dari ketua."
    save(aksi, catatan="Dari anggota.", versi=clash.value.versi, by=anggota)
    assert row(aksi).catatan == "Dari anggota."


def test_the_same_value_twice_is_no_clash(world, aksi):
    """A double click, or the same save sent again after a broken line."""
    first = save(aksi, catatan="Selesai.", versi=0, by=world.peran[J.KETUA_TIM])
    again = save(aksi, catatan="Selesai.", versi=0, by=world.peran[J.KETUA_TIM])
    assert first.versi["catatan"] == again.versi["catatan"] == 1


# --- the page ------------------------------------------------------------------------------------------------


def url(aksi, name="realisasi_edit", bulan=1, **kwargs):
    return reverse(name, kwargs={"pk": aksi.pk, "bulan": bulan, **kwargs})


def test_autosave_speaks_the_protocol(world, aksi, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    saved = client.post(url(aksi), {"kolom": "catatan", "nilai": "Rapat.", "versi": "0"})
    assert (saved.status_code, saved.json()["versi"]) == (200, 1)
    clash = client.post(url(aksi), {"kolom": "catatan", "nilai": "Lain.", "versi": "0"})
    assert (clash.status_code, clash.json()["nilai"], clash.json()["versi"]) == (409, "Rapat.", 1)


@pytest.mark.parametrize(
    ("kolom", "nilai", "sentence"),
    [
        ("persen", "101", PERSEN_SALAH),
        ("persen", "-1", PERSEN_SALAH),
        ("persen", "lima", PERSEN_SALAH),
        ("persen", "", PERSEN_SALAH),
        ("status", "batal", "Pilih status dari daftar yang tersedia."),
        ("rahasia", "x", "Isian ini tidak dikenal. Muat ulang halaman."),
        ("kendala", "x" * 4001, "Kendala paling panjang 4000 karakter."),
    ],
)
def test_bad_input_is_a_sentence(world, aksi, client_as, kolom, nilai, sentence):
    answer = client_as(world.peran[J.KETUA_TIM]).post(url(aksi), {"kolom": kolom, "nilai": nilai, "versi": "0"})
    assert (answer.status_code, answer.json()) == (400, {"galat": sentence})
    assert not Realisasi.objects.exists()


def whole_form(aksi, *, shown: dict, typed: dict, versi: int = 0) -> dict:
    prefix = f"realisasi-{aksi.pk}-1"
    return (
        {f"{prefix}-{k}": v for k, v in typed.items()}
        | {f"awal_{k}": v for k, v in shown.items()}
        | {f"versi_{k}": versi for k in typed}
    )


SHOWN = {"status": "belum", "persen": "0", "catatan": "", "kendala": ""}


def test_without_scripts_the_form_saves_what_was_changed(world, aksi, client_as):
    typed = SHOWN | {"status": "selesai", "catatan": "Sudah rapat."}
    answer = client_as(world.peran[J.KETUA_TIM]).post(url(aksi), whole_form(aksi, shown=SHOWN, typed=typed))
    assert answer.status_code == 302
    assert (row(aksi).status, row(aksi).persen, row(aksi).catatan) == ("selesai", 100, "Sudah rapat.")


def test_without_scripts_a_clash_shows_theirs_and_keeps_mine(world, aksi, client_as):
    save(aksi, catatan="Dari anggota.", by=world.peran[J.ANGGOTA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    answer = client.post(url(aksi), whole_form(aksi, shown=SHOWN, typed=SHOWN | {"catatan": "Dari ketua."}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dari anggota." in page
    assert "Dari ketua.</textarea>" in page
    assert row(aksi).catatan == "Dari anggota."


def test_without_scripts_bad_input_keeps_what_was_typed(world, aksi, client_as):
    typed = SHOWN | {"persen": "500", "kendala": "Listrik padam."}
    answer = client_as(world.peran[J.KETUA_TIM]).post(url(aksi), whole_form(aksi, shown=SHOWN, typed=typed))
    assert answer.status_code == 422
    assert "Persen diisi bilangan bulat 0 sampai 100." in answer.content.decode()
    assert "Listrik padam.</textarea>" in answer.content.decode()


def test_the_row_panel_is_a_fragment_of_the_same_page(world, aksi, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    panel = client.get(url(aksi), headers={"HX-Request": "true"}).content.decode()
    assert panel.lstrip().startswith("<section")
    assert f'id="realisasi-{aksi.pk}-1"' in panel
    figures = client.get(url(aksi) + "?bagian=angka", headers={"HX-Request": "true"}).content.decode()
    assert "data-angka" in figures
    assert "textarea" not in figures


def test_done_without_evidence_is_a_warning_not_an_error(world, aksi, client_as):
    save(aksi, status="selesai", by=world.peran[J.KETUA_TIM])
    page = client_as(world.peran[J.KETUA_TIM]).get(url(aksi)).content.decode()
    assert "Selesai tanpa data dukung" in page
    assert row(aksi).status == "selesai"


def test_a_month_that_is_no_target_is_not_found(world, aksi, client_as):
    assert client_as(world.peran[J.KETUA_TIM]).get(url(aksi, bulan=7)).status_code == 404


# --- evidence ------------------------------------------------------------------------------------------------


def pdf(name="sk tim.pdf", extra=b""):
    return SimpleUploadedFile(name, PDF + extra, content_type="application/pdf")


def test_several_files_at_once_are_kept_and_the_same_file_is_recognised(world, aksi, client_as):
    client = client_as(world.peran[J.ANGGOTA_TIM])
    client.post(url(aksi, "bukti_add"), {"berkas": [pdf(), pdf("notulen.pdf", b"% 2")]})
    assert DataDukung.objects.count() == BuktiRealisasi.objects.count() == 2
    again = client.post(url(aksi, "bukti_add", bulan=2), {"berkas": [pdf("nama lain.pdf")]}, follow=True)
    assert "Isi yang sama sudah ada sebagai “sk tim.pdf”" in again.content.decode()
    assert DataDukung.objects.count() == 2
    assert BuktiRealisasi.objects.filter(realisasi__bulan=2).count() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused(world, aksi, client_as):
    wrong = SimpleUploadedFile("laporan.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    answer = client_as(world.peran[J.KETUA_TIM]).post(
        url(aksi, "bukti_add"), {"berkas": wrong}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 422
    assert answer.json()["galat"]
    assert not BuktiRealisasi.objects.exists()


def test_a_file_that_is_too_large_is_refused_while_it_arrives(world, aksi, client_as, settings):
    settings.MAX_UPLOAD_MB = 0  # the handler allows one more kilobyte for the form around the file
    answer = client_as(world.peran[J.KETUA_TIM]).post(
        url(aksi, "bukti_add"), {"berkas": pdf(extra=b"x" * 5000)}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 422
    assert answer.json()["galat"].startswith("Berkas terlalu besar")
    assert not DataDukung.objects.exists()


def test_no_file_is_stored_for_someone_who_may_not_fill(world, client_as):
    _, (aksi,) = plan_with(world, {"bulan": [1], "area": NOT_MINE})
    assert client_as(world.peran[J.ANGGOTA_TIM]).post(url(aksi, "bukti_add"), {"berkas": pdf()}).status_code == 403
    assert not DataDukung.objects.exists()


def test_existing_evidence_is_found_attached_taken_off_and_put_back(world, aksi, client_as):
    ketua = world.peran[J.KETUA_TIM]
    found, _ = evidence.add_link(
        "https://contoh.test/foto", pembangunan=world.pembangunan, by=ketua, judul="Foto kegiatan"
    )
    client = client_as(ketua)
    search = client.get(url(aksi, "bukti_search") + "?q=foto").content.decode()
    assert "Foto kegiatan" in search
    attach, detach = (url(aksi, name, data_dukung=found.pk) for name in ("bukti_attach", "bukti_detach"))
    client.post(attach)
    offered = client.get(url(aksi, "bukti_search") + "?q=foto", headers={"HX-Request": "true"}).content.decode()
    assert "Foto kegiatan" not in offered, "what is shown already is not offered again"
    fragment = client.post(detach, headers={"HX-Request": "true"}).content.decode()
    assert "Urungkan" in fragment
    assert attach in fragment
    assert DataDukung.objects.filter(pk=found.pk).exists(), "only the use ends, not the evidence"
    client.post(attach)
    assert BuktiRealisasi.objects.count() == 1
    steps = aksi.riwayat.filter(kolom="Data dukung").order_by("pk").values_list("tindakan", flat=True)
    assert list(steps) == ["Melampirkan data dukung", "Melepas data dukung", "Melampirkan data dukung"]


def test_attaching_twice_is_once(world, aksi):
    ketua = world.peran[J.KETUA_TIM]
    found, _ = evidence.add_link("https://contoh.test/a", pembangunan=world.pembangunan, by=ketua)
    assert progress.attach(aksi=aksi, bulan=1, data_dukung=found, by=ketua)
    assert not progress.attach(aksi=aksi, bulan=1, data_dukung=found, by=ketua)
    assert BuktiRealisasi.objects.count() == 1


def test_evidence_of_another_unit_is_not_found(world, other_world, aksi, client_as):
    theirs, _ = evidence.add_link(
        "https://contoh.test/b", pembangunan=other_world.pembangunan, by=other_world.peran[J.KETUA_TIM]
    )
    answer = client_as(world.peran[J.KETUA_TIM]).post(url(aksi, "bukti_attach", data_dukung=theirs.pk))
    assert answer.status_code == 404
    with pytest.raises(Ditolak, match="unit kerja atau tahun lain"):
        progress.attach(aksi=aksi, bulan=1, data_dukung=theirs, by=world.peran[J.KETUA_TIM])


def test_pegawai_reads_progress_without_evidence(world, aksi, client_as):
    ketua = world.peran[J.KETUA_TIM]
    found, _ = evidence.add_link("https://contoh.test/c", pembangunan=world.pembangunan, by=ketua, judul="SK rahasia")
    progress.attach(aksi=aksi, bulan=1, data_dukung=found, by=ketua)
    page = client_as(world.peran[J.PEGAWAI]).get(url(aksi))
    assert page.status_code == 200
    assert "SK rahasia" not in page.content.decode()


# --- the month's work ----------------------------------------------------------------------------------------


def test_quick_status_says_when_someone_else_was_faster(world, aksi, client_as):
    save(aksi, status="berjalan", by=world.peran[J.ANGGOTA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    data = {"status": "selesai", "versi": "0"}
    line = client.post(url(aksi, "realisasi_set"), data, headers={"HX-Request": "true"}).content.decode()
    assert "Sudah diubah oleh" in line
    assert row(aksi).status == "berjalan"
    client.post(url(aksi, "realisasi_set"), data | {"versi": "1"}, headers={"HX-Request": "true"})
    assert row(aksi).status == "selesai"


def test_quick_status_returns_only_to_this_portal(world, aksi, client_as):
    data = {"status": "selesai", "versi": "0", "kembali": "https://penipu.test/"}
    answer = client_as(world.peran[J.KETUA_TIM]).post(url(aksi, "realisasi_set"), data)
    assert answer.url == url(aksi)


def test_anggota_sees_own_areas_first_and_may_look_at_all(world, client_as):
    plan_with(
        world,
        {"bulan": [1], "area": MINE, "aksi": "Aksi area saya"},
        {"bulan": [1], "area": NOT_MINE, "aksi": "Aksi area lain"},
    )
    client = client_as(world.peran[J.ANGGOTA_TIM])
    own = client.get(reverse("progress_month") + "?bulan=1").content.decode()
    assert "Aksi area saya" in own
    assert "Aksi area lain" not in own
    everything = client.get(reverse("progress_month") + "?bulan=1&lingkup=semua").content.decode()
    assert "Aksi area lain" in everything


@pytest.mark.parametrize("count", [1, 3])
def test_the_months_work_asks_the_same_number_of_queries(world, client_as, django_assert_num_queries, count):
    rencana = make_plan(world)
    for _ in range(count):
        save(add_action(rencana, bulan=[1, 2], area=MINE), status="berjalan", by=world.peran[J.KETUA_TIM])
    approve(rencana, world)
    client = client_as(world.peran[J.KETUA_TIM])
    client.get(reverse("progress_month"))
    with django_assert_num_queries(10):
        client.get(reverse("progress_month") + "?bulan=2")


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_the_same_number_of_queries_for_any_evidence(
    world, aksi, client_as, django_assert_num_queries, count
):
    ketua = world.peran[J.KETUA_TIM]
    for n in range(count):
        progress.attach_file(aksi=aksi, bulan=1, upload=pdf(f"{n}.pdf", str(n).encode()), by=ketua)
    client = client_as(ketua)
    client.get(url(aksi))
    with django_assert_num_queries(13):
        page = client.get(url(aksi)).content.decode()
    assert page.count("<iframe") == count, "a PDF is looked at without leaving the page"
