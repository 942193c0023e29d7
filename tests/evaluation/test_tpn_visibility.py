"""An evaluator of TPN reads exactly what was proposed to them, and nothing else of the institution."""

import pytest
from django.urls import reverse

from evaluation.models import EvaluasiTPN, Penilaian, Usulan
from evaluation.services import tpn
from tests.evaluation.tpn_worlds import add_evidence, make_evaluasi, make_usulan, pdf
from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory, make_peran
from units import evidence
from units.choices import JenisPeran
from units.models import DataDukung, PembangunanZI, UnitKerja

J = JenisPeran


@pytest.fixture
def two(world):
    """Two proposed units; only the first is given to the world's evaluator."""
    other = PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    usulan = make_usulan(world, world.pembangunan, other)
    mine, neighbour = EvaluasiTPN.objects.order_by("pk")
    tpn.assign(usulan=usulan, units=[mine.pk], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])
    return mine, neighbour


def pages_of(row: DataDukung) -> list[str]:
    versi = row.versi.get().pk
    names = [("data_dukung_detail", row.pk), ("data_dukung_usage", row.pk), ("data_dukung_download", versi)]
    return [reverse(name, args=[pk]) for name, pk in [*names, ("data_dukung_preview", versi)]]


def test_evidence_under_the_proposed_assessment_is_read_and_nothing_else(world, two, client_as):
    mine, neighbour = two
    proposed = add_evidence(world, mine.unit_usulan.pembangunan)
    tpi = add_evidence(world, mine.unit_usulan.pembangunan, "A.I.1.i.b", jenis="tpi")
    next_door = add_evidence(world, neighbour.unit_usulan.pembangunan)
    unused, _ = loose(world, mine.unit_usulan.pembangunan)
    client = client_as(world.peran[J.PENILAI_TPN])
    for row, status in ((proposed, 200), (tpi, 200), (next_door, 404), (unused, 404)):
        assert [client.get(url).status_code for url in pages_of(row)] == [status] * 4, row
    assert set(DataDukung.objects.visible_to(world.peran[J.PENILAI_TPN])) == {proposed, tpi}


def loose(world, year):
    """Evidence of the same unit's year that no answer shows."""

    return evidence.add_file(pdf("lain.pdf"), pembangunan=year, by=world.peran[J.KETUA_TIM])


def test_evidence_of_an_earlier_year_of_the_same_unit_is_not_read(world, two):
    before = PembangunanFactory(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    )
    row, _ = loose(world, before)
    assert row not in DataDukung.objects.visible_to(world.peran[J.PENILAI_TPN])


def test_an_evaluator_changes_no_evidence(world, two, client_as):
    row = add_evidence(world, two[0].unit_usulan.pembangunan)
    client = client_as(world.peran[J.PENILAI_TPN])
    assert client.post(reverse("data_dukung_edit", args=[row.pk]), {"judul": "Lain"}).status_code == 403
    assert client.get(reverse("data_dukung_replace", args=[row.pk])).status_code == 403


def test_the_list_of_evidence_shows_what_was_proposed(world, two, client_as):
    row = add_evidence(world, two[0].unit_usulan.pembangunan)
    add_evidence(world, two[1].unit_usulan.pembangunan)
    page = client_as(world.peran[J.PENILAI_TPN]).get(reverse("data_dukung_list"))
    assert [r.record.pk for r in page.context["table"].rows] == [row.pk]


@pytest.mark.parametrize("status", ["draf", "ditarik"])
def test_a_proposal_that_no_longer_stands_is_closed_to_the_evaluator(world, status):
    row = make_evaluasi(world)
    shown = add_evidence(world, world.pembangunan)
    Usulan.objects.update(status=status)
    peran = world.peran[J.PENILAI_TPN]
    assert not EvaluasiTPN.objects.visible_to(peran).filter(pk=row.pk).exists()
    assert shown not in DataDukung.objects.visible_to(peran)


def test_an_evaluator_sees_no_units_no_years_and_no_assessments_of_the_institution(world, two):
    peran = world.peran[J.PENILAI_TPN]
    for model in (UnitKerja, PembangunanZI, Penilaian):
        assert not model.objects.visible_to(peran).exists()


def test_a_neighbours_evaluation_and_desk_do_not_exist_for_the_evaluator(world, two, client_as):
    client = client_as(world.peran[J.PENILAI_TPN])
    mine, neighbour = two
    for name in ("tpn_detail", "tpn_desk", "tpn_compare", "tpn_survey", "tpn_accept"):
        assert client.get(reverse(name, args=[mine.pk])).status_code == 200
        assert client.get(reverse(name, args=[neighbour.pk])).status_code == 404


def test_two_evaluators_of_one_unit_find_it_once(world, two, client_as):
    two[0].penilai.add(make_peran(J.PENILAI_TPN, instansi=world.instansi))
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("tpn_list"))
    assert len(page.context["table"].rows) == 2
    assert client_as(world.peran[J.PENILAI_TPN]).get(reverse("tpn_detail", args=[two[0].pk])).status_code == 200


def test_a_unit_sees_where_its_own_evaluation_stands_and_no_other(world, two, client_as):
    mine, neighbour = two
    client = client_as(world.peran[J.KEPALA_UNIT])
    assert client.get(reverse("tpn_detail", args=[mine.pk])).status_code == 200
    assert client.get(reverse("tpn_detail", args=[neighbour.pk])).status_code == 404
    assert client.get(reverse("tpn_desk", args=[mine.pk])).status_code == 403
