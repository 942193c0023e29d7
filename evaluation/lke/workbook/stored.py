"""Compares the file's own values with ours and finds the cell where a difference begins.

A wrong value travels up to the total. So each value is first explained by the stored values below it; only
where that fails is the cell itself at fault: a formula overwritten by a number, a mean over the wrong rows.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluation.lke.answers import Status
from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.numbers import koma, show_value
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, NilaiSimpul
from evaluation.lke.structure import JENIS_PERSEN
from evaluation.lke.workbook.matching import Cocok
from evaluation.lke.workbook.reading import Baris, Sel, is_number

TERLIHAT = Fraction(1, 200)  # what two decimals can show


def stored_findings(hasil: Hasil, cocok: Cocok, berkas: Mapping[str, object], lembar: str) -> list[Temuan]:
    found: list[Temuan] = []
    for node in _upwards(hasil.akar):
        row = cocok.total if not node.kode else cocok.simpul.get(node.kode)
        for item in node.pertanyaan:
            question_row = cocok.pertanyaan.get(item.kode)
            if question_row is not None and question_row is not row:
                found += _question(item, question_row, lembar)
        if row is not None:
            found += _node(node, row, berkas, lembar)
    return found


def _upwards(node: NilaiSimpul) -> list[NilaiSimpul]:
    return [below for child in node.anak for below in _upwards(child)] + [node]


def _question(item: NilaiPertanyaan, row: Baris, lembar: str) -> list[Temuan]:
    if item.jawaban.status in (Status.DITOLAK, Status.TIDAK_BERLAKU) or row.pilihan != item.pertanyaan.jenis:
        return []  # said already
    sel = row.sel["jawaban"] if row.sel["jawaban"].is_error else row.sel["nilai"]
    if sel.is_error:
        reason = " ".join(item.jawaban.catatan) or f"Skor menurut instrumen {koma(item.skor)}."
        return [_error(item.kode, sel, reason, lembar)]
    typed = item.pertanyaan.jenis == JENIS_PERSEN and row.sel["jawaban"].is_number
    if typed and not row.sel["jawaban"].rumus:  # the percentage itself was overwritten
        sel = row.sel["jawaban"]
    return _difference(item.kode, sel, item.skor, lembar)


def _node(node: NilaiSimpul, row: Baris, berkas: Mapping[str, object], lembar: str) -> list[Temuan]:
    sel = row.sel["nilai"]
    below = [berkas.get(child.kode) for child in (*node.anak, *node.pertanyaan)]
    if sel.is_error:
        inherited = any(isinstance(value, str) and value.startswith("#") for value in below)
        return [] if inherited else [_error(node.kode, sel, f"Nilai {koma(node.nilai)}.", lembar)]
    if not sel.is_number or _explained(node, sel, below):
        return []
    return _difference(node.kode, sel, node.nilai, lembar)


def _explained(node: NilaiSimpul, sel: Sel, below: Sequence[object]) -> bool:
    """The stored value follows from the stored values below it, by the form's own rule."""
    numbers = [Fraction(str(value)) for value in below if is_number(value)]
    if not numbers:
        return False
    expected = sum(numbers)
    if node.pertanyaan:
        expected *= node.bobot / len(numbers)  # AVERAGE leaves text out
    return abs(Fraction(str(sel.nilai)) - expected) < TERLIHAT


def _difference(kode: str, sel: Sel, ours: Fraction, lembar: str) -> list[Temuan]:
    if not sel.is_number:
        return []
    stored = Fraction(str(sel.nilai))
    if abs(stored - ours) < TERLIHAT:
        return []
    how = "hasil rumusnya" if sel.rumus else "angka, bukan rumus"
    gap = koma(ours - stored)
    masalah = f"Nilai tersimpan {koma(stored)} ({how}) tidak dijelaskan oleh jawaban."
    return [_warning(kode, sel, masalah, f"Dipakai {koma(ours)} menurut instrumen; selisih {gap}.", lembar)]


def _error(kode: str, sel: Sel, reason: str, lembar: str) -> Temuan:
    masalah = f"Sel berisi galat {show_value(sel.nilai)}."
    return _warning(kode, sel, masalah, f"Dinilai menurut instrumen. {reason}", lembar)


def _warning(kode: str, sel: Sel, masalah: str, tindakan: str, lembar: str) -> Temuan:
    return Temuan(Berat.PERINGATAN, kode, masalah, tindakan, lembar, sel.alamat)
