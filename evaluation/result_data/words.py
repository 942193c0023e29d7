"""Answers and formulas as people read them."""

from collections.abc import Mapping
from fractions import Fraction

from evaluation.lke.numbers import full_text
from evaluation.lke.structure import JENIS_PERSEN, Pertanyaan


def answer_words(pertanyaan: Pertanyaan, isi: object) -> str:
    """An answer as people read it; empty when there is none."""
    if isi is None:
        return ""
    if isinstance(isi, Mapping):
        return "; ".join(f"{pertanyaan.isian.get(name, name)}: {count}" for name, count in isi.items())
    if isinstance(isi, Fraction):
        return full_text(isi).replace(".", ",")
    return str(isi).capitalize() if str(isi) in ("ya", "tidak") else str(isi).upper()


def formula_words(pertanyaan: Pertanyaan) -> str:
    """The formula with the labels of its inputs in place of their names."""
    if pertanyaan.jenis != JENIS_PERSEN or pertanyaan.rumus is None:
        return ""
    words = pertanyaan.rumus.teks
    for name in sorted(pertanyaan.isian, key=len, reverse=True):
        words = words.replace(name, f"\0{list(pertanyaan.isian).index(name)}\0")
    for number, label in enumerate(pertanyaan.isian.values()):
        words = words.replace(f"\0{number}\0", f"“{label}”")
    return words.replace("*", "×").replace("/", "÷")
