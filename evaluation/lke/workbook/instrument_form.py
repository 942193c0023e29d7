"""Makes an instrument out of a form: for an LKE that the portal does not know, such as the one of 2019.

Codes follow the order (A, I, 1, i, a), whatever numbers the form shows, so that thresholds written for the
ministry's tree fit. What the form does not say, or says in a way that cannot be read, is a finding with its cell;
the person completes it in the editor, and `build_instrumen` checks the whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.numbers import full_text, show_value
from evaluation.lke.structure import JENIS, JENIS_PERSEN, SKOR_HURUF
from evaluation.lke.workbook.excel_formula import read_percentage, summed_cells
from evaluation.lke.workbook.reading import Baris, Lembar, plain

_HURUF_RUBRIK = re.compile(r"(?m)^\s*([A-Ea-e])[.)]\s*")
_ROMAWI = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class _Soal:
    baris: Baris
    teks: str
    isian: list[Baris] = field(default_factory=list)


@dataclass(slots=True)
class _Simpul:
    baris: Baris
    anak: list["_Simpul"] = field(default_factory=list)
    soal: list[_Soal] = field(default_factory=list)

    def depth(self) -> int:
        """Levels of headings below this one."""
        return 1 + max((child.depth() for child in self.anak), default=-1)


def read_instrumen(lembar: Lembar, *, kode: str, nama: str, dasar: str) -> tuple[dict[str, object], tuple[Temuan, ...]]:
    """Plain data for `build_instrumen`, and what has to be completed or looked at."""
    maker = _Maker(lembar.nama)
    komponen = [maker.node(node, "komponen", "", n) for n, node in enumerate(_tree(lembar.baris))]
    bobot = sum((Fraction(str(item["bobot"])) for item in komponen if item["bobot"]), Fraction(0))
    data = {"kode": kode, "nama": nama, "dasar": dasar, "status": "draf", "bobot": full_text(bobot)}
    return {**data, "komponen": komponen}, tuple(maker.temuan)


def _tree(rows: Sequence[Baris]) -> list[_Simpul]:
    """Headings by depth, questions under the last heading; what follows the grand total is left out."""
    totals = [n for n, row in enumerate(rows) if row.is_grand_total]
    tops: list[_Simpul] = []
    open_nodes: list[_Simpul] = []
    title = ""  # of a heading without a weight, such as LHKPN: it names the percentage below it
    for row in rows[: totals[-1]] if totals else rows:
        if row.is_total:
            continue
        if row.is_isian:
            if open_nodes and open_nodes[-1].soal:
                open_nodes[-1].soal[-1].isian.append(row)
        elif row.urut and (row.sel["bobot"].is_number or not row.has_answer):
            if not row.sel["bobot"].is_number:
                title = row.teks
                continue
            node = _Simpul(row)
            while open_nodes and open_nodes[-1].baris.tingkat >= row.tingkat:
                open_nodes.pop()
            (open_nodes[-1].anak if open_nodes else tops).append(node)
            open_nodes.append(node)
            if row.has_answer:
                node.soal.append(_Soal(row, row.teks))
        elif open_nodes and row.has_answer:
            open_nodes[-1].soal.append(_Soal(row, title or row.teks))
            title = ""
    return tops


class _Maker:
    def __init__(self, lembar: str):
        self.lembar = lembar
        self.temuan: list[Temuan] = []

    def report(self, berat: Berat, kode: str, sel: str, masalah: str, tindakan: str) -> None:
        self.temuan.append(Temuan(berat, kode, masalah, tindakan, self.lembar, sel))

    def node(self, simpul: _Simpul, tingkat: str, induk: str, urutan: int) -> dict[str, object]:
        nomor = _number(tingkat, urutan)
        kode = f"{induk}.{nomor}" if induk else nomor
        bobot = full_text(Fraction(str(simpul.baris.sel["bobot"].nilai)))
        data: dict[str, object] = {"kode": nomor, "nama": " ".join(simpul.baris.teks.split()), "bobot": bobot}
        if simpul.anak:
            below = _level_below(simpul, tingkat)
            data[below] = [self.node(child, below, kode, n) for n, child in enumerate(simpul.anak)]
        elif simpul.soal:
            data["pertanyaan"] = [self.question(item, kode, n) for n, item in enumerate(simpul.soal)]
        else:
            sel = simpul.baris.sel["bobot"].alamat
            self.report(Berat.GALAT, kode, sel, f"{simpul.baris.teks} tidak mempunyai pertanyaan.", "Lengkapi.")
        return data

    def question(self, soal: _Soal, induk: str, urutan: int) -> dict[str, object]:
        nomor = _number("pertanyaan", urutan)
        kode, jenis = f"{induk}.{nomor}", soal.baris.pilihan
        data: dict[str, object] = {"kode": nomor, "teks": " ".join(soal.teks.split()), "jenis": jenis}
        if jenis not in JENIS:
            sel = soal.baris.sel["pilihan"]
            masalah = f"Pilihan Jawaban {show_value(sel.nilai)} tidak dikenal."
            self.report(Berat.GALAT, kode, sel.alamat, masalah, "Pilih jenis jawabannya.")
        if jenis == JENIS_PERSEN:
            data |= self.counts(soal, kode)
        elif rubrik := _rubric(jenis, soal.baris.sel["penjelasan"].teks):
            data["rubrik"] = rubrik
        return data

    def counts(self, soal: _Soal, kode: str) -> dict[str, object]:
        totals = {row.nomor: cells for row in soal.isian if (cells := summed_cells(row.sel["jawaban"].rumus))}
        counted = [row for row in soal.isian if row.nomor not in totals]
        names = dict(zip((row.sel["jawaban"].alamat for row in counted), _names(counted), strict=True))
        data: dict[str, object] = {"isian": [[names[row.sel["jawaban"].alamat], _label(row)] for row in counted]}
        known = dict(names)
        for row in soal.isian:
            parts = [names.get(cell, "") for cell in totals.get(row.nomor, ())]
            if parts and all(parts):
                known[row.sel["jawaban"].alamat] = f"({' + '.join(parts)})"
                data["total"] = {"teks": _label(row), "isian": parts}
        sel = soal.baris.sel["jawaban"]
        found = read_percentage(sel.rumus, known)
        if found is None:
            masalah = f"Rumus persentase {show_value(sel.rumus or sel.nilai)} tidak terbaca."
            self.report(Berat.GALAT, kode, sel.alamat, masalah, "Tulis rumusnya.")
            return data | {"rumus": "", "jika_kosong": "0"}
        if not found.jika_kosong:
            masalah = "Formulir tidak menyebut nilai bila penyebutnya 0."
            self.report(Berat.PERINGATAN, kode, sel.alamat, masalah, "Diisi 0; periksa menurut pedoman.")
        return data | {"rumus": found.rumus, "jika_kosong": found.jika_kosong or "0"}


def _level_below(simpul: _Simpul, tingkat: str) -> str:
    """Aspects and areas are told apart by how many levels there are below."""
    levels = simpul.depth()
    if levels == 1:
        return "indikator"
    if tingkat != "komponen":
        return "area"
    return "aspek" if levels > 2 or len(simpul.anak) < 4 else "area"


def _number(tingkat: str, urutan: int) -> str:
    if tingkat == "komponen":
        return chr(ord("A") + urutan % 26)
    if tingkat == "aspek":
        return _roman(urutan + 1)
    if tingkat == "area":
        return str(urutan + 1)
    if tingkat == "indikator":
        return _roman(urutan + 1).lower()
    return chr(ord("a") + urutan) if urutan < 26 else f"a{urutan}"


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAWI:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _label(row: Baris) -> str:
    return " ".join(row.teks.lstrip("- ").split())


def _names(rows: Sequence[Baris]) -> Iterator[str]:
    """A short name for each count, from its label: `Jumlah Agen Perubahan` becomes agen_perubahan."""
    taken: set[str] = set()
    for row in rows:
        words = [word for word in plain(_label(row)).split() if word not in ("jumlah", "yang", "%")]
        name = base = re.sub(r"^[^a-z]+", "", "_".join(words))[:26].rstrip("_") or "isian"
        number = 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        yield name


def _rubric(jenis: str, text: str) -> dict[str, str]:
    """The explanation by letter, where it is written by letter."""
    if jenis == "ya_tidak":
        return {"ya": " ".join(text.split())} if text else {}
    parts = _HURUF_RUBRIK.split(text)
    found = {letter.lower(): " ".join(part.split()) for letter, part in zip(parts[1::2], parts[2::2], strict=True)}
    return found if list(found) == list(SKOR_HURUF.get(jenis, ())) else {}
