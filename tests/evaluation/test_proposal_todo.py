"""What waits for whom on the way to TPN."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.models import Syarat
from evaluation.services import portalrb, proposal
from evaluation.todo_proposal import todo_for
from tests.access import ROLES
from tests.evaluation.proposals import decided, draft, ready, sent
from units.choices import JenisPeran

J = JenisPeran


def titles(world, jenis: str) -> list[str]:
    return [t.judul for t in todo_for(world.peran[jenis], world.periode, today=timezone.localdate())]


def waiting_for(world) -> set[str]:
    return {jenis for jenis in ROLES if titles(world, jenis)}


def test_nothing_waits_before_tpi_is_final(world):
    assert waiting_for(world) == set()


def test_a_final_result_waits_for_the_kepala_daerah(world):
    ready(world)
    assert waiting_for(world) == {J.KEPALA_DAERAH, J.DELEGASI}
    assert titles(world, J.KEPALA_DAERAH) == ["1 unit kerja menunggu keputusan Anda"]


@pytest.mark.parametrize("kode", ["opini_bpk", "tlhp"])
def test_a_requirement_not_recorded_waits_for_tpi(world, kode):
    ready(world)
    Syarat.objects.filter(kode=kode).delete()
    for jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI):
        (task,) = todo_for(world.peran[jenis], world.periode, today=timezone.localdate())
        assert task.keterangan.startswith("1 syarat")


def test_a_decided_unit_waits_for_its_letter_then_for_its_sptjm_and_then_for_nobody(world):
    decided(world)
    assert waiting_for(world) == {J.KETUA_TPI, J.SEKRETARIS_TPI}
    usulan = proposal.create_usulan(
        periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=world.peran[J.KETUA_TPI]
    )
    assert titles(world, J.KEPALA_UNIT) == ["Sampaikan SPTJM usulan ke TPN"]
    assert titles(world, J.KETUA_TPI) == [f"Kirim {usulan}"]


def test_a_given_sptjm_waits_no_more(world):
    draft(world)
    assert titles(world, J.KEPALA_UNIT) == []


def test_after_sending_nobody_waits_here(world):
    sent(world)
    assert waiting_for(world) == set()


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (14, True), (15, False)])
def test_a_token_that_ends_soon_waits_for_the_administrator(world, days, told):
    today = timezone.localdate()
    row, _ = portalrb.create_token(
        instansi=world.instansi, nama="PortalRB", hak=["usulan"], berlaku_sampai=today, by=world.peran[J.ADMIN_INSTANSI]
    )
    row.berlaku_sampai = today + timedelta(days=days)
    row.save()
    assert bool(titles(world, J.ADMIN_INSTANSI)) is told
