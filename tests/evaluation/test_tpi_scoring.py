"""An assessor's own answers: what is accepted, handing in, pinned evidence versions, two windows of one person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.lke.answers import Status
from evaluation.models import EvaluasiTPI, Jawaban, JawabanPenilai, Klarifikasi, PutusanBukti
from evaluation.services import tpi_scoring
from evaluation.services.assessment import attach_bukti, content_of
from evaluation.services.steps import take_step
from evaluation.services.tpi_assign import change_areas, end_task
from evaluation.services.tpi_open import open_evaluasi
from evaluation.services.tpi_scoring import hand_in, hand_in_all, keep_score, save_field, score_own, take_back
from evaluation.tpi_evidence import evidence_by_code, evidence_of, needing_review
from evaluation.tpi_queue import first_task, queue_of, queues
from tests.evaluation.tpi_worlds import COUNTED, FIRST, answer_all, assessor, at_phase, give, put, wide_windows
from tests.evaluation.worlds import best_answers, make_penilaian
from units import evidence
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import DataDukung

J, F = JenisPeran, EvaluasiTPI.Fase
SECOND = "A.I.1.i.b"


@pytest.fixture
def evaluasi(world):
    return at_phase(world, F.MEJA)


@pytest.fixture
def penilai(world):
    return world.peran[J.ANGGOTA_TPI]


def pdf(words: str = "isi") -> SimpleUploadedFile:
    return SimpleUploadedFile("bukti.pdf", f"%PDF-1.4\n{words}\n%%EOF".encode())


@pytest.fixture
def with_evidence(world):
    """(evaluation at the desk, evidence under the first question)."""
    penilaian = make_penilaian(world)
    row, _ = evidence.add_file(pdf(), pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM])
    attach_bukti(penilaian=penilaian, kode=FIRST, data_dukung=row, by=world.peran[J.KETUA_TIM])
    return _opened(world, penilaian), row


def _opened(world, penilaian) -> EvaluasiTPI:
    for kode, nilai in best_answers().items():
        Jawaban.objects.update_or_create(penilaian=penilaian, kode=kode, defaults={"nilai": nilai})
    take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    done = take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    evaluasi = open_evaluasi(
        penilaian=done, jenis="pengusulan", jendela=wide_windows(), buta=True, by=world.peran[J.KETUA_TPI]
    )
    give(world, evaluasi)
    return evaluasi


def replaced(world, row: DataDukung, words: str = "isi baru") -> None:
    evidence.replace(row, by=world.peran[J.KETUA_TIM], upload=pdf(words))


# --- answers -----------------------------------------------------------------------------------------------------


def test_an_answer_is_stored_with_its_history(evaluasi, penilai):
    row = put(evaluasi, penilai)
    assert (row.nilai, row.versi, row.penilai) == ("ya", 1, penilai.user)
    note = row.riwayat.get()
    assert (note.oleh, note.peran, note.kolom, note.dari, note.ke) == (penilai.user, penilai, "Jawaban", "", "ya")


def test_saving_the_same_again_writes_nothing(evaluasi, penilai):
    put(evaluasi, penilai)
    assert put(evaluasi, penilai).riwayat.count() == 1


@pytest.mark.parametrize(
    ("kode", "kolom", "nilai", "word"),
    [
        (FIRST, "nilai", "barangkali", "bukan salah satu"),
        (COUNTED, "isian.agen", "-3", "Isi dengan bilangan bulat"),
        (COUNTED, "isian.agen", "banyak", "Isi dengan bilangan bulat"),
        (COUNTED, "isian.gaji", "3", "tidak ada pada pertanyaan ini"),
        (FIRST, "nilai", {"tidak_berlaku": "x"}, "isian Tidak berlaku"),
        (FIRST, "umur", "3", "tidak dikenal"),
        (FIRST, "catatan", "x" * 10_001, "paling panjang 10000"),
        ("X.9", "nilai", "ya", "tidak ada dalam"),
        (FIRST, "bukti.1", "palsu", "Putusan bukti tidak dikenal"),
        (FIRST, "bukti.999", "valid", "tidak ada pada pertanyaan ini"),
        (FIRST, "bukti.abc", "valid", "tidak ada pada pertanyaan ini"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_nothing_is_stored(evaluasi, penilai, kode, kolom, nilai, word):
    with pytest.raises(Ditolak, match=word):
        put(evaluasi, penilai, kode, nilai, kolom=kolom)
    assert not JawabanPenilai.objects.exists()


def test_counts_come_one_by_one_and_are_judged_together(evaluasi, penilai):
    put(evaluasi, penilai, COUNTED, "2", kolom="isian.agen")
    row = put(evaluasi, penilai, COUNTED, "2", kolom="isian.perubahan")
    assert row.nilai == {"agen": 2, "perubahan": 2}
    assert put(evaluasi, penilai, COUNTED, "", kolom="isian.agen").nilai == {"perubahan": 2}


def test_only_tpi_says_that_a_question_does_not_apply_and_says_why(evaluasi, penilai):
    put(evaluasi, penilai)
    row = put(evaluasi, penilai, nilai="Unit tidak memiliki tim kerja", kolom="tidak_berlaku")
    assert row.nilai == {"tidak_berlaku": "Unit tidak memiliki tim kerja"}
    assert score_own(evaluasi, penilai.user_id).pertanyaan[FIRST].jawaban.status == Status.TIDAK_BERLAKU
    assert put(evaluasi, penilai, nilai="", kolom="tidak_berlaku").nilai is None
    put(evaluasi, penilai)
    assert put(evaluasi, penilai, nilai="", kolom="tidak_berlaku").nilai == "ya"  # an empty reason takes no answer away


def test_notes_and_recommendations_need_no_score(evaluasi, penilai):
    put(evaluasi, penilai, nilai="Lengkapi notula", kolom="rekomendasi")
    row = put(evaluasi, penilai, nilai="Notula belum ada", kolom="catatan")
    assert (row.rekomendasi, row.catatan, row.nilai) == ("Lengkapi notula", "Notula belum ada", None)


def test_own_answers_score_by_the_one_scoring_function(evaluasi, penilai):
    answer_all(evaluasi, penilai)
    assert score_own(evaluasi, penilai.user_id).nilai == 100


# --- who ---------------------------------------------------------------------------------------------------------


def test_every_other_role_is_refused(evaluasi, world):
    for jenis in set(J.values) - {J.ANGGOTA_TPI}:
        with pytest.raises(TidakBerwenang, match="penilai yang ditugasi"):
            put(evaluasi, world.peran[jenis])


def test_a_question_outside_the_areas_given_is_refused(world, penilai):
    evaluasi = at_phase(world, F.MEJA)
    change_areas(task=evaluasi.penugasan.get(), area=["tatalaksana"], by=world.peran[J.KETUA_TPI])
    with pytest.raises(TidakBerwenang):
        put(evaluasi, penilai)
    assert put(evaluasi, penilai, "A.I.2.i.a", "a").nilai == "a"


def test_a_role_that_ended_yesterday_saves_nothing(evaluasi, penilai):
    penilai.selesai = timezone.localdate() - timedelta(days=1)
    penilai.save()
    with pytest.raises(TidakBerwenang):
        put(evaluasi, penilai)


def test_an_ended_task_saves_nothing_and_its_answers_stay(evaluasi, penilai, world):
    put(evaluasi, penilai)
    end_task(task=evaluasi.penugasan.get(), alasan="Pindah tugas", by=world.peran[J.KETUA_TPI])
    with pytest.raises(TidakBerwenang):
        put(evaluasi, penilai, nilai="tidak")
    assert evaluasi.jawaban_penilai.get().nilai == "ya"


def test_who_moves_to_the_unit_meanwhile_assesses_it_no_longer(evaluasi, penilai, world):
    penilai.user.unit = world.unit
    penilai.user.save()
    with pytest.raises(TidakBerwenang, match="bukan untuk unitnya sendiri"):
        put(evaluasi, penilai)


def test_an_assessor_of_another_institution_is_refused(evaluasi, other_world):
    with pytest.raises(TidakBerwenang):
        put(evaluasi, other_world.peran[J.ANGGOTA_TPI])


# --- two windows -------------------------------------------------------------------------------------------------


def test_the_same_field_in_two_windows_asks_which_one_counts(evaluasi, penilai):
    put(evaluasi, penilai, versi=0)
    with pytest.raises(BenturanPerubahan) as clash:
        put(evaluasi, penilai, nilai="tidak", versi=0)
    assert (clash.value.versi, clash.value.nilai) == (1, "ya")
    assert put(evaluasi, penilai, nilai="tidak", versi=clash.value.versi).nilai == "tidak"


def test_different_fields_in_two_windows_do_not_clash(evaluasi, penilai):
    put(evaluasi, penilai, versi=0)
    row = put(evaluasi, penilai, nilai="Periksa", kolom="catatan", versi=0)
    assert (row.nilai, row.catatan) == ("ya", "Periksa")


def test_an_answer_and_does_not_apply_are_one_matter(evaluasi, penilai):
    put(evaluasi, penilai, versi=0)
    with pytest.raises(BenturanPerubahan):
        put(evaluasi, penilai, nilai="Tidak ada layanan", kolom="tidak_berlaku", versi=0)


# --- handing in --------------------------------------------------------------------------------------------------


def test_what_is_handed_in_is_closed_until_it_is_taken_back(evaluasi, penilai):
    put(evaluasi, penilai)
    assert hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai).selesai_at
    for kolom in ("nilai", "catatan", "rekomendasi", "tidak_berlaku"):
        with pytest.raises(Ditolak, match="Tarik kembali"):
            put(evaluasi, penilai, nilai="tidak", kolom=kolom)
    take_back(evaluasi=evaluasi, kode=FIRST, by=penilai)
    row = put(evaluasi, penilai, nilai="tidak")
    assert [r.tindakan for r in row.riwayat.all()][::-1] == [
        "Menilai", "Menyerahkan nilai", "Menarik kembali nilai", "Menilai",
    ]  # fmt: skip


def test_saving_again_what_was_handed_in_is_no_error(evaluasi, penilai):
    """The script's last save may arrive after the button that hands in."""
    put(evaluasi, penilai)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai)
    assert put(evaluasi, penilai).nilai == "ya"


@pytest.mark.parametrize(("kode", "nilai"), [(FIRST, None), (COUNTED, {"agen": 2})])
def test_an_incomplete_answer_cannot_be_handed_in(evaluasi, penilai, kode, nilai):
    if nilai:
        put(evaluasi, penilai, kode, nilai)
    with pytest.raises(Ditolak, match="belum lengkap"):
        hand_in(evaluasi=evaluasi, kode=kode, by=penilai)


def test_an_area_is_handed_in_at_once_as_far_as_it_is_ready(evaluasi, penilai):
    put(evaluasi, penilai)
    put(evaluasi, penilai, SECOND, "a")
    put(evaluasi, penilai, COUNTED, "2", kolom="isian.agen")
    assert hand_in_all(evaluasi=evaluasi, codes=[FIRST, SECOND, COUNTED, "A.I.1.ii.a"], by=penilai) == (2, 2)
    assert hand_in_all(evaluasi=evaluasi, codes=[FIRST, SECOND], by=penilai) == (0, 0)


@pytest.mark.parametrize("act", [hand_in, take_back])
def test_who_is_not_assigned_hands_in_nothing(evaluasi, world, act):
    with pytest.raises(TidakBerwenang):
        act(evaluasi=evaluasi, kode=FIRST, by=world.peran[J.KETUA_TPI])


# --- evidence ----------------------------------------------------------------------------------------------------


def test_a_score_is_pinned_to_the_versions_that_were_on_the_page(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    shown = [item.versi for item in evidence_of(evaluasi, FIRST)]
    replaced(world, row)  # the unit replaces the file while the page stands open
    saved = put(evaluasi, penilai, dilihat=shown)
    assert saved.dasar_versi == shown
    assert needing_review([saved], evidence_by_code(evaluasi)) == {FIRST}


def test_versions_of_other_evidence_are_no_ground_for_a_score(with_evidence, penilai):
    evaluasi, _ = with_evidence
    assert put(evaluasi, penilai, dilihat=[999_999]).dasar_versi == []


def test_a_newer_version_asks_for_another_look_and_stands_first_in_the_queue(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    put(evaluasi, penilai)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai)
    assert FIRST not in queue_of(evaluasi, penilai).semua
    replaced(world, row)
    assert queue_of(evaluasi, penilai).semua[0] == FIRST
    assert queue_of(evaluasi, penilai).tinjau == (FIRST,)


def test_a_score_that_needs_another_look_cannot_be_handed_in(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    put(evaluasi, penilai)
    replaced(world, row)
    with pytest.raises(Ditolak, match="bukti baru"):
        hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai)
    assert hand_in_all(evaluasi=evaluasi, codes=[FIRST], by=penilai) == (0, 1)
    keep_score(evaluasi=evaluasi, kode=FIRST, dilihat=None, by=penilai)
    assert hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai).selesai_at


def test_a_kept_score_says_so_in_its_history_also_when_handed_in(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    put(evaluasi, penilai)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=penilai)
    replaced(world, row)
    kept = keep_score(evaluasi=evaluasi, kode=FIRST, dilihat=None, by=penilai)
    assert kept.riwayat.first().tindakan == "Meninjau bukti baru"
    assert queue_of(evaluasi, penilai).tinjau == ()


def test_a_changed_score_is_pinned_anew(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    put(evaluasi, penilai)
    replaced(world, row)
    put(evaluasi, penilai, nilai="tidak")
    assert queue_of(evaluasi, penilai).tinjau == ()


def test_evidence_sent_in_an_answered_clarification_asks_for_another_look(evaluasi, penilai, world):
    put(evaluasi, penilai)
    row, _ = evidence.add_file(pdf("klarifikasi"), pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM])
    ask = Klarifikasi.objects.create(
        evaluasi=evaluasi, kode=FIRST, alasan="tidak_ada", permintaan="Kirim", tenggat=timezone.localdate(),
        diminta_oleh=penilai,
    )  # fmt: skip
    ask.data_dukung.add(row)
    assert queue_of(evaluasi, penilai).tinjau == ()  # not answered yet
    Klarifikasi.objects.filter(pk=ask.pk).update(status="dijawab")
    assert queue_of(evaluasi, penilai).tinjau == (FIRST,)


def test_each_version_has_its_own_verdict(with_evidence, penilai, world):
    evaluasi, row = with_evidence
    first = evidence_of(evaluasi, FIRST)[0].versi
    put(evaluasi, penilai, nilai="tidak_cukup", kolom=f"bukti.{first}")
    replaced(world, row)
    second = evidence_of(evaluasi, FIRST)[0].versi
    put(evaluasi, penilai, nilai="valid", kolom=f"bukti.{second}")
    assert dict(PutusanBukti.objects.values_list("versi_id", "putusan")) == {first: "tidak_cukup", second: "valid"}
    answer = put(evaluasi, penilai, nilai="", kolom=f"bukti.{second}")
    assert list(answer.putusan_bukti.values_list("versi_id", flat=True)) == [first]
    assert answer.riwayat.filter(tindakan="Memutus bukti").count() == 3


# --- the queue ---------------------------------------------------------------------------------------------------


def test_the_queue_holds_what_is_open_in_the_order_of_the_form(evaluasi, penilai):
    put(evaluasi, penilai, SECOND, "a")
    found = queue_of(evaluasi, penilai)
    assert (found.kosong[0], found.terbuka) == (FIRST, (SECOND,))
    assert found.jumlah == len(content_of(evaluasi.instrumen)[0].pertanyaan)


def test_the_next_task_is_found_across_units_with_the_same_queries(evaluasi, penilai, world, django_assert_num_queries):
    assert first_task(penilai, world.periode).endswith(f"/tpi/{evaluasi.pk}/nilai/?area=antrean#soal-A-I-1-i-a")
    with django_assert_num_queries(5):
        queues(penilai, world.periode)
    assert first_task(assessor(world), world.periode) is None


def test_the_phase_is_read_after_the_lock(evaluasi, penilai):
    """What the caller holds may be old: the stored phase decides."""
    EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=F.PLENO)
    assert evaluasi.status == F.MEJA
    with pytest.raises(TidakBerwenang):
        save_field(evaluasi=evaluasi, kode=FIRST, kolom="nilai", nilai="ya", versi=0, by=penilai)
    assert tpi_scoring.own_answers(evaluasi, penilai.user_id) == {}
