"""The result as plain data: numbers exact, words already made."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluation.lke.numbers import koma

LEBIH = 3  # missed rules named in the verdict's sentence; the table has them all


@dataclass(frozen=True, slots=True)
class Soal:
    """A question with its answer; `nilai` are the points it brings out of its share `bobot`."""

    kode: str
    teks: str
    status: str
    jawaban: str
    skor: Fraction
    bobot: Fraction
    nilai: Fraction
    hitungan: str
    catatan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cabang:
    """A node above the questions; `hitungan` is its arithmetic in one sentence."""

    kode: str
    nomor: str
    nama: str
    tingkat: str
    bobot: Fraction
    nilai: Fraction
    hitungan: str
    kosong: int
    anak: tuple["Cabang", ...] = ()
    soal: tuple[Soal, ...] = ()


@dataclass(frozen=True, slots=True)
class Aturan:
    """A minimum, applied. `dinilai` is the value as printed, which is the value that was judged."""

    kode: str
    nama: str
    ukuran: str
    dinilai: Decimal
    minimum: Decimal
    memenuhi: bool
    dasar: str
    indeks: str = ""

    @property
    def selisih(self) -> Decimal:
        return self.dinilai - self.minimum

    @property
    def satuan(self) -> str:
        return "%" if self.ukuran == "persen" else ""


@dataclass(frozen=True, slots=True)
class Predikat:
    kode: str
    memenuhi: bool
    aturan: tuple[Aturan, ...]

    @property
    def kurang(self) -> tuple[Aturan, ...]:
        return tuple(item for item in self.aturan if not item.memenuhi)

    def verdict(self) -> str:
        """One sentence: met, or what is missing where."""
        if self.memenuhi:
            return f"Memenuhi semua ambang batas {self.kode}"
        gaps = [f"{koma(-a.selisih)}{a.satuan} di {a.nama}" for a in self.kurang[:LEBIH]]
        rest = len(self.kurang) - len(gaps)
        more = f", dan {rest} ambang lain" if rest else ""
        return f"Belum memenuhi {self.kode}: kurang {'; '.join(gaps)}{more}"


@dataclass(frozen=True, slots=True)
class NilaiArea:
    """One area of change, Pemenuhan and Reform together. `memenuhi`: its own minima for the target are met."""

    area: str
    nama: str
    bobot: Fraction
    nilai: Fraction
    terisi: int
    jumlah: int
    memenuhi: bool | None

    @property
    def persen(self) -> Fraction:
        return self.nilai / self.bobot * 100 if self.bobot else Fraction(0)

    @property
    def lengkap(self) -> bool:
        return self.terisi == self.jumlah


@dataclass(frozen=True, slots=True)
class HasilLKE:
    kode: str
    nama: str
    versi: int
    sidik: str
    target: str
    akar: Cabang
    predikat: tuple[Predikat, ...]
    area: tuple[NilaiArea, ...]
    kosong: tuple[str, ...] = ()
    pada: str = ""
    oleh: str = ""

    @property
    def nilai(self) -> Fraction:
        return self.akar.nilai

    @property
    def terisi(self) -> int:
        return sum(a.terisi for a in self.area)

    @property
    def jumlah(self) -> int:
        return sum(a.jumlah for a in self.area)

    def of_target(self) -> Predikat:
        """The predicate the unit builds towards; the first one where the thresholds do not know it."""
        return next((p for p in self.predikat if p.kode == self.target), self.predikat[0])

    def soal(self) -> dict[str, Soal]:
        return {item.kode: item for item in _questions(self.akar)}


def _questions(cabang: Cabang) -> list[Soal]:
    return [*cabang.soal, *(item for child in cabang.anak for item in _questions(child))]
