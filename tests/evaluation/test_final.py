"""LHE: what must stand before it is signed, the two signatures, their end at any change, the frozen result."""

import json

import pytest
from django.db import transaction
from django.utils import timezone

from evaluation.digest import digest_of
from evaluation.final_checks import check_final, check_signable
from evaluation.final_workflow import WORKFLOW
from evaluation.lhe_data import read_lhe
from evaluation.models import EvaluasiTPI, HasilEvaluasi, Penilaian
from evaluation.services import assessment, final, plenary, recommendation
from evaluation.services.requirements import judge_unit
from evaluation.services.tpi_open import take_step
from tests.evaluation.pleno_worlds import (
    SECOND,
    at_pleno_phase,
    decide,
    fill_lhe,
    finalised,
    in_plenary,
    meeting,
    recommend_data,
    reread,
    sign,
    signed,
)
from tests.evaluation.proposals import record_requirements
from tests.evaluation.tpi_worlds import FIRST
from tests.factories import make_peran
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, Peran
from units.transitions import SyaratBelumTerpenuhi

J, F = JenisPeran, EvaluasiTPI.Fase
LEADERS = {J.KETUA_TPI, J.SEKRETARIS_TPI}


def codes(findings) -> set[str]:
    return {t.kode for t in findings if t.is_galat}


# --- what must stand before signing --------------------------------------------------------------------------


def test_everything_missing_is_named(world):
    evaluasi = at_pleno_phase(world, F.PLENO)
    assert codes(check_signable(evaluasi)) == {"pleno", "belum_diputus", "lhe"}
    (missing,) = [t for t in check_signable(evaluasi) if t.kode == "belum_diputus"]
    assert missing.pesan.startswith("113 pertanyaan belum diputus")


def test_an_undecided_question_stops_the_signature(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    fill_lhe(world, evaluasi)
    with pytest.raises(SyaratBelumTerpenuhi, match="1 pertanyaan belum diputus"):
        sign(world, evaluasi, J.KETUA_TPI)
    decide(world, evaluasi)
    assert sign(world, evaluasi, J.KETUA_TPI).ketua == world.peran[J.KETUA_TPI]


def test_an_indicator_without_questions_is_an_error_not_a_full_score(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    isi = assessment.content_of(evaluasi.instrumen)[0]
    for item in isi.simpul["A.I.1.i"].pertanyaan:
        decide(world, evaluasi, kode=item.kode, nilai={"tidak_berlaku": "Tidak ada."})
    assert codes(check_signable(evaluasi)) == {"tidak_dapat_dinilai"}
    assert final.preview(evaluasi) is None
    assert read_lhe(reread(evaluasi), today=timezone.localdate()) is None


def test_a_recommendation_needs_owner_and_date_first(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    decide(world, evaluasi, nilai="ya", alasan="", rekomendasi="Perbarui SK.")
    assert codes(check_signable(evaluasi)) == {"rekomendasi"}
    recommendation.prepare_recommendations(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    assert codes(check_signable(evaluasi)) == set()


@pytest.mark.parametrize("changes", [{"nomor": " "}, {"tanggal_lhe": None}])
def test_number_and_date_are_needed(world, changes):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi, **changes)
    assert codes(check_signable(evaluasi)) == {"lhe"}


# --- signatures ----------------------------------------------------------------------------------------------


def test_both_sign_the_same_digest(world):
    evaluasi = signed(world)
    row = HasilEvaluasi.objects.get(evaluasi=evaluasi)
    assert (row.ketua, row.sekretaris) == (world.peran[J.KETUA_TPI], world.peran[J.SEKRETARIS_TPI])
    assert row.sidik == digest_of(evaluasi)
    assert check_final(evaluasi) == []


@pytest.mark.parametrize("jenis", sorted(set(J) - LEADERS))
def test_nobody_else_signs(world, jenis):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    with pytest.raises(TidakBerwenang):
        sign(world, evaluasi, jenis)


def test_one_person_in_both_seats_signs_once(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    twin = Peran.objects.create(
        user=world.peran[J.KETUA_TPI].user, jenis=J.SEKRETARIS_TPI, instansi=world.instansi, mulai=timezone.localdate()
    )
    with pytest.raises(Ditolak, match="dua orang yang berbeda"):
        sign(world, evaluasi, J.SEKRETARIS_TPI, peran=twin)


def test_a_seat_signs_once_also_when_two_people_hold_it(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    with pytest.raises(Ditolak, match="sudah ditandatangani"):
        sign(world, evaluasi, J.KETUA_TPI, peran=make_peran(J.KETUA_TPI, instansi=world.instansi))


def test_what_changed_since_the_page_was_opened_is_not_signed(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    seen = digest_of(evaluasi)
    decide(world, evaluasi)
    with pytest.raises(Ditolak, match="berubah sejak halaman ini dibuka"):
        final.sign(evaluasi=evaluasi, sidik=seen, by=world.peran[J.KETUA_TPI])


def change_decision(world, evaluasi):
    decide(world, evaluasi, by=world.peran[J.SEKRETARIS_TPI])


def change_number(world, evaluasi):
    fill_lhe(world, evaluasi, nomor="700/LHE/2")


def change_meeting(world, evaluasi):
    plenary.change_pleno(
        evaluasi=evaluasi, data=meeting(world, catatan="Lain"), versi=None, by=world.peran[J.SEKRETARIS_TPI]
    )


def add_recommendation(world, evaluasi):
    recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.SEKRETARIS_TPI])


@pytest.mark.parametrize("change", [change_decision, change_number, change_meeting, add_recommendation])
def test_any_change_voids_the_signatures_and_says_so(world, change):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    change(world, evaluasi)
    row = HasilEvaluasi.objects.get(evaluasi=evaluasi)
    assert (row.ketua, row.sidik) == (None, "")
    assert Notifikasi.objects.filter(user=world.peran[J.KETUA_TPI].user, judul__endswith="gugur").count() == 1
    assert evaluasi.riwayat.filter(tindakan="Tanda tangan gugur").get().alasan.startswith("Sebab: ")


def test_a_decision_that_changes_nothing_keeps_the_signatures(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    decide(world, evaluasi, nilai="ya", alasan="")
    assert HasilEvaluasi.objects.get(evaluasi=evaluasi).ketua


def test_ones_own_signature_is_taken_back_with_a_reason(world):
    evaluasi = signed(world)
    with pytest.raises(Ditolak, match="Isi alasan"):
        final.withdraw_signature(evaluasi=evaluasi, alasan=" ", by=world.peran[J.KETUA_TPI])
    final.withdraw_signature(evaluasi=evaluasi, alasan="Salah nomor.", by=world.peran[J.KETUA_TPI])
    row = HasilEvaluasi.objects.get(evaluasi=evaluasi)
    assert (row.ketua, row.sekretaris) == (None, None)
    with pytest.raises(Ditolak, match="belum menandatangani"):
        final.withdraw_signature(evaluasi=evaluasi, alasan="x", by=world.peran[J.SEKRETARIS_TPI])


def test_a_change_behind_the_services_is_found_too(world):
    """Even what no service did would not become final under an old signature."""
    evaluasi = signed(world)
    evaluasi.putusan.filter(kode=FIRST).update(alasan="Diubah langsung.")
    assert codes(check_final(evaluasi)) == {"sidik"}
    with pytest.raises(SyaratBelumTerpenuhi):
        final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])


# --- final ---------------------------------------------------------------------------------------------------


def test_status_and_role_of_the_last_step(world):
    """pleno -> final by ketua or sekretaris; from every other phase and for every other role it is refused."""
    evaluasi = signed(world)
    step = WORKFLOW.get("finalise")
    assert (step.sources, step.target) == ((F.PLENO,), F.FINAL)
    assert {jenis for jenis in J if step.can(world.peran[jenis], evaluasi)} == LEADERS
    for jenis in set(J) - LEADERS:
        with pytest.raises(TidakBerwenang):
            final.finalise(evaluasi=evaluasi, by=world.peran[jenis])
    for fase in (F.MEJA, F.KLARIFIKASI, F.LAPANGAN):
        with transaction.atomic():
            EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=fase)
            with pytest.raises(Ditolak, match="tidak dapat dilakukan"):
                final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
            transaction.set_rollback(True)


def test_without_both_signatures_it_is_not_final(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    with pytest.raises(SyaratBelumTerpenuhi, match="Sekretaris TPI belum menandatangani"):
        final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    assert not Penilaian.objects.filter(jenis="tpi").exists()


def test_the_result_is_frozen_with_instrument_and_digest(world):
    evaluasi = finalised(world, A_I_1_i_a="ya")
    row = Penilaian.objects.get(jenis="tpi")
    lhe = HasilEvaluasi.objects.get(evaluasi=evaluasi)
    assert (evaluasi.status, row.status, lhe.penilaian) == (F.FINAL, "final", row)
    assert row.hasil["instrumen"]["sidik"] == evaluasi.instrumen.sidik
    assert row.hasil["ringkas"] == {"nilai": "100,00", "WBK": True, "WBBM": True}
    assert row.jawaban.count() == 113
    assert lhe.sidik in row.pernyataan
    assert row.ringkasan.nilai == 100


def test_the_decided_values_are_scored_and_a_question_that_does_not_apply_leaves_its_mean(world):
    evaluasi = in_plenary(world)
    decide(world, evaluasi, nilai="tidak")
    with_no = final.preview(evaluasi).nilai
    decide(world, evaluasi, nilai={"tidak_berlaku": "Tidak ada."}, versi=None)
    assert with_no < 100
    assert final.preview(evaluasi).nilai == 100
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    frozen = Penilaian.objects.get(jenis="tpi").hasil
    assert frozen["jawaban"][FIRST]["nilai"] == {"tidak_berlaku": "Tidak ada."}


def test_of_two_who_finalise_at_once_the_second_is_told(world):
    evaluasi = signed(world)
    final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    with pytest.raises(Ditolak, match="status sekarang “Final”"):
        final.finalise(evaluasi=evaluasi, by=world.peran[J.SEKRETARIS_TPI])
    assert Penilaian.objects.filter(jenis="tpi").count() == 1


def test_the_last_step_leaves_a_history_row(world):
    evaluasi = finalised(world)
    last = evaluasi.riwayat.filter(kolom="status").first()
    assert (last.tindakan, last.dari, last.ke, last.oleh) == (
        "Tetapkan hasil akhir", "Pleno", "Final", world.peran[J.KETUA_TPI].user,
    )  # fmt: skip


def test_nothing_changes_after_the_end(world):
    evaluasi = finalised(world)
    ketua, row = world.peran[J.KETUA_TPI], Penilaian.objects.get(jenis="tpi")
    before = json.dumps(row.hasil, sort_keys=True)
    acts = [
        lambda: decide(world, evaluasi),
        lambda: fill_lhe(world, evaluasi, nomor="lain"),
        lambda: plenary.change_pleno(evaluasi=evaluasi, data=meeting(world, catatan="x"), versi=None, by=ketua),
        lambda: plenary.take_over_agreed(evaluasi=evaluasi, by=ketua),
        lambda: recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=ketua),
        lambda: final.withdraw_signature(evaluasi=evaluasi, alasan="x", by=ketua),
        lambda: take_step(evaluasi=evaluasi, name="back_to_field", by=ketua, alasan="x"),
        lambda: assessment.save_jawaban(
            penilaian=row, kode=FIRST, kolom="nilai", nilai="tidak", versi=None, by=world.peran[J.KETUA_TIM]
        ),
    ]
    for act in acts:
        with pytest.raises((Ditolak, TidakBerwenang)):
            act()
    row.refresh_from_db()
    assert json.dumps(row.hasil, sort_keys=True) == before


def test_the_unit_sees_nothing_before_the_end_and_the_result_after_it(world):
    evaluasi = signed(world)
    team = [world.peran[j] for j in (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, J.KEPALA_DAERAH)]
    for peran in team:
        assert not EvaluasiTPI.objects.visible_to(peran).exists()
        assert not Penilaian.objects.visible_to(peran).filter(jenis="tpi").exists()
    final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    for peran in team:
        assert EvaluasiTPI.objects.visible_to(peran).exists()
        assert Penilaian.objects.visible_to(peran).filter(jenis="tpi").exists()


def test_unit_and_head_of_region_are_told(world):
    finalised(world)
    told = set(Notifikasi.objects.filter(judul__endswith="ditetapkan").values_list("user_id", flat=True))
    wanted = (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, J.KEPALA_DAERAH, J.DELEGASI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI)
    assert told >= {world.peran[j].user_id for j in wanted}
    assert world.peran[J.KETUA_TPI].user_id not in told


# --- LHE -----------------------------------------------------------------------------------------------------


def test_the_lhe_has_areas_with_weight_minimum_and_both_scores(world):
    evaluasi = in_plenary(world)
    decide(world, evaluasi, alasan="SK belum berlaku.")
    lhe = read_lhe(reread(evaluasi), today=timezone.localdate())
    assert len(lhe.area) == 8
    first = lhe.area[0]
    assert (first.minimum, first.nilai_unit, first.nilai < first.nilai_unit) == ("60,00%", first.bobot, True)
    assert [(b.kode, b.unit, b.tpi, b.catatan) for b in lhe.perbedaan] == [(FIRST, "Ya", "Tidak", "SK belum berlaku.")]
    assert not lhe.final


def test_the_conclusion_speaks_of_thresholds_and_requirements_for_both_predicates(world):
    """S2: TPI concludes whether the unit meets the criteria to be put forward to TPN; no requirement is recorded here."""
    lhe = read_lhe(finalised(world), today=timezone.localdate())
    wbk, wbbm = lhe.simpulan
    assert (wbk.predikat, wbbm.predikat) == ("WBK", "WBBM")
    assert wbk.ambang
    assert not wbk.memenuhi
    assert "belum memenuhi kriteria untuk diajukan evaluasi ke TPN" in wbk.kalimat
    assert "semua ambang batas terpenuhi" in wbk.kalimat
    assert "syarat pengajuan belum terpenuhi" in wbk.kalimat


def test_requirements_that_are_met_later_do_not_change_a_signed_lhe(world):
    evaluasi = finalised(world)
    before = read_lhe(reread(evaluasi), today=timezone.localdate()).simpulan
    record_requirements(world)
    after = read_lhe(reread(evaluasi), today=timezone.localdate()).simpulan
    assert [s.syarat for s in after] == [s.syarat for s in before]
    assert judge_unit(world.pembangunan, on=timezone.localdate()) != after[0].syarat


def test_a_requirement_that_changes_between_two_signatures_lets_nobody_sign_something_else(world):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    record_requirements(world)
    with pytest.raises(Ditolak, match="Syarat pengajuan berubah sesudah"):
        sign(world, evaluasi, J.SEKRETARIS_TPI)
    final.withdraw_signature(evaluasi=evaluasi, alasan="Syarat berubah.", by=world.peran[J.KETUA_TPI])
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    assert sign(world, evaluasi, J.KETUA_TPI).sidik == digest_of(reread(evaluasi))


def test_a_requirement_that_changes_after_both_signatures_stops_the_last_step(world):
    evaluasi = signed(world)
    record_requirements(world)
    assert codes(check_final(evaluasi)) == {"sidik"}


def test_the_final_lhe_is_read_from_the_frozen_copy(world):
    evaluasi = finalised(world)
    evaluasi.putusan.filter(kode=SECOND).update(nilai="c")
    lhe = read_lhe(evaluasi, today=timezone.localdate())
    assert lhe.final
    assert lhe.hasil.nilai == 100
    assert [t.jabatan for t in lhe.tanda_tangan if t.pada] == ["Ketua TPI", "Sekretaris TPI"]
