"""What reading, scoring or judging has to say about the data it was given."""

from dataclasses import dataclass

from units.findings import Berat

__all__ = ["Berat", "Temuan"]


@dataclass(frozen=True, slots=True)
class Temuan:
    """One finding. GALAT: something was refused or cannot be computed; PERINGATAN: read, but look at it.

    `kode` is the node's path (`A.I.1.i.a`), empty where it concerns the whole. `masalah` and `tindakan` are
    whole Indonesian sentences: what is wrong, and what was done about it. A workbook sets `lembar` and `sel`.
    """

    berat: Berat
    kode: str
    masalah: str
    tindakan: str
    lembar: str = ""
    sel: str = ""
    isian: str = ""  # the counted input it is about, for a form that marks the field

    @property
    def is_galat(self) -> bool:
        return self.berat == Berat.GALAT
