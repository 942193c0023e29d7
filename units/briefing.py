"""What is known of a unit's year, told to those who prepare a visit or a report. Each app tells its own part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from units.halaman import Nada
from units.models import PembangunanZI


@dataclass(frozen=True, slots=True)
class Fakta:
    """One fact: `judul` names it, `nilai` says it, `tautan` leads to it. `area` is "" for the whole unit.

    `kalimat` is the same fact as an Indonesian sentence for a report; "" when it is not for paper.
    """

    judul: str
    nilai: str
    nada: Nada = "netral"
    tautan: str = ""
    area: str = ""
    kalimat: str = ""


# The apps above add their functions when they start. Each is asked for many units at once, in a fixed number of
# queries, and answers {pk of the unit's year: facts}; `periode` and `unit` of the years are selected.
SOURCES: list[Callable[[Sequence[PembangunanZI]], dict[int, list[Fakta]]]] = []


def briefing_of(years: Sequence[PembangunanZI]) -> dict[int, list[Fakta]]:
    """All facts about each of these years, in the order in which the apps registered."""
    found: dict[int, list[Fakta]] = {year.pk: [] for year in years}
    for read in SOURCES:
        for pk, facts in read(years).items():
            found[pk].extend(facts)
    return found


def facts_about(year: PembangunanZI) -> list[Fakta]:
    return briefing_of([year])[year.pk]
