"""Who coached a unit this year. The app above that keeps the sessions knows; the app beside it, which assigns
assessors, asks here: an assessor who was the unit's coach in the same year is flagged.
"""

from collections.abc import Callable

from units.models import PembangunanZI

# Functions of the apps above, added when they start: the unit's year -> primary keys of users.
COACHES: list[Callable[[PembangunanZI], set[int]]] = []


def coaches_of(pembangunan: PembangunanZI) -> set[int]:
    """Primary keys of all users who coached this unit in this year."""
    return {pk for read in COACHES for pk in read(pembangunan)}
