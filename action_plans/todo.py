"""What waits for a role in plans and reports. Helper "report": write it here, returning `units.tugas.Tugas` rows; the home page calls it."""

from datetime import date

from units.models import Peran, Periode
from units.tugas import Tugas


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    return []
