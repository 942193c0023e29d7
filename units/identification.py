"""Scoring of candidate units: plain data in, totals and ranks out (Perbup Ketapang 49/2022 Pasal 4(2))."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from units.profiles import AturanIdentifikasi


@dataclass(frozen=True, slots=True)
class Peringkat:
    """`total` is 0..100; `peringkat` None until every criterion is scored; `seri` when others stand on the same rank."""

    total: Decimal
    peringkat: int | None
    seri: bool = False


def total_of(rule: AturanIdentifikasi, nilai: Mapping[str, int]) -> Decimal:
    """Weight x score / highest score, summed and rounded to two decimals half up; a missing score counts 0."""
    parts = (Decimal(k.bobot) * nilai.get(k.kode, 0) / k.tertinggi for k in rule.kriteria)
    return sum(parts, Decimal()).quantize(Decimal("0.01"), ROUND_HALF_UP)


def is_complete(rule: AturanIdentifikasi, nilai: Mapping[str, int]) -> bool:
    return all(k.kode in nilai for k in rule.kriteria)


def rank(rule: AturanIdentifikasi, scores: Mapping[int, Mapping[str, int]]) -> dict[int, Peringkat]:
    """Total and rank of each unit. Equal totals share a rank and the next one is left out (1, 2, 2, 4).

    What is printed is what is ranked: totals are compared after rounding.
    """
    totals = {unit: total_of(rule, nilai) for unit, nilai in scores.items()}
    ranked = [totals[unit] for unit, nilai in scores.items() if is_complete(rule, nilai)]
    return {
        unit: Peringkat(total, 1 + sum(other > total for other in ranked), ranked.count(total) > 1)
        if is_complete(rule, scores[unit])
        else Peringkat(total, None)
        for unit, total in totals.items()
    }
