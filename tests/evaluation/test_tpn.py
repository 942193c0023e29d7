"""TPN's evaluation: who, when, what is frozen, and what follows for the unit (briefing on PermenPANRB 90/2021)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from evaluation.models import EvaluasiTPN, JawabanTPN, Penilaian, Survei
from evaluation.result_data import thaw
from evaluation.services import tpn
from evaluation.services.tpn_scoring import save_field
from evaluation.tpn_answers import score_tpn
from evaluation.tpn_workflow import BERJALAN, WORKFLOW
from tests.evaluation.tpn_worlds import FIRST, answer, carry, make_evaluasi, make_usulan, pdf, surveys
from tests.evaluation.worlds import best_answers
from tests.factories import PembangunanFactory, UnitKerjaFactory, make_peran
from tests.units.predicate_worlds import decree, hold, revoked
from units.choices import JenisPeran, Tahap
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI, Predikat
from units.services import predicate as predicates
from units.transitions import perform

J, S, T = JenisPeran, EvaluasiTPN.Status, Tahap


def step(world, row, name, *, by=J.PENILAI_TPN, alasan=""):
    return tpn.take_step(evaluasi=row, name=name, by=world.peran[by], alasan=alasan)


def letter(world, row, hasil, *, by=J.KETUA_TPI, **fields):
    values = {
        "nomor": "B/12/TPN", "tanggal_surat": timezone.localdate(), "upload": pdf(), "nilai_total": Decimal("81.20"),
        "alasan": "Menurut surat.",
    } | fields  # fmt: skip
    return tpn.record_letter(evaluasi=row, hasil=hasil, by=world.peran[by], **values)


# --- the table of steps --------------------------------------------------------------------------------------------

EVALUATORS, LEADERS = frozenset({J.PENILAI_TPN}), frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
STEPS = {
    "accept": (EVALUATORS, {S.PRA_EVALUASI}, S.MEJA),
    "accept_technical": (EVALUATORS, {S.PRA_EVALUASI}, S.MEJA),
    "refuse": (EVALUATORS, {S.PRA_EVALUASI}, S.DITOLAK),
    "reconsider": (EVALUATORS, {S.DITOLAK}, S.PRA_EVALUASI),
    "to_survey": (EVALUATORS, {S.MEJA}, S.SURVEI),
    "to_field": (EVALUATORS, {S.SURVEI}, S.LAPANGAN),
    "pass": (EVALUATORS, {S.LAPANGAN}, S.LULUS),
    "fail": (EVALUATORS, {S.LAPANGAN}, S.TIDAK_LULUS),
    "letter_pass": (LEADERS, {S.PRA_EVALUASI}, S.LULUS),
    "letter_fail": (LEADERS, {S.PRA_EVALUASI}, S.TIDAK_LULUS),
    "letter_refuse": (LEADERS, {S.PRA_EVALUASI}, S.DITOLAK),
    "withdraw_letter": (LEADERS, {S.LULUS, S.TIDAK_LULUS}, S.PRA_EVALUASI),
    "stop": (LEADERS, set(BERJALAN), S.TIDAK_LULUS),
}


def test_the_table_names_every_step():
    assert set(STEPS) == {t.name for t in WORKFLOW.transitions}
    for name, (_, sources, target) in STEPS.items():
        assert (set(WORKFLOW.get(name).sources), WORKFLOW.get(name).target) == (sources, target)


@pytest.mark.parametrize("name", STEPS)
def test_status_and_role_of_every_step(world, name):
    """In every status every role but the named is refused as such; the named is refused only for the status."""
    row = make_evaluasi(world)
    who, sources, _ = STEPS[name]
    for status in S.values:
        EvaluasiTPN.objects.filter(pk=row.pk).update(status=status)
        for jenis in J:
            peran = world.peran[jenis]
            offered = name in {t.name for t in WORKFLOW.available(peran, EvaluasiTPN.objects.get(pk=row.pk))}
            assert offered == (jenis in who and status in sources), (status, jenis)
            if jenis in who and status in sources:
                continue
            with pytest.raises(TidakBerwenang if jenis not in who else Ditolak), transaction.atomic():
                perform(WORKFLOW, row, name, by=peran, alasan="Karena diuji.")


def test_an_evaluator_to_whom_the_unit_was_not_given_may_nothing(world):
    row = make_evaluasi(world)
    other = make_peran(J.PENILAI_TPN, instansi=world.instansi)
    with pytest.raises(TidakBerwenang):
        tpn.take_step(evaluasi=row, name="accept", by=other)
    assert not EvaluasiTPN.objects.visible_to(other).exists()


@pytest.mark.parametrize("name", ["accept_technical", "refuse"])
def test_technical_grounds_and_refusal_say_why(world, name):
    row = make_evaluasi(world)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        step(world, row, name)
    done = step(world, row, name, alasan="SAKIP unit belum B.")
    assert (done.alasan_pra, done.dengan_pertimbangan_teknis) == ("SAKIP unit belum B.", name == "accept_technical")
    history = done.riwayat.get(kolom="status")
    assert (history.alasan, history.peran) == ("SAKIP unit belum B.", world.peran[J.PENILAI_TPN])


def test_of_two_evaluators_who_act_at_once_the_second_is_told(world):
    row = make_evaluasi(world)
    step(world, row, "refuse", alasan="LHKPN.")
    with pytest.raises(Ditolak, match=f"Ditolak pada pra-evaluasi.*oleh {world.peran[J.PENILAI_TPN].user}"):
        step(world, row, "accept")


def test_the_desk_ends_when_all_but_the_survey_questions_are_answered(world):
    row = make_evaluasi(world, S.MEJA)
    with pytest.raises(Ditolak, match="pertanyaan belum dijawab"):
        step(world, row, "to_survey")
    answer(world, row)
    assert step(world, row, "to_survey").status == S.SURVEI


def test_the_field_waits_for_both_external_surveys(world):
    row = make_evaluasi(world, S.SURVEI)
    with pytest.raises(Ditolak, match=r"Persepsi anti korupsi.*Persepsi kualitas pelayanan"):
        step(world, row, "to_field")
    surveys(world, row)
    assert step(world, row, "to_field").status == S.LAPANGAN


def test_the_survey_answers_the_survey_questions_of_its_area(world):
    row = make_evaluasi(world, S.SURVEI)
    surveys(world, row, "3.45")
    found = dict(row.jawaban.filter(kode__startswith="B.").values_list("kode", "nilai"))
    assert sorted(found[kode] for kode in found if found[kode] == "3.45") == ["3.45", "3.45"]
    assert not score_tpn(row).kosong
    assert Survei.objects.filter(sumber="tpn").count() == 2


def test_no_result_without_field_notes(world):
    row = make_evaluasi(world, S.LAPANGAN)
    with pytest.raises(Ditolak, match="Catatan verifikasi lapangan belum diisi"):
        step(world, row, "pass")


def test_the_result_is_frozen_as_tpns_assessment_and_told(world):
    row = make_evaluasi(world, S.LULUS)
    penilaian = Penilaian.objects.get(jenis="tpn")
    assert (row.penilaian, penilaian.status) == (penilaian, "final")
    assert thaw(penilaian.hasil).sidik == penilaian.instrumen.sidik
    assert penilaian.hasil["jawaban"][FIRST]["nilai"] == "ya"
    assert penilaian.jawaban.count() == len(best_answers())
    for jenis in (J.KEPALA_UNIT, J.KETUA_TPI, J.KEPALA_DAERAH):
        assert Notifikasi.objects.filter(user=world.peran[jenis].user, judul__contains="memenuhi syarat").exists()
    with pytest.raises(Ditolak, match="jawabannya tidak dapat diubah"):
        save(world, row, FIRST, "tidak")


def test_what_tpi_found_not_applicable_stands_where_tpn_says_nothing(world):
    tpi = best_answers() | {FIRST: {"tidak_berlaku": "Unit baru dibentuk."}}
    usulan = make_usulan(world, tpi=tpi)
    row = EvaluasiTPN.objects.get()
    tpn.assign(usulan=usulan, units=[row.pk], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])
    row = carry(world, row, S.MEJA)
    answer(world, row, {k: v for k, v in best_answers().items() if k != FIRST})
    assert score_tpn(row).pertanyaan[FIRST].jawaban.status == "tidak_berlaku"
    assert step(world, row, "to_survey").status == S.SURVEI


# --- answers -------------------------------------------------------------------------------------------------------


def save(world, row, kode, nilai, *, kolom="nilai", versi=None, by=None):
    return save_field(
        evaluasi=row, kode=kode, kolom=kolom, nilai=nilai, versi=versi, by=by or world.peran[J.PENILAI_TPN]
    )[0]


@pytest.fixture
def colleague(world):
    """A second evaluator of the same unit."""
    return make_peran(J.PENILAI_TPN, instansi=world.instansi)


@pytest.fixture
def desk(world, colleague):
    row = make_evaluasi(world, S.MEJA)
    row.penilai.add(colleague)
    return row


def test_an_answer_is_kept_with_its_history(world, desk):
    saved = save(world, desk, FIRST, "ya")
    assert (saved.nilai, saved.versi) == ("ya", 1)
    history = saved.riwayat.get()
    assert (history.kolom, history.ke, history.versi) == ("Jawaban", "ya", 1)


@pytest.mark.parametrize(
    ("nilai", "kolom"), [("z", "nilai"), ("ya", "warna"), ("1", "isian.agen"), ("x" * 10_001, "catatan")]
)
def test_nonsense_is_refused_in_a_sentence(world, desk, nilai, kolom):
    with pytest.raises(Ditolak):
        save(world, desk, FIRST, nilai, kolom=kolom)
    assert not JawabanTPN.objects.exists()


def test_of_two_who_answer_at_once_the_second_sees_both_values(world, desk, colleague):
    save(world, desk, FIRST, "ya", versi=0)
    with pytest.raises(BenturanPerubahan) as told:
        save(world, desk, FIRST, "tidak", versi=0, by=colleague)
    assert (told.value.nilai, told.value.oleh) == ("ya", str(world.peran[J.PENILAI_TPN].user))
    assert save(world, desk, FIRST, "tidak", versi=told.value.versi, by=colleague).nilai == "tidak"


def test_another_field_of_the_same_question_is_no_conflict(world, desk, colleague):
    save(world, desk, FIRST, "ya", versi=0)
    saved = save(world, desk, FIRST, "Bukti lengkap.", kolom="catatan", versi=0, by=colleague)
    assert (saved.nilai, saved.catatan) == ("ya", "Bukti lengkap.")


def test_counts_are_saved_one_by_one_and_judged_together(world, desk):
    """More changes than agents are capped, more reported than obliged is nonsense (Perbup Ketapang 49/2022, LKE)."""
    kode = "A.II.5.ii.a"
    save(world, desk, kode, "4", kolom="isian.harus")
    assert save(world, desk, kode, "4", kolom="isian.selesai").nilai == {"harus": 4, "selesai": 4}
    assert save(world, desk, kode, "", kolom="isian.selesai").nilai == {"harus": 4}


@pytest.mark.parametrize("status", [S.PRA_EVALUASI, S.DITOLAK])
def test_answers_wait_until_the_unit_was_accepted(world, status):
    row = make_evaluasi(world, status)
    with pytest.raises(Ditolak, match="tidak dapat diubah"):
        save(world, row, FIRST, "ya")


@pytest.mark.parametrize("jenis", sorted(set(J.values) - {J.PENILAI_TPN}))
def test_nobody_of_the_institution_answers_for_tpn(world, desk, jenis):
    with pytest.raises(TidakBerwenang):
        save(world, desk, FIRST, "ya", by=world.peran[jenis])


def test_an_evaluator_whose_role_ended_yesterday_answers_nothing(world, desk, colleague):
    colleague.selesai = timezone.localdate() - timedelta(days=1)
    colleague.save()
    with pytest.raises(TidakBerwenang):
        save(world, desk, FIRST, "ya", by=colleague)


def test_field_notes_of_a_colleague_are_not_overwritten_unseen(world, colleague):
    row = make_evaluasi(world, S.LAPANGAN)
    row.penilai.add(colleague)
    tpn.save_field_notes(evaluasi=row, catatan="Loket sesuai.", versi=0, by=world.peran[J.PENILAI_TPN])
    with pytest.raises(BenturanPerubahan) as told:
        tpn.save_field_notes(evaluasi=row, catatan="Loket tutup.", versi=0, by=colleague)
    assert told.value.nilai == "Loket sesuai."
    assert (
        tpn.save_field_notes(evaluasi=row, catatan="Keduanya.", versi=told.value.versi, by=colleague).catatan_lapangan
        == "Keduanya."
    )


# --- assignment ----------------------------------------------------------------------------------------------------


def test_units_of_a_sent_proposal_are_given_and_the_evaluator_is_told(world):
    row = make_evaluasi(world)
    assert list(row.penilai.all()) == [world.peran[J.PENILAI_TPN]]
    assert Notifikasi.objects.filter(
        user=world.peran[J.PENILAI_TPN].user, judul__contains="diberikan kepada Anda"
    ).exists()
    # The proposal can still be withdrawn: nobody has begun.
    assert not row.riwayat.exists()
    assert row.unit_usulan.usulan.riwayat.get().tindakan == "Memberikan penilai TPN"


@pytest.mark.parametrize("status", ["draf", "ditarik"])
def test_only_a_sent_proposal_is_given(world, status):
    usulan = make_usulan(world)
    type(usulan).objects.filter(pk=usulan.pk).update(status=status)
    usulan.refresh_from_db()
    with pytest.raises(Ditolak, match="belum dikirim atau sudah ditarik"):
        tpn.assign(usulan=usulan, units=[1], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])


def test_only_evaluators_in_force_are_given_units(world, other_world):
    usulan, row = make_usulan(world), EvaluasiTPN.objects.get()
    for peran in (world.peran[J.ANGGOTA_TPI], other_world.peran[J.PENILAI_TPN]):
        with pytest.raises(Ditolak, match="sudah berakhir"):
            tpn.assign(usulan=usulan, units=[row.pk], penilai=[peran], by=world.peran[J.KETUA_TPI])


def test_the_last_evaluator_stays_while_they_evaluate(world):
    row = make_evaluasi(world, S.MEJA)
    usulan = row.unit_usulan.usulan
    with pytest.raises(Ditolak, match="paling sedikit seorang penilai"):
        tpn.assign(usulan=usulan, units=[row.pk], penilai=[], by=world.peran[J.KETUA_TPI])


# --- the letter ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hasil", "status"), [("lulus", S.LULUS), ("tidak_lulus", S.TIDAK_LULUS), ("ditolak", S.DITOLAK)]
)
def test_the_institution_records_tpns_letter_where_no_evaluator_signs_in(world, hasil, status):
    done = letter(world, make_evaluasi(world, given=False), hasil)
    assert (done.status, done.nomor_surat, done.nilai_total, done.penilaian) == (
        status,
        "B/12/TPN",
        Decimal("81.20"),
        None,
    )
    assert {r.tindakan for r in done.riwayat.all()} >= {"Mencatat surat TPN"}


def test_the_letter_is_not_recorded_over_the_heads_of_evaluators(world):
    row = make_evaluasi(world)
    with pytest.raises(Ditolak, match="diberikan kepada penilai TPN"):
        letter(world, row, "lulus")
    row.refresh_from_db()
    assert (row.status, row.nomor_surat, row.berkas_surat) == (S.PRA_EVALUASI, "", None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"upload": None}, "Unggah surat TPN"),
        ({"tanggal_surat": timezone.localdate() + timedelta(days=1)}, "sesudah hari ini"),
        ({"nomor": " "}, "nomor dan tanggal"),
    ],
)
def test_an_incomplete_letter_is_refused(world, changes, sentence):
    row = make_evaluasi(world, given=False)
    with pytest.raises(Ditolak, match=sentence):
        letter(world, row, "lulus", **changes)


def test_a_letter_recorded_by_mistake_is_taken_back_until_the_year_moves_on(world):
    row = letter(world, make_evaluasi(world, given=False), "tidak_lulus")
    back = step(world, row, "withdraw_letter", by=J.SEKRETARIS_TPI, alasan="Surat unit lain.")
    assert (back.status, back.nomor_surat) == (S.PRA_EVALUASI, "")
    row = letter(world, back, "tidak_lulus", nomor="B/13/TPN")
    tpn.coach_after(evaluasi=row, alasan="Survei.", by=world.peran[J.KETUA_TPI])
    with pytest.raises(Ditolak, match="Dibina kembali"):
        step(world, row, "withdraw_letter", by=J.KETUA_TPI, alasan="Salah.")


# --- what follows ----------------------------------------------------------------------------------------------------


def test_a_unit_that_passed_gets_its_predicate_by_decree(world):
    make_evaluasi(world, S.LULUS)
    row = predicates.grant_predikat(
        year=world.pembangunan, keputusan=decree(), mulai=timezone.localdate(), by=world.peran[J.KETUA_TPI]
    )
    world.pembangunan.refresh_from_db()
    assert (row.jenis, world.pembangunan.tahap) == ("wbk", T.PEMANTAUAN)


@pytest.mark.parametrize("status", [S.PRA_EVALUASI, S.LAPANGAN, S.TIDAK_LULUS])
def test_no_predicate_before_tpn_found_the_unit_to_qualify(world, status):
    make_evaluasi(world, status)
    with pytest.raises(Ditolak, match="belum menyatakan bahwa unit memenuhi syarat"):
        predicates.grant_predikat(
            year=world.pembangunan, keputusan=decree(), mulai=timezone.localdate(), by=world.peran[J.KETUA_TPI]
        )
    assert not Predikat.objects.exists()


@pytest.mark.parametrize("status", [S.TIDAK_LULUS, S.DITOLAK])
def test_a_unit_that_did_not_pass_is_coached_again_with_the_reason(world, status):
    row = make_evaluasi(world, status)
    year = tpn.coach_after(evaluasi=row, alasan="Survei di bawah batas.", by=world.peran[J.SEKRETARIS_TPI])
    assert (year.tahap, year.riwayat.first().alasan) == (T.DIBINA, "Survei di bawah batas.")


@pytest.mark.parametrize("status", [S.PRA_EVALUASI, S.LULUS])
def test_a_unit_is_not_coached_again_before_tpn_said_so(world, status):
    row = make_evaluasi(world, status)
    with pytest.raises(Ditolak, match="belum berakhir dengan hasil tidak memenuhi syarat"):
        tpn.coach_after(evaluasi=row, alasan="x", by=world.peran[J.KETUA_TPI])


def test_a_revoked_wbk_ends_tpns_evaluation_towards_wbbm(world):
    """Perwal Tangerang 72/2018 Bab III C."""
    held = hold(world)
    row = make_evaluasi(world, S.MEJA, target="wbbm")
    revoked(world, held)
    row.refresh_from_db()
    world.pembangunan.refresh_from_db()
    assert (row.status, world.pembangunan.tahap) == (S.TIDAK_LULUS, T.DIBINA)
    assert "Predikat Menuju WBK dicabut" in row.riwayat.first().alasan


def test_an_evaluation_is_not_stopped_for_any_other_reason(world):
    hold(world)
    row = make_evaluasi(world, S.MEJA, target="wbbm")
    with pytest.raises(Ditolak, match="hanya dihentikan bila predikat Menuju WBK"):
        step(world, row, "stop", by=J.KETUA_TPI, alasan="Tidak jadi.")


def test_two_units_of_one_proposal_go_their_own_ways(world):
    other = PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    usulan = make_usulan(world, world.pembangunan, other)
    first, second = EvaluasiTPN.objects.order_by("pk")
    tpn.assign(usulan=usulan, units=[first.pk], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])
    assert step(world, first, "accept").status == S.MEJA
    assert letter(world, second, "tidak_lulus").status == S.TIDAK_LULUS
    assert PembangunanZI.objects.get(pk=other.pk).tahap == T.EVALUASI_TPN
