"""Answers for LKE tests: all best, all worst, random ones, and a hypothesis strategy for believable ones."""

import random
from collections.abc import Mapping

from hypothesis import strategies as st

from evaluation.lke.instrument import shipped_instrumen
from evaluation.lke.structure import Instrumen, Pertanyaan

LKE_2021 = shipped_instrumen("lke-2021")
LKE_2014 = shipped_instrumen("lke-2014")

BEST_COUNTS = {
    "A.II.1.i.a": {"agen": 7, "perubahan": 7},
    "A.II.1.i.b": {"perubahan": 7, "terintegrasi": 7},
    "A.II.3.iii.a": {"tahun_lalu": 4, "tahun_ini": 0, "disanksi": 0},
    "A.II.4.i.a": {"sasaran": 5, "tercapai": 5},
    "A.II.5.ii.a": {"harus": 3, "diproses": 0, "selesai": 3},
    "A.II.5.iii.a": {"kepala_satker": 1, "pejabat": 2, "lainnya": 0, "sudah": 3},
    "A.II.5.iii.b": {"administrator": 3, "pengawas": 5, "fungsional": 20, "sudah": 28},
    "A.II.6.i.b": {"terdata": 8, "dipermudah": 8},
}
WORST_COUNTS = {
    "A.II.1.i.a": {"agen": 7, "perubahan": 0},
    "A.II.1.i.b": {"perubahan": 0, "terintegrasi": 0},
    "A.II.3.iii.a": {"tahun_lalu": 4, "tahun_ini": 4, "disanksi": 4},
    "A.II.4.i.a": {"sasaran": 5, "tercapai": 0},
    "A.II.5.ii.a": {"harus": 3, "diproses": 3, "selesai": 0},
    "A.II.5.iii.a": {"kepala_satker": 1, "pejabat": 2, "lainnya": 0, "sudah": 0},
    "A.II.5.iii.b": {"administrator": 3, "pengawas": 5, "fungsional": 20, "sudah": 0},
    "A.II.6.i.b": {"terdata": 8, "dipermudah": 0},
}


def extreme_answers(instrumen: Instrumen, *, best: bool) -> dict[str, object]:
    """Every question of LKE 2021 at its best or at its worst."""
    counts = BEST_COUNTS if best else WORST_COUNTS
    answers: dict[str, object] = {}
    for kode, item in instrumen.pertanyaan.items():
        if item.skala:
            answers[kode] = list(item.skala)[0 if best else -1]
        else:
            answers[kode] = counts[kode] if item.isian else (4 if best else 0)
    return answers


def fit_counts(pertanyaan: Pertanyaan, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts with the left side of every broken rule cut down, so that nothing is refused."""
    fitted = dict(counts)
    for rule in (*pertanyaan.batas, *pertanyaan.wajar):
        excess = int(rule.kiri.value(fitted) - rule.kanan.value(fitted))
        for name in sorted(rule.kiri.names()):
            cut = min(fitted[name], max(excess, 0))
            fitted[name] -= cut
            excess -= cut
    return fitted


def random_answers(instrumen: Instrumen, rng: random.Random, *, missing: float = 0.0) -> dict[str, object]:
    answers: dict[str, object] = {}
    for kode, item in instrumen.pertanyaan.items():
        if rng.random() < missing:
            continue
        if item.skala:
            answers[kode] = rng.choice(list(item.skala))
        elif item.isian:
            answers[kode] = fit_counts(item, {name: rng.randint(0, 9) for name in item.isian})
        else:
            answers[kode] = str(rng.randint(0, 400) / 100)
    return answers


def _answer(item: Pertanyaan) -> st.SearchStrategy[object]:
    if item.skala:
        known = st.sampled_from(list(item.skala))
    elif item.isian:
        known = st.fixed_dictionaries({name: st.integers(0, 30) for name in item.isian}).map(
            lambda counts: fit_counts(item, counts)
        )
    else:
        known = st.integers(0, 400).map(lambda hundredths: str(hundredths / 100))
    return st.none() | known


def answers(instrumen: Instrumen) -> st.SearchStrategy[dict[str, object]]:
    """Whole assessments, with gaps."""
    return st.fixed_dictionaries({kode: _answer(item) for kode, item in instrumen.pertanyaan.items()})
