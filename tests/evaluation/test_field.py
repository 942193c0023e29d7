"""Field visits: when and by whom they are recorded, findings that save themselves, photos, the list of what to look at."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.field_data import BERBEDA, DITANDAI, KLARIFIKASI, LAIN_UNIT, read_list
from evaluation.models import EvaluasiTPI, Klarifikasi
from evaluation.services import field
from tests.evaluation.pleno_worlds import SECOND, at_pleno_phase, own_answer, png, visit, visit_data
from tests.evaluation.tpi_worlds import FIRST
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak, TidakBerwenang

J, F = JenisPeran, EvaluasiTPI.Fase


@pytest.fixture
def evaluasi(world):
    return at_pleno_phase(world, F.LAPANGAN, A_I_1_i_a="tidak")


def save(world, kunjungan, kode=FIRST, kolom="uraian", nilai="SK di papan.", versi=None, jenis=J.ANGGOTA_TPI):
    return field.save_finding(
        kunjungan=kunjungan, kode=kode, kolom=kolom, nilai=nilai, versi=versi, by=world.peran[jenis]
    )


def test_a_visit_has_date_place_and_people(world, evaluasi):
    row = visit(world, evaluasi)
    assert list(row.penilai.all()) == [world.peran[J.ANGGOTA_TPI]]
    assert evaluasi.riwayat.filter(tindakan="Mencatat kunjungan lapangan").exists()


@pytest.mark.parametrize("fase", [F.MEJA, F.KLARIFIKASI, F.PLENO])
def test_visits_are_recorded_in_the_field_phase_only(world, fase):
    with pytest.raises(Ditolak, match="hanya dalam fase Evaluasi lapangan"):
        visit(world, at_pleno_phase(world, fase))


def test_only_tpi_at_work_on_the_unit_records(world, evaluasi):
    allowed = set()
    for jenis in J:
        try:
            field.record_visit(evaluasi=evaluasi, data=visit_data(world), by=world.peran[jenis])
            allowed.add(jenis)
        except TidakBerwenang:
            pass
    assert allowed == {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}


@pytest.mark.parametrize(
    "changes", [{"tanggal": timezone.localdate() + timedelta(days=2)}, {"penilai": ()}, {"tempat": " "}]
)
def test_a_visit_without_sense_is_refused(world, evaluasi, changes):
    with pytest.raises(Ditolak):
        field.record_visit(evaluasi=evaluasi, data=visit_data(world, **changes), by=world.peran[J.KETUA_TPI])


def test_two_people_who_change_a_visit_are_told(world, evaluasi):
    row = visit(world, evaluasi)
    field.change_visit(
        kunjungan=row, data=visit_data(world, ringkasan="Dari ketua"), versi=1, by=world.peran[J.KETUA_TPI]
    )
    mine = visit_data(world, ringkasan="Dari anggota")
    with pytest.raises(BenturanPerubahan) as other:
        field.change_visit(kunjungan=row, data=mine, versi=1, by=world.peran[J.ANGGOTA_TPI])
    assert "Dari ketua" in other.value.nilai
    field.change_visit(kunjungan=row, data=mine, versi=other.value.versi, by=world.peran[J.ANGGOTA_TPI])
    row.refresh_from_db()
    assert row.ringkasan == "Dari anggota"


# --- findings ------------------------------------------------------------------------------------------------


def test_a_finding_saves_field_by_field_with_its_history(world, evaluasi):
    row = visit(world, evaluasi)
    save(world, row, kolom="kesesuaian", nilai="sesuai")
    found = save(world, row, kolom="uraian", nilai="SK di papan.")
    assert (found.kesesuaian, found.uraian, found.versi) == ("sesuai", "SK di papan.", 2)
    history = list(found.riwayat.order_by("versi").values_list("kolom", "ke", "versi"))
    assert history == [("Kesesuaian", "Sesuai", 1), ("Uraian", "SK di papan.", 2)]


def test_the_same_field_changed_by_another_is_a_conflict_another_field_is_not(world, evaluasi):
    row = visit(world, evaluasi)
    save(world, row, kolom="uraian", nilai="Dari anggota", versi=0)
    save(world, row, kolom="kesesuaian", nilai="tidak", versi=0, jenis=J.KETUA_TPI)
    with pytest.raises(BenturanPerubahan) as other:
        save(world, row, kolom="uraian", nilai="Dari ketua", versi=0, jenis=J.KETUA_TPI)
    assert other.value.nilai == "Dari anggota"


@pytest.mark.parametrize(
    ("kode", "kolom", "nilai"),
    [("X.9", "uraian", "x"), (FIRST, "kesesuaian", "mungkin"), (FIRST, "nilai", "a"), (FIRST, "uraian", "x" * 10_001)],
)
def test_nonsense_is_refused_and_nothing_is_kept(world, evaluasi, kode, kolom, nilai):
    row = visit(world, evaluasi)
    with pytest.raises(Ditolak):
        save(world, row, kode=kode, kolom=kolom, nilai=nilai)
    assert not row.temuan.exists()


def test_an_empty_field_leaves_no_finding_behind(world, evaluasi):
    row = visit(world, evaluasi)
    assert save(world, row, nilai=" ").versi == 0
    assert not row.temuan.exists()


def test_a_marked_question_can_be_taken_off_until_something_was_written(world, evaluasi):
    row = visit(world, evaluasi)
    field.mark_question(kunjungan=row, kode=SECOND, by=world.peran[J.ANGGOTA_TPI])
    assert field.unmark_question(kunjungan=row, kode=SECOND, by=world.peran[J.ANGGOTA_TPI])
    save(world, row, kode=SECOND)
    with pytest.raises(Ditolak, match="tetap disimpan"):
        field.unmark_question(kunjungan=row, kode=SECOND, by=world.peran[J.ANGGOTA_TPI])


# --- photos --------------------------------------------------------------------------------------------------


def test_the_same_photo_is_kept_once(world, evaluasi):
    row = visit(world, evaluasi)
    first, new = field.add_photo(kunjungan=row, upload=png(), keterangan="Aula", by=world.peran[J.ANGGOTA_TPI])
    again, same = field.add_photo(kunjungan=row, upload=png(), keterangan="", by=world.peran[J.ANGGOTA_TPI])
    assert (new, same, first.pk) == (True, False, again.pk)


def test_only_pictures_are_photos(world, evaluasi):
    row = visit(world, evaluasi)
    pdf = SimpleUploadedFile("foto.png", b"%PDF-1.4\n%%EOF")
    with pytest.raises(BerkasDitolak):
        field.add_photo(kunjungan=row, upload=pdf, keterangan="", by=world.peran[J.ANGGOTA_TPI])


def test_a_removed_photo_leaves_a_trace(world, evaluasi):
    row = visit(world, evaluasi)
    foto, _ = field.add_photo(kunjungan=row, upload=png(), keterangan="Aula", by=world.peran[J.ANGGOTA_TPI])
    field.remove_photo(foto=foto, by=world.peran[J.KETUA_TPI])
    assert not row.foto.exists()
    assert evaluasi.riwayat.filter(tindakan="Menghapus foto lapangan", dari="Aula").exists()


# --- what to look at -----------------------------------------------------------------------------------------


def test_the_list_names_why_each_question_stands_on_it(world, evaluasi):
    """Assessors differ; both differ from the unit; clarified; marked by hand."""
    own_answer(evaluasi, SECOND, "c")
    Klarifikasi.objects.create(
        evaluasi=evaluasi, kode="A.I.2.i.a", alasan="lainnya", permintaan="x", tenggat=timezone.localdate(),
        diminta_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    row = visit(world, evaluasi)
    field.mark_question(kunjungan=row, kode="A.I.6.i.a", by=world.peran[J.ANGGOTA_TPI])
    groups = read_list(evaluasi, peran=world.peran[J.ANGGOTA_TPI], kunjungan=row)
    found = {soal.kode: soal.sebab for _, rows in groups for soal in rows}
    assert found == {
        FIRST: (BERBEDA, LAIN_UNIT), SECOND: (LAIN_UNIT,), "A.I.2.i.a": (KLARIFIKASI,), "A.I.6.i.a": (DITANDAI,),
    }  # fmt: skip


def test_all_questions_can_be_listed(world, evaluasi):
    groups = read_list(evaluasi, peran=world.peran[J.ANGGOTA_TPI], semua=True)
    assert sum(len(rows) for _, rows in groups) == 113


def test_the_list_costs_the_same_however_long_it_is(world, evaluasi, django_assert_num_queries):
    row = visit(world, evaluasi)
    peran = world.peran[J.ANGGOTA_TPI]
    with django_assert_num_queries(5):
        read_list(evaluasi, peran=peran, kunjungan=row)
    for kode in ("A.I.6.i.a", "A.I.6.i.b", "A.I.6.i.c"):
        field.mark_question(kunjungan=row, kode=kode, by=peran)
    with django_assert_num_queries(5):
        read_list(evaluasi, peran=peran, kunjungan=row)
