"""Submitting the self-assessment moves the unit's year on, returning it moves it back."""

import pytest
from django.urls import reverse

from evaluation.services.steps import take_step
from tests.evaluation.worlds import at_step
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak
from units.models import PembangunanZI
from units.transitions import SyaratBelumTerpenuhi
from units.year import conditions_of, move_year

J = JenisPeran


def stage(world) -> str:
    return PembangunanZI.objects.get(pk=world.pembangunan.pk).tahap


def put(world, tahap: str) -> None:
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=tahap)


def submit(world, penilaian):
    return take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)


def test_submitting_and_returning_move_the_year_with_history(world):
    penilaian = at_step(world, "diajukan")
    assert stage(world) == Tahap.PENILAIAN_MANDIRI
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="Lengkapi bukti")
    assert stage(world) == Tahap.MEMBANGUN
    back, on = world.pembangunan.riwayat.filter(kolom="tahap")[:2]
    assert (on.ke, back.ke, back.alasan) == ("Penilaian mandiri", "Membangun", "Lengkapi bukti")


@pytest.mark.parametrize(
    ("tahap", "missing"),
    [(Tahap.DIIDENTIFIKASI, "Canangkan"), (Tahap.DICANANGKAN, "Tetapkan"), (Tahap.DITETAPKAN, "Mulai membangun")],
)
def test_a_unit_that_is_not_building_yet_cannot_submit_and_is_told_the_missing_step(world, tahap, missing):
    penilaian = at_step(world, "disiapkan")
    put(world, tahap)
    penilaian.refresh_from_db()
    with pytest.raises(SyaratBelumTerpenuhi, match=f"“{missing}”"):
        submit(world, penilaian)
    penilaian.refresh_from_db()
    assert (penilaian.status, stage(world)) == ("disiapkan", tahap)


def test_once_tpi_has_begun_nothing_is_returned_under_its_hands(world):
    penilaian = at_step(world, "diajukan")
    put(world, Tahap.EVALUASI_TPI)
    with pytest.raises(Ditolak, match="klarifikasi TPI"):
        take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="x")
    penilaian.refresh_from_db()
    assert penilaian.status == "diajukan"


def test_an_assessment_submitted_before_there_were_stages_can_be_returned(world):
    penilaian = at_step(world, "diajukan")
    put(world, Tahap.MEMBANGUN)
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="x")
    assert stage(world) == Tahap.MEMBANGUN


def test_the_page_of_the_year_shows_whether_the_self_assessment_is_prepared(world):
    (state,) = conditions_of("self_assess", world.pembangunan)
    assert (state.is_met, bool(state.tautan)) == (False, True)
    with pytest.raises(SyaratBelumTerpenuhi):
        move_year(world.pembangunan, "self_assess", by=world.peran[J.KEPALA_UNIT])
    at_step(world, "disiapkan")
    assert all(state.is_met for state in conditions_of("self_assess", world.pembangunan))


def test_the_way_back_leads_to_the_submitted_assessment(world, client_as):
    penilaian = at_step(world, "diajukan")
    page = client_as(world.peran[J.SEKRETARIS_TPI]).get(reverse("pembangunan_detail", args=[world.pembangunan.pk]))
    (back,) = page.context["halaman"].menu
    assert (back.label, back.url) == (
        "Kembalikan penilaian mandiri",
        reverse("penilaian_detail", args=[penilaian.pk]),
    )
