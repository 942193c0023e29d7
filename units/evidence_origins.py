"""Where evidence was attached as proof of work. The apps above know; apps beside them ask here."""

from collections.abc import Callable
from dataclasses import dataclass

from units.models import PembangunanZI


@dataclass(frozen=True, slots=True)
class AsalBukti:
    """One piece of evidence (its pk) and the work it proves."""

    data_dukung: int
    area: str
    indikator: str
    aksi: str


# The apps above add their functions when they start, one query each, because this app does not know them.
ORIGINS: list[Callable[[PembangunanZI], list[AsalBukti]]] = []


def origins_of(pembangunan: PembangunanZI) -> list[AsalBukti]:
    """All that is known about the evidence of a unit's year, in the order of the work."""
    return [item for read in ORIGINS for item in read(pembangunan)]
