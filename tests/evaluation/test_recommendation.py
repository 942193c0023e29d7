"""Recommendations: made in the plenary, followed up, verified, returned, carried into the next evaluation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.models import EvaluasiTPI, Rekomendasi, TindakLanjut
from evaluation.recommendation_workflow import WORKFLOW
from evaluation.services import recommendation
from tests.evaluation.pleno_worlds import decide, in_plenary, proof, recommend_data, reread, with_recommendation
from tests.evaluation.tpi_worlds import FIRST
from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory
from units.choices import JenisPeran, Tahap
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI

J, F, S = JenisPeran, EvaluasiTPI.Fase, Rekomendasi.Status
V = TindakLanjut.Verifikasi
TPI = {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}


def follow(world, row, jenis=J.KETUA_TIM, uraian="SK ditandatangani.", bukti=()):
    return recommendation.follow_up(rekomendasi=row, uraian=uraian, data_dukung=bukti, by=world.peran[jenis])


# --- in the plenary ------------------------------------------------------------------------------------------


def test_texts_of_decisions_become_records_once(world):
    evaluasi = in_plenary(world)
    decide(world, evaluasi, nilai="ya", alasan="", rekomendasi="Perbarui SK.")
    ketua = world.peran[J.KETUA_TPI]
    assert recommendation.prepare_recommendations(evaluasi=evaluasi, by=ketua) == 1
    assert recommendation.prepare_recommendations(evaluasi=evaluasi, by=ketua) == 0
    row = evaluasi.rekomendasi.get()
    assert (row.kode, row.uraian, row.penanggung_jawab) == (FIRST, "Perbarui SK.", world.unit.jabatan_kepala)
    assert row.tenggat == timezone.localdate() + timedelta(days=60)


def test_owner_and_date_are_changed_by_one_at_a_time(world):
    evaluasi = in_plenary(world)
    row = recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.KETUA_TPI])
    recommendation.change_recommendation(
        rekomendasi=row, data=recommend_data(penanggung_jawab="Sekretaris Camat"), versi=1, by=world.peran[J.KETUA_TPI]
    )
    mine = recommend_data(penanggung_jawab="Kasi")
    with pytest.raises(BenturanPerubahan) as other:
        recommendation.change_recommendation(rekomendasi=row, data=mine, versi=1, by=world.peran[J.SEKRETARIS_TPI])
    assert "Sekretaris Camat" in other.value.nilai


@pytest.mark.parametrize(
    "changes",
    [{"uraian": " "}, {"penanggung_jawab": ""}, {"tenggat": timezone.localdate()}, {"kode": "X.1"}],
)
def test_a_recommendation_without_sense_is_refused(world, changes):
    evaluasi = in_plenary(world)
    with pytest.raises(Ditolak):
        recommendation.add_recommendation(
            evaluasi=evaluasi, data=recommend_data(**changes), by=world.peran[J.KETUA_TPI]
        )
    assert not evaluasi.rekomendasi.exists()


def test_a_removed_one_does_not_come_back_and_its_words_are_kept(world):
    evaluasi = in_plenary(world)
    decide(world, evaluasi, nilai="ya", alasan="", rekomendasi="Perbarui SK.")
    recommendation.prepare_recommendations(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    row = evaluasi.rekomendasi.get()
    recommendation.remove_recommendation(rekomendasi=row, alasan="Sudah diperbarui.", by=world.peran[J.KETUA_TPI])
    assert recommendation.prepare_recommendations(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI]) == 0
    kept = evaluasi.riwayat.get(tindakan="Menghapus rekomendasi")
    assert (kept.dari.startswith("Perbarui SK."), kept.alasan) == (True, "Sudah diperbarui.")


def test_nothing_is_followed_up_before_the_result_is_final(world):
    evaluasi = in_plenary(world)
    row = recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.KETUA_TPI])
    with pytest.raises(Ditolak, match="setelah hasil evaluasi"):
        follow(world, row)


def test_the_unit_sees_recommendations_of_final_results_only(world):
    evaluasi = in_plenary(world)
    recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.KETUA_TPI])
    assert not Rekomendasi.objects.visible_to(world.peran[J.KETUA_TIM]).exists()
    assert Rekomendasi.objects.visible_to(world.peran[J.ANGGOTA_TPI]).exists()
    EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=F.FINAL)
    assert Rekomendasi.objects.visible_to(world.peran[J.KETUA_TIM]).exists()


# --- follow-up and verification ------------------------------------------------------------------------------

WHO = {
    "follow_up": ({S.TERBUKA}, {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}),
    "accept": ({S.DIJAWAB}, TPI),
    "send_back": ({S.DIJAWAB}, TPI),
}


@pytest.mark.parametrize("name", WHO)
def test_status_and_role_of_every_step(world, name):
    row = with_recommendation(world)
    sources, roles = WHO[name]
    step = WORKFLOW.get(name)
    assert set(step.sources) == sources
    assert {jenis for jenis in J if step.can(world.peran[jenis], row)} == roles


def test_the_table_knows_every_step():
    assert {t.name for t in WORKFLOW.transitions} == set(WHO)


def test_a_member_follows_up_only_in_their_areas(world):
    row = with_recommendation(world, kode="B.I.i.a")
    with pytest.raises(TidakBerwenang):
        follow(world, row, J.ANGGOTA_TIM)


def test_follow_up_with_evidence_is_accepted(world):
    row = with_recommendation(world)
    item = proof(world)
    done = follow(world, row, bukti=[item])
    row.refresh_from_db()
    assert (row.status, list(done.data_dukung.all())) == (S.DIJAWAB, [item])
    assert Notifikasi.objects.filter(
        user=world.peran[J.ANGGOTA_TPI].user, judul__contains="menunggu verifikasi"
    ).exists()
    recommendation.verify(rekomendasi=row, name="accept", by=world.peran[J.ANGGOTA_TPI])
    row.refresh_from_db()
    done.refresh_from_db()
    assert (row.status, done.verifikasi, done.diverifikasi_oleh) == (S.SELESAI, V.DITERIMA, world.peran[J.ANGGOTA_TPI])


def test_what_is_sent_back_is_done_again_and_both_are_kept(world):
    row = with_recommendation(world)
    follow(world, row)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        recommendation.verify(rekomendasi=row, name="send_back", by=world.peran[J.KETUA_TPI])
    recommendation.verify(rekomendasi=row, name="send_back", alasan="Tanggal SK salah.", by=world.peran[J.KETUA_TPI])
    row.refresh_from_db()
    assert row.status == S.TERBUKA
    follow(world, row, uraian="SK diperbaiki.")
    kept = list(row.tindak_lanjut.values_list("uraian", "verifikasi", "catatan"))
    assert kept == [("SK diperbaiki.", V.MENUNGGU, ""), ("SK ditandatangani.", V.DIKEMBALIKAN, "Tanggal SK salah.")]


def test_of_two_who_verify_at_once_the_second_is_told(world):
    row = with_recommendation(world)
    follow(world, row)
    recommendation.verify(rekomendasi=row, name="accept", by=world.peran[J.KETUA_TPI])
    with pytest.raises(Ditolak, match="status sekarang “Selesai”"):
        recommendation.verify(rekomendasi=row, name="send_back", alasan="x", by=world.peran[J.SEKRETARIS_TPI])


def test_an_empty_follow_up_or_foreign_evidence_is_refused(world, other_world):
    row = with_recommendation(world)
    with pytest.raises(Ditolak, match="Tulis tindak lanjut"):
        follow(world, row, uraian=" ")
    with pytest.raises(Ditolak, match="milik unit ini"):
        follow(world, row, bukti=[proof(other_world)])
    assert not row.tindak_lanjut.exists()


# --- the next year -------------------------------------------------------------------------------------------


def test_open_ones_are_carried_into_the_next_evaluation(world):
    """A recommendation of an earlier year that is not done stands in the unit's next evaluation; a done one does not."""
    row = with_recommendation(world)
    later = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    world.pembangunan = PembangunanZI.objects.create(unit=world.unit, periode=later, tahap=Tahap.PENILAIAN_MANDIRI)
    following = EvaluasiTPI.objects.create(
        pembangunan=world.pembangunan, instrumen=row.evaluasi.instrumen, mandiri=row.evaluasi.mandiri,
        dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    assert list(recommendation.carried_into(reread(following))) == [row]
    assert list(recommendation.carried_into(reread(row.evaluasi))) == []
    Rekomendasi.objects.filter(pk=row.pk).update(status=S.SELESAI)
    assert list(recommendation.carried_into(reread(following))) == []


def test_recommendations_of_another_unit_are_not_carried(world):
    row = with_recommendation(world)
    other = PembangunanFactory(
        unit=UnitKerjaFactory(instansi=world.instansi),
        periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1),
    )
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=other, instrumen=row.evaluasi.instrumen, mandiri=row.evaluasi.mandiri, dibuka_oleh=row.dibuat_oleh
    )
    assert list(recommendation.carried_into(evaluasi)) == []
