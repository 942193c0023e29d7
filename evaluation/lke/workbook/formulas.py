"""The scoring rules as Excel formulas, so that a file scores itself the way the portal does.

Where the portal refuses an answer, the formula gives 0; where something is missing, 0 too, never a blank that
drops out of a mean.
"""

from collections.abc import Mapping, Sequence

from evaluation.lke.formula import Angka, Nama, Suku
from evaluation.lke.numbers import full_text
from evaluation.lke.structure import INDEKS_MAKS, Pertanyaan


def letter_formula(pertanyaan: Pertanyaan, jawaban: str) -> str:
    text = "0"
    for letter, skor in reversed(list(pertanyaan.skala.items())):
        if skor:
            text = f'IF(UPPER(TRIM({jawaban}))="{letter.upper()}",{full_text(skor)},{text})'
    return f"={text}"


def index_formula(jawaban: str) -> str:
    valid = f"AND({jawaban}>=0,{jawaban}<={INDEKS_MAKS})"
    return f"=IF(ISNUMBER({jawaban}),IF({valid},{jawaban}/{INDEKS_MAKS},0),0)"


def percentage_formula(pertanyaan: Pertanyaan, cells: Mapping[str, str]) -> str:
    """The percentage over its counted cells, with the instrument's rule for an empty denominator."""
    rumus, jika_kosong = pertanyaan.rumus, pertanyaan.jika_kosong
    text = f"MAX(0,MIN(1,{_expression(rumus.akar, cells)}))"
    zero = full_text(jika_kosong.ya)
    if jika_kosong.bila:
        zero = f"IF({cells[jika_kosong.bila]}=0,{zero},{full_text(jika_kosong.lain)})"
    for node in rumus.denominators():
        text = f"IF({_expression(node, cells)}=0,{zero},{text})"
    needed = [cells[name] for name in pertanyaan.isian if name in pertanyaan.names_needed()]
    every = ",".join(cells[name] for name in pertanyaan.isian)
    refused = [f"MIN({every})<0"]
    for rule in pertanyaan.batas:
        refused.append(f"{_expression(rule.kiri.akar, cells)}>{_expression(rule.kanan.akar, cells)}")
    complete = f"COUNT({','.join(needed)})<{len(needed)}"
    return f"=IF({complete},0,IF(OR({','.join(refused)}),0,{text}))"


def sum_formula(cells: Sequence[str]) -> str:
    return f"=SUM({','.join(cells)})"


def mean_formula(bobot: str, cells: Sequence[str]) -> str:
    """AVERAGE leaves text cells out, so a question that does not apply is not counted."""
    return f"={bobot}*AVERAGE({','.join(cells)})"


def share_formula(nilai: str, bobot: str) -> str:
    return f"={nilai}/{bobot}"


def _expression(node: Suku, cells: Mapping[str, str]) -> str:
    if isinstance(node, Angka):
        return full_text(node.nilai)
    if isinstance(node, Nama):
        return cells[node.nama]
    return f"({_expression(node.kiri, cells)}{node.tanda}{_expression(node.kanan, cells)})"
