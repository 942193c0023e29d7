"""The form as the ministry lays it out: which row says what, in which column."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN, Instrumen, Pertanyaan, Simpul

KOLOM_POHON = 2  # B: the tree's first column; a number stands here, its text one to the right
LEBAR_POHON = 6  # B..G
BOBOT, PENJELASAN, PILIHAN, JAWABAN, NILAI, PERSEN, CATATAN, BUKTI, TAUTAN = 8, 9, 10, 11, 12, 13, 15, 16, 17
KOLOM_AKHIR = TAUTAN

JUDUL_POHON = "Penilaian"
JUDUL = {
    BOBOT: "Bobot",
    PENJELASAN: "Penjelasan",
    PILIHAN: "Pilihan Jawaban",
    JAWABAN: "Jawaban",
    NILAI: "Nilai",
    PERSEN: "%",
    CATATAN: "Catatan/Keterangan/Penjelasan",
}
JUDUL_TOTAL = "NILAI TOTAL"
TIDAK_BERLAKU = "Tidak berlaku"

PILIHAN_JAWABAN = {
    "ya_tidak": "Ya/Tidak",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    JENIS_PERSEN: "%",
    JENIS_INDEKS: "Nilai (0-4)",
}
PILIHAN_ISIAN = "Jumlah"


@dataclass(frozen=True, slots=True)
class BarisForm:
    """One row below the header. `tingkat` is the depth in the tree: column B + tingkat holds the number."""

    jenis: str  # simpul, pertanyaan, jumlah (the total of inputs), isian
    kode: str
    tingkat: int
    nomor: str
    teks: str
    simpul: Simpul | None = None
    pertanyaan: Pertanyaan | None = None
    isian: str = ""


def form_rows(instrumen: Instrumen) -> list[BarisForm]:
    rows: list[BarisForm] = []
    for komponen in instrumen.akar.anak:
        rows.extend(_node_rows(komponen, 0, joined=has_joined_rows(komponen)))
    return rows


def has_joined_rows(komponen: Simpul) -> bool:
    """Hasil is one level shallower: where every indicator has one question, both share a row."""
    return all(len(node.pertanyaan) == 1 for node in komponen.walk() if not node.anak)


def _node_rows(simpul: Simpul, tingkat: int, *, joined: bool) -> Iterator[BarisForm]:
    upper = simpul.tingkat in ("komponen", "aspek", "area")
    teks = simpul.nama.upper() if upper else simpul.nama
    if simpul.pertanyaan and joined:
        (item,) = simpul.pertanyaan
        yield BarisForm("pertanyaan", item.kode, tingkat, simpul.nomor, teks, simpul, item)
        yield from _input_rows(item, tingkat + 1)
        return
    yield BarisForm("simpul", simpul.kode, tingkat, simpul.nomor, teks, simpul)
    for child in simpul.anak:
        yield from _node_rows(child, tingkat + 1, joined=joined)
    for item in simpul.pertanyaan:
        yield BarisForm("pertanyaan", item.kode, tingkat + 1, item.nomor, item.teks, None, item)
        yield from _input_rows(item, tingkat + 2)


def _input_rows(item: Pertanyaan, tingkat: int) -> Iterator[BarisForm]:
    total_before = item.total.isian[0] if item.total else ""
    for name, label in item.isian.items():
        if name == total_before and item.total:
            yield BarisForm("jumlah", item.kode, tingkat, "", item.total.teks, None, item)
        yield BarisForm("isian", item.kode, tingkat, "", label, None, item, name)
