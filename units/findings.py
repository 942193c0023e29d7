"""A finding: what a check, an import or a calculation has to say about the data it was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Berat(StrEnum):
    """Only a GALAT stops what was asked; a PERINGATAN is shown and left to the person."""

    GALAT = "galat"
    PERINGATAN = "peringatan"


@dataclass(frozen=True, slots=True)
class Temuan:
    """`kode` is for programs, `pesan` is a whole Indonesian sentence for people.

    `tempat` names where it is: a field, or sheet and cell as Excel writes them (`Rencana Aksi!F12`).
    """

    kode: str
    berat: Berat
    pesan: str
    tempat: str = ""

    @property
    def is_galat(self) -> bool:
        return self.berat == Berat.GALAT

    def __str__(self) -> str:
        return f"{self.tempat}: {self.pesan}" if self.tempat else self.pesan


def galat(kode: str, pesan: str, tempat: str = "") -> Temuan:
    return Temuan(kode, Berat.GALAT, pesan, tempat)


def peringatan(kode: str, pesan: str, tempat: str = "") -> Temuan:
    return Temuan(kode, Berat.PERINGATAN, pesan, tempat)


def has_galat(temuan: Iterable[Temuan]) -> bool:
    return any(item.is_galat for item in temuan)
