"""The way to the predicate: the smallest set of better answers that meets every rule, exactly.

Smallest means: fewest questions; among those, fewest steps; among those, most questions with evidence already
there. Every rule is a lower bound on the points of a group of questions, and the groups nest (an area lies in
Pengungkit, Pengungkit in the total). So one pass finds the fewest questions, and a second keeps, group by
group, only the states that can still end there: exact, in whole numbers, without a solver.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from evaluation.lke.numbers import NOL
from evaluation.lke.scoring import Hasil, NilaiPertanyaan
from evaluation.lke.steps import Perbaikan, improvements
from evaluation.lke.threshold import Ambang, AmbangSalah, Aturan, judge_rule

SETENGAH_SEN = Fraction(1, 200)  # 74.995 prints as 75.00 and is judged so
MAKS_LANGKAH = 100_000  # more steps, and more questions, than any instrument has
MAKS_SOAL = 10_000


@dataclass(frozen=True, slots=True)
class Langkah:
    """One item of the to-do list."""

    pertanyaan: NilaiPertanyaan
    perbaikan: Perbaikan
    poin: Fraction  # gained in the total
    ada_bukti: bool

    @property
    def kode(self) -> str:
        return self.pertanyaan.kode


@dataclass(frozen=True, slots=True)
class Jalur:
    """What to improve for a predicate. `hambatan` names the rules that even the best answers miss."""

    predikat: str
    langkah: tuple[Langkah, ...]
    hambatan: tuple[Aturan, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.hambatan

    @property
    def poin(self) -> Fraction:
        return sum([item.poin for item in self.langkah], NOL)

    def answers(self, jawaban: Mapping[str, object]) -> dict[str, object]:
        """The given answers with the improvements applied."""
        return {**jawaban, **{item.kode: item.perbaikan.jawaban for item in self.langkah}}


class _Pilihan(NamedTuple):
    cost: int  # questions, steps and missing evidence in one number, in that order of weight
    gain: int
    back: object


@dataclass(slots=True)
class _Soal:
    """A question that can get better."""

    nilai: NilaiPertanyaan
    pilihan: tuple[Perbaikan, ...]
    gains: list[int]
    ada_bukti: bool


@dataclass(slots=True)
class _Kelompok:
    """Questions under one lower bound, less those of the groups inside it."""

    soal: frozenset[int]
    need: int
    anak: list["_Kelompok"] = field(default_factory=list)
    sendiri: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)  # greatest gain by number of questions


def find_path(
    ambang: Ambang, predikat: str, hasil: Hasil, *, berbukti: Collection[str] = (), terpisah: bool = False
) -> Jalur:
    """The smallest set of improvements; raises AmbangSalah where a rule cannot be judged."""
    rules = ambang.rules(predikat, terpisah=terpisah)
    missed = [(rule, lack) for rule in rules if (lack := _lack(rule, hasil)) > 0]
    soal, scale = _improvable(hasil, [lack for _, lack in missed], berbukti)
    needs: dict[frozenset[int], int] = {}
    hambatan = []
    for rule, lack in missed:
        inside = frozenset(i for i, item in enumerate(soal) if _covers(rule, item.nilai.kode))
        need = int(lack * scale)
        needs[inside] = max(need, needs.get(inside, 0))
        if sum(soal[i].gains[-1] for i in inside) < need:
            hambatan.append(rule)
    if hambatan or not missed:
        return Jalur(predikat, (), tuple(hambatan))
    akar = _nest(needs)
    chosen = _Solver(soal, akar).solve(akar)
    langkah = [_todo(soal[i], option) for i, option in chosen]
    return Jalur(predikat, tuple(sorted(langkah, key=lambda item: (-item.poin, item.kode))))


def _lack(rule: Aturan, hasil: Hasil) -> Fraction:
    """Points still missing to the lowest value that prints as the minimum."""
    judged = judge_rule(rule, hasil)
    lack = Fraction(rule.minimum) - SETENGAH_SEN - judged.nilai
    if rule.ukuran == "persen":
        lack = lack / 100 * sum([hasil.simpul[kode].bobot for kode in rule.simpul], NOL)
    return lack


def _covers(rule: Aturan, kode: str) -> bool:
    return any(not simpul or kode.startswith(f"{simpul}.") for simpul in rule.simpul)


def _improvable(hasil: Hasil, lacks: Iterable[Fraction], berbukti: Collection[str]) -> tuple[list[_Soal], int]:
    """The questions that can get better, their gains as whole numbers, and the scale that makes them so."""
    found = []
    for item in hasil.pertanyaan.values():
        if options := improvements(item.pertanyaan, item.jawaban):
            found.append((item, options, [(option.skor - item.skor) * item.bobot for option in options]))
    scale = lcm(*(gain.denominator for _, _, gains in found for gain in gains), *(lack.denominator for lack in lacks))
    soal = [
        _Soal(item, options, [int(gain * scale) for gain in gains], item.kode in berbukti)
        for item, options, gains in found
    ]
    return soal, scale


def _todo(soal: _Soal, option: int) -> Langkah:
    perbaikan = soal.pilihan[option]
    poin = (perbaikan.skor - soal.nilai.skor) * soal.nilai.bobot
    return Langkah(soal.nilai, perbaikan, poin, soal.ada_bukti)


def _nest(needs: Mapping[frozenset[int], int]) -> _Kelompok:
    """The groups as a tree under one root; groups that cross have no such tree."""
    every = frozenset().union(*needs)
    groups = [_Kelompok(inside, need) for inside, need in sorted(needs.items(), key=lambda item: len(item[0]))]
    if every not in needs:
        groups.append(_Kelompok(every, 0))
    for position, group in enumerate(groups):
        parents = [other for other in groups[position + 1 :] if other.soal & group.soal]
        if any(not group.soal <= other.soal for other in parents):
            raise AmbangSalah(["Kelompok simpul pada aturan ambang batas saling memotong."])
        if parents:
            parents[0].anak.append(group)
    for group in groups:
        taken = frozenset().union(*(child.soal for child in group.anak))
        group.sendiri = sorted(group.soal - taken)
    return groups[-1]


class _Solver:
    """Gains are whole numbers of any size, and so is `never`: more than all of them together."""

    def __init__(self, soal: list[_Soal], akar: _Kelompok):
        self.soal = soal
        self.never = 4 * (1 + sum(item.gains[-1] for item in soal) + akar.need)

    def solve(self, akar: _Kelompok) -> list[tuple[int, int]]:
        """(question, option) pairs of the best set."""
        self.count(akar)
        fewest = next(n for n, gain in enumerate(akar.most) if gain >= akar.need)
        required = [self.never] * (fewest + 1)
        required[fewest] = akar.need
        best = min(self.states(akar, required), key=lambda state: state.cost)
        return list(_unwind(best.back))

    def count(self, group: _Kelompok) -> None:
        """`most` of the group: greatest gain by number of questions, when each improves as far as it can."""
        gains = sorted((self.soal[i].gains[-1] for i in group.sendiri), reverse=True)
        most = [0]
        for gain in gains:
            most.append(most[-1] + gain)
        for child in group.anak:
            self.count(child)
            most = self.join(most, child.most)
        group.most = [gain if gain >= group.need else -self.never for gain in most]

    def states(self, group: _Kelompok, required: list[int]) -> list[_Pilihan]:
        """The useful ways to improve this group; `required[n]` is what n questions must gain at the least."""
        parts: list[_Kelompok | int] = [*group.anak, *group.sendiri]
        required = [max(need, group.need) for need in required]
        lows = [required]
        for part in reversed(parts):
            lows.append(self.before(lows[-1], self.most_of(part)))
        lows.reverse()
        states = [_Pilihan(0, 0, None)]
        for part, low in zip(parts, lows[1:], strict=True):
            options = self.options(part, states, low)
            states = _combine(states, options, low)
        return states

    def most_of(self, part: _Kelompok | int) -> list[int]:
        return [0, self.soal[part].gains[-1]] if isinstance(part, int) else part.most

    def options(self, part: _Kelompok | int, states: list[_Pilihan], low: list[int]) -> list[_Pilihan]:
        if not isinstance(part, int):
            return self.states(part, self.needed(states, low, len(part.most)))
        soal = self.soal[part]
        rows = enumerate(zip(soal.pilihan, soal.gains, strict=True))
        found = [
            _Pilihan(_cost(1, option.langkah, not soal.ada_bukti), gain, (part, number))
            for number, (option, gain) in rows
        ]
        return [_Pilihan(0, 0, None), *found]

    def join(self, left: list[int], right: list[int]) -> list[int]:
        """Greatest sum for each total number of questions."""
        joined = [-self.never] * (len(left) + len(right) - 1)
        for n, gain in enumerate(left):
            for m, more in enumerate(right):
                joined[n + m] = max(joined[n + m], gain + more)
        return joined

    def before(self, after: list[int], most: list[int]) -> list[int]:
        """What must be gained before a part, given what must be gained after it."""
        return [min(need - gain for need, gain in zip(after[n:], most, strict=False)) for n in range(len(after))]

    def needed(self, states: list[_Pilihan], low: list[int], size: int) -> list[int]:
        """What a group must gain by number of questions, given the ways that lead up to it."""
        highest: dict[int, int] = {}
        for state in states:
            n = _questions(state.cost)
            highest[n] = max(state.gain, highest.get(n, 0))
        return [
            min((low[n + m] - gain for n, gain in highest.items() if n + m < len(low)), default=self.never)
            for m in range(min(size, len(low)))
        ]


def _cost(questions: int, steps: int, without_evidence: int) -> int:
    return (questions * MAKS_LANGKAH + steps) * MAKS_SOAL + without_evidence


def _questions(cost: int) -> int:
    return cost // (MAKS_LANGKAH * MAKS_SOAL)


def _combine(states: list[_Pilihan], options: list[_Pilihan], low: list[int]) -> list[_Pilihan]:
    """Every state with every option that can still end well; at one cost or more, only greater gains stay."""
    best: dict[int, tuple[int, object, object]] = {}
    longest = len(low)
    for cost, gain, back in states:
        for more_cost, more_gain, more_back in options:
            total = cost + more_cost
            n = total // (MAKS_LANGKAH * MAKS_SOAL)
            if n >= longest:
                continue
            sum_gain = gain + more_gain
            if sum_gain < low[n]:
                continue
            known = best.get(total)
            if known is None or sum_gain > known[0]:
                best[total] = (sum_gain, back, more_back)
    kept, highest = [], -1
    for total in sorted(best):
        gain, back, more_back = best[total]
        if gain > highest:
            kept.append(_Pilihan(total, gain, (back, more_back) if more_back is not None else back))
            highest = gain
    return kept


def _unwind(back: object) -> Iterable[tuple[int, int]]:
    """The choices in a chain of pairs; a choice is a pair of numbers."""
    pending = [back]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        left, right = node
        if isinstance(left, int):
            yield left, right
        else:
            pending += [left, right]
