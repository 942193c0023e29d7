"""How one answer can get better: every better answer it could have, its score and the steps to get there.

A step is one letter; or one tenth of an index (3,40 to 3,50); or one tenth of a percentage (60% to 70%). A
better percentage is given as counts that reach it, by changing the one count that a unit can work on.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluation.lke.answers import JawabanTerbaca, Status, read_jawaban
from evaluation.lke.formula import PenyebutNol, names_of
from evaluation.lke.numbers import full_text
from evaluation.lke.structure import INDEKS_MAKS, JENIS_INDEKS, JENIS_PERSEN, Pertanyaan

SEPERSEPULUH = 10
DASAR_CONTOH = 10  # denominator of an example where the real counts are not known yet


@dataclass(frozen=True, slots=True)
class Perbaikan:
    """A better answer in the form `score` reads; `langkah` is the number of steps from the present one."""

    jawaban: object
    skor: Fraction
    langkah: int


def improvements(pertanyaan: Pertanyaan, kini: JawabanTerbaca) -> tuple[Perbaikan, ...]:
    """All better answers, from the smallest step up. A missing answer starts from the lowest one."""
    if not kini.counts:
        return ()
    if pertanyaan.jenis == JENIS_PERSEN:
        return tuple(_by_score(_better_counts(pertanyaan, kini)))
    if pertanyaan.jenis == JENIS_INDEKS:
        return tuple(_better_index(kini))
    return tuple(_better_letters(pertanyaan, kini))


def adjusted(pertanyaan: Pertanyaan, kini: JawabanTerbaca) -> tuple[Perbaikan, ...]:
    """The answer as it stands, at no step, and all better ones."""
    return (Perbaikan(kini.isi, kini.skor, 0), *improvements(pertanyaan, kini))


def _better_letters(pertanyaan: Pertanyaan, kini: JawabanTerbaca) -> Iterator[Perbaikan]:
    letters = list(pertanyaan.skala)
    start = letters.index(str(kini.isi)) if kini.status == Status.DIJAWAB else len(letters) - 1
    for position in range(start - 1, -1, -1):
        letter = letters[position]
        yield Perbaikan(letter, pertanyaan.skala[letter], start - position)


def _better_index(kini: JawabanTerbaca) -> Iterator[Perbaikan]:
    start = _tenths(kini.skor * INDEKS_MAKS)
    for tenth in range(start + 1, INDEKS_MAKS * SEPERSEPULUH + 1):
        indeks = Fraction(tenth, SEPERSEPULUH)
        yield Perbaikan(full_text(indeks), indeks / INDEKS_MAKS, tenth - start)


def _by_score(options: Iterator[Perbaikan]) -> list[Perbaikan]:
    """Each score once; two tenths can need the same counts (4 of 7 passes 50%)."""
    return sorted({item.skor: item for item in options}.values(), key=lambda item: item.skor)


def _better_counts(pertanyaan: Pertanyaan, kini: JawabanTerbaca) -> Iterator[Perbaikan]:
    moved = lever(pertanyaan)
    if not moved:
        return
    start = _tenths(kini.skor)
    for tenth in range(start + 1, SEPERSEPULUH + 1):
        for isian in _bases(pertanyaan, kini):
            better = _reach(pertanyaan, isian, moved, Fraction(tenth, SEPERSEPULUH))
            read = read_jawaban(pertanyaan, better)
            if read.status == Status.DIJAWAB and read.skor > kini.skor:
                yield Perbaikan(better, read.skor, max(_tenths(read.skor) - start, 1))
                break


def lever(pertanyaan: Pertanyaan) -> str:
    """The count to work on: the first of the formula that stands in no denominator."""
    movable = pertanyaan.rumus.names() - pertanyaan.rumus.penyebut()
    return next((name for name in pertanyaan.isian if name in movable), "")


def _bases(pertanyaan: Pertanyaan, kini: JawabanTerbaca) -> Iterator[dict[str, int]]:
    """The counts as they are, if they are usable; else an example with a denominator of ten."""
    if kini.status == Status.DIJAWAB and isinstance(kini.isi, Mapping):
        yield {name: kini.isi.get(name, 0) for name in pertanyaan.isian}
    example = dict.fromkeys(pertanyaan.isian, 0)
    for node in pertanyaan.rumus.denominators():
        names = set(names_of(node))
        if first := next((name for name in pertanyaan.isian if name in names), ""):
            example[first] = DASAR_CONTOH
    yield example


def _reach(pertanyaan: Pertanyaan, isian: dict[str, int], moved: str, target: Fraction) -> dict[str, int] | None:
    """The counts with the lever moved just far enough; None where moving it does not get there."""
    try:
        at_zero = pertanyaan.rumus.value({**isian, moved: 0})
        slope = pertanyaan.rumus.value({**isian, moved: 1}) - at_zero
    except PenyebutNol:
        # `jika_kosong` decides; the caller looks whether that is better
        return _keep_rules(pertanyaan, {**isian, moved: 0}, moved)
    if not slope:
        return None
    wanted = (target - at_zero) / slope
    count = math.ceil(wanted) if slope > 0 else math.floor(wanted)
    if count < 0:
        return None
    return _keep_rules(pertanyaan, {**isian, moved: count}, moved)


def _keep_rules(pertanyaan: Pertanyaan, isian: dict[str, int], moved: str) -> dict[str, int]:
    """What is finished is no longer in progress: other counts of a broken sum give way."""
    for rule in (*pertanyaan.batas, *pertanyaan.wajar):
        excess = rule.kiri.value(isian) - rule.kanan.value(isian)
        for name in rule.kiri.names() - {moved} - pertanyaan.rumus.names():
            cut = min(isian[name], max(math.ceil(excess), 0))
            isian[name] -= cut
            excess -= cut
    return isian


def _tenths(value: Fraction) -> int:
    return math.floor(value * SEPERSEPULUH)
