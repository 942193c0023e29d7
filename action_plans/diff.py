"""What changed between two frozen plans. Plain data in, plain data out."""

from dataclasses import dataclass
from typing import Any

from units.choices import BULAN, Area, Aspek

KOLOM = {
    "area": "Area",
    "aspek": "Aspek",
    "indikator": "Indikator",
    "aksi": "Rencana aksi",
    "langkah": "Langkah aksi",
    "bukti_fisik": "Bukti fisik",
    "penanggung_jawab": "Penanggung jawab",
    "prioritas": "Target prioritas",
    "target_waktu": "Target waktu",
    "bulan": "Bulan target",
}
RENCANA_KOSONG: dict[str, Any] = {"dasar": "", "maksud_tujuan": "", "aksi": []}
TEKS = {"dasar": "A. Dasar", "maksud_tujuan": "B. Maksud dan tujuan"}


@dataclass(frozen=True, slots=True)
class Ubahan:
    """One field, its old and its new value as people read them."""

    kolom: str
    dari: str
    ke: str


@dataclass(frozen=True, slots=True)
class BarisBeda:
    area: str
    aspek: str
    indikator: str
    aksi: str
    ubahan: tuple[Ubahan, ...] = ()


@dataclass(frozen=True, slots=True)
class Perbedaan:
    teks: tuple[Ubahan, ...]
    ditambah: tuple[BarisBeda, ...]
    dihapus: tuple[BarisBeda, ...]
    diubah: tuple[BarisBeda, ...]
    tetap: int

    @property
    def is_empty(self) -> bool:
        return not (self.teks or self.ditambah or self.dihapus or self.diubah)


def compare(lama: dict[str, Any], baru: dict[str, Any]) -> Perbedaan:
    """Compare two `isi` of VersiRencana. Rows are the same row when they carry the same `pk`; order is no difference."""
    old = {row["pk"]: row for row in lama["aksi"]}
    new = {row["pk"]: row for row in baru["aksi"]}
    both = [(old[pk], row) for pk, row in new.items() if pk in old]
    changed = [(after, _changes(before, after)) for before, after in both]
    return Perbedaan(
        teks=tuple(
            Ubahan(judul, lama[kunci], baru[kunci]) for kunci, judul in TEKS.items() if lama[kunci] != baru[kunci]
        ),
        ditambah=tuple(_row(row) for pk, row in new.items() if pk not in old),
        dihapus=tuple(_row(row) for pk, row in old.items() if pk not in new),
        diubah=tuple(_row(row, ubahan) for row, ubahan in changed if ubahan),
        tetap=sum(not ubahan for _, ubahan in changed),
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Ubahan, ...]:
    return tuple(
        Ubahan(label, in_words(kolom, before[kolom]), in_words(kolom, after[kolom]))
        for kolom, label in KOLOM.items()
        if before[kolom] != after[kolom]
    )


def _row(row: dict[str, Any], ubahan: tuple[Ubahan, ...] = ()) -> BarisBeda:
    return BarisBeda(row["area"], row["aspek"], row["indikator"], row["aksi"], ubahan)


def in_words(kolom: str, nilai: Any) -> str:
    """A value of a frozen row as people read it; the person in charge is frozen with id and name."""
    if kolom == "penanggung_jawab":
        return nilai["nama"] if nilai else ""
    if kolom == "prioritas":
        return "ya" if nilai else "tidak"
    if kolom == "bulan":
        return ", ".join(BULAN[b - 1] for b in nilai)
    if kolom == "area":
        return Area(nilai).label
    if kolom == "aspek":
        return Aspek(nilai).label if nilai else ""
    return str(nilai)
