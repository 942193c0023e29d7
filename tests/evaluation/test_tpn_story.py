"""From the sent proposal to the predicate, its revocation, and the refusal of a new proposal, each by its own service."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.models import EvaluasiTPN
from evaluation.services import proposal, tpn
from evaluation.services.requirements import judge_unit
from tests.evaluation import proposals
from tests.evaluation.tpn_worlds import carry
from tests.factories import PembangunanFactory, PeriodeFactory
from tests.units.predicate_worlds import decree, revoked
from units.choices import JenisPeran, Tahap
from units.models import PembangunanZI
from units.predicate import earliest_proposal, end_of_wait
from units.services import predicate
from units.transitions import SyaratBelumTerpenuhi

J, S, T = JenisPeran, EvaluasiTPN.Status, Tahap


def given(world) -> EvaluasiTPN:
    """The evaluation that sending the proposal began, given to TPN's evaluator."""
    usulan = proposals.sent(world)
    row = EvaluasiTPN.objects.get()
    tpn.assign(usulan=usulan, units=[row.pk], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])
    return row


def stage(world) -> str:
    return PembangunanZI.objects.get(pk=world.pembangunan.pk).tahap


def test_from_the_proposal_to_wbk_to_its_revocation_to_the_refusal_of_a_new_one(world):
    row = given(world)
    assert stage(world) == T.EVALUASI_TPN
    assert carry(world, row, S.LULUS).status == S.LULUS
    year = PembangunanZI.objects.get(pk=world.pembangunan.pk)
    held = predicate.grant_predikat(
        year=year, keputusan=decree(), mulai=timezone.localdate(), by=world.peran[J.SEKRETARIS_TPI]
    )
    assert stage(world) == T.PEMANTAUAN
    gone = revoked(world, held)
    assert stage(world) == T.DICABUT
    assert earliest_proposal(world.unit) == end_of_wait(gone.dicabut_pada)
    # The next year the requirement of PermenPANRB 90/2021 stands in the way, and says until when.
    later = PembangunanFactory(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    )
    wait = end_of_wait(gone.dicabut_pada)
    refused = {s.kode for s in judge_unit(later, on=wait - timedelta(days=1)).kurang}
    allowed = {s.kode for s in judge_unit(later, on=wait).kurang}
    assert len(refused - allowed) == 1


def test_a_proposal_is_withdrawn_while_nobody_has_begun_and_not_after(world):
    row = given(world)
    usulan = row.unit_usulan.usulan
    tpn.take_step(evaluasi=row, name="accept", by=world.peran[J.PENILAI_TPN])
    with pytest.raises(SyaratBelumTerpenuhi, match="TPN sudah mulai mengevaluasi"):
        proposal.move_usulan(usulan, "withdraw", by=world.peran[J.KETUA_TPI], alasan="Keliru.")


def test_being_given_to_an_evaluator_does_not_hold_a_withdrawal_up(world):
    usulan = given(world).unit_usulan.usulan
    proposal.move_usulan(usulan, "withdraw", by=world.peran[J.KETUA_TPI], alasan="Keliru.")
    assert not EvaluasiTPN.objects.exists()
    assert stage(world) == T.DIUSULKAN


def test_a_unit_that_tpn_refuses_is_coached_again(world):
    row = carry(world, given(world), S.DITOLAK)
    tpn.coach_after(evaluasi=row, alasan="LHKPN belum 100%.", by=world.peran[J.KETUA_TPI])
    assert stage(world) == T.DIBINA
    assert not row.jawaban.exists()
