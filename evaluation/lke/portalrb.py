"""The ministry's numbering of the LKE 2021 for PortalRB: 127 numbers, counted inputs apart, rows of its 2026 workbook."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.lke.answers import TIDAK_BERLAKU, read_jawaban
from evaluation.lke.numbers import full_text
from evaluation.lke.structure import Instrumen, Pertanyaan

INSTRUMEN = "lke-2021"
JUMLAH = 127
BERKAS = Path(__file__).parent / "data" / "portalrb-2026.csv"


class PemetaanSalah(ValueError):
    """The mapping that ships with the portal breaks its own rules."""


@dataclass(frozen=True, slots=True)
class SoalPortalRB:
    """One number of the ministry: our question, its counted input if it is one, and the row in the 2026 workbook."""

    soal_id: int
    kode: str
    isian: str
    jenis: str
    baris: int


@cache
def soal_list() -> tuple[SoalPortalRB, ...]:
    """All 127, in order. Raises PemetaanSalah when a number, a place or a row is missing or stands twice."""
    with BERKAS.open(encoding="utf-8", newline="") as handle:
        rows = [
            SoalPortalRB(int(row["soal_id"]), row["kode"], row["isian"], row["jenis_jawaban"], int(row["excel_baris"]))
            for row in csv.DictReader(handle)
        ]
    if [row.soal_id for row in rows] != list(range(1, JUMLAH + 1)):
        raise PemetaanSalah(f"{BERKAS.name}: soal_id is not 1..{JUMLAH} in order")
    if len({(row.kode, row.isian) for row in rows}) != JUMLAH or len({row.baris for row in rows}) != JUMLAH:
        raise PemetaanSalah(f"{BERKAS.name}: a question or a row stands twice")
    return tuple(rows)


def answer_text(pertanyaan: Pertanyaan, nilai: Any, isian: str = "") -> str | None:
    """An answer as PortalRB takes it: a letter, Ya or Tidak, a count or an index as text; None without one.

    A question that does not apply has no answer there; `not_applicable` gives its reason for the note.
    """
    isi = read_jawaban(pertanyaan, nilai).isi
    if isi is None:
        return None
    if isinstance(isi, Mapping):
        return str(isi[isian]) if isian in isi else None
    if isinstance(isi, str):
        return isi.capitalize() if isi in ("ya", "tidak") else isi.upper()
    return full_text(isi)


def not_applicable(nilai: Any) -> str:
    """TPI's reason why the question does not apply; "" where it does."""
    reason = nilai.get(TIDAK_BERLAKU) if isinstance(nilai, Mapping) else None
    return f"Tidak berlaku: {reason}" if reason else ""


def question_of(instrumen: Instrumen, soal: SoalPortalRB) -> Pertanyaan:
    """Raises KeyError for an instrument without this question."""
    return instrumen.pertanyaan[soal.kode]


def label_of(instrumen: Instrumen, soal: SoalPortalRB) -> str:
    item = question_of(instrumen, soal)
    return f"{item.teks}: {item.isian[soal.isian]}" if soal.isian else item.teks
