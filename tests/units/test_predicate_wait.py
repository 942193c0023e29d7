"""What a unit's predicates allow: WBK before WBBM, and two years' wait after a revocation."""

from datetime import date

import pytest

from tests.factories import UnitKerjaFactory
from tests.units.year_worlds import make_predikat
from units.predicate import earliest_proposal, end_of_wait, wait_sentence, wbbm_findings


@pytest.mark.parametrize(
    ("revoked", "free"),
    [
        (date(2024, 5, 31), date(2026, 5, 31)),
        (date(2024, 2, 29), date(2026, 3, 1)),
        (date(2026, 1, 1), date(2028, 1, 1)),
    ],
)
def test_the_wait_is_two_years_from_the_revocation(revoked, free):
    """Briefing on PermenPANRB 90/2021, "Pencabutan Predikat" point 3."""
    assert end_of_wait(revoked) == free


def test_the_newest_revocation_counts(world):
    assert earliest_proposal(world.unit) is None
    make_predikat(world, world.unit, dicabut=date(2021, 3, 1))
    make_predikat(world, world.unit, "wbbm", dicabut=date(2023, 6, 1))
    make_predikat(world, world.unit)
    assert earliest_proposal(world.unit) == date(2025, 6, 1)


def test_another_units_revocation_holds_nobody_up(world):
    make_predikat(world, UnitKerjaFactory(instansi=world.instansi), dicabut=date(2025, 1, 1))
    assert earliest_proposal(world.unit) is None


def test_the_sentence_ends_with_the_wait(world):
    make_predikat(world, world.unit, dicabut=date(2024, 5, 31))
    assert "mulai 31 Mei 2026" in wait_sentence(world.unit, today=date(2026, 5, 30))
    assert wait_sentence(world.unit, today=date(2026, 5, 31)) == ""


def test_wbbm_is_for_holders_of_wbk(world):
    """Pergub Kalbar 20/2017 Pasal 8(2); a WBK under review is still held, a revoked one is not."""
    holder, reviewed, lost = (UnitKerjaFactory(instansi=world.instansi) for _ in range(3))
    make_predikat(world, holder)
    row = make_predikat(world, reviewed)
    type(row).objects.filter(pk=row.pk).update(status="ditinjau")
    make_predikat(world, lost, dicabut=date(2025, 1, 1))
    units = [holder, reviewed, lost, world.unit]
    assert [t.tempat for t in wbbm_findings(units, "wbbm")] == [str(lost), str(world.unit)]
    assert wbbm_findings(units, "wbk") == []
