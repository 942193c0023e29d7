"""A thing that waits for a person, as the home page lists it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tugas:
    """`nada` is hijau, kuning, merah, biru or netral; `tenggat` is shown when there is one."""

    judul: str
    keterangan: str
    tautan: str
    tenggat: date | None = None
    nada: str = "biru"
