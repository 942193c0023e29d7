"""The smallest choice of options that lifts every group of items over its lower bound, exactly.

Smallest: fewest questions, then fewest steps, then fewest without evidence. The groups nest, so one pass over their
tree finds the fewest questions, and a second keeps, group by group, only the states that can still end there. All
numbers are whole; nothing is rounded and no solver is needed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LANGKAH = 10_000  # room for the lower criteria in a cost: no instrument has so many questions
SOAL = LANGKAH * 100_000  # nor so many steps


class Menyilang(ValueError):
    """Groups that cross instead of nesting; no instrument of the regulation has them."""


class Opsi(NamedTuple):
    """One way to improve an item, which may be several questions that move together."""

    soal: int
    langkah: int
    tanpa_bukti: int
    gain: int

    @property
    def cost(self) -> int:
        """The three criteria in one number, in their order of weight."""
        return self.soal * SOAL + self.langkah * LANGKAH + self.tanpa_bukti


class _Keadaan(NamedTuple):
    """A way to improve part of a group: what it costs, what it gains, and the choices that led here."""

    cost: int
    gain: int
    back: object


@dataclass(slots=True)
class _Kelompok:
    """Items under one lower bound, less those of the groups inside it."""

    butir: frozenset[int]
    need: int
    anak: list["_Kelompok"] = field(default_factory=list)
    sendiri: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)  # greatest gain by number of questions


def solve(butir: Sequence[Sequence[Opsi]], needs: Mapping[frozenset[int], int]) -> list[tuple[int, int]]:
    """(item, option) pairs. Every item taken as far as it goes must meet all `needs`; raises Menyilang."""
    akar = _nest(needs)
    return _Solver(butir, akar).solve(akar)


def _nest(needs: Mapping[frozenset[int], int]) -> _Kelompok:
    every = frozenset().union(*needs)
    groups = [_Kelompok(inside, need) for inside, need in sorted(needs.items(), key=lambda item: len(item[0]))]
    if every not in needs:
        groups.append(_Kelompok(every, 0))
    for position, group in enumerate(groups):
        larger = [other for other in groups[position + 1 :] if other.butir & group.butir]
        if any(not group.butir <= other.butir for other in larger):
            raise Menyilang
        if larger:
            larger[0].anak.append(group)
    for group in groups:
        taken = frozenset().union(*(child.butir for child in group.anak))
        group.sendiri = sorted(group.butir - taken)
    return groups[-1]


class _Solver:
    """Gains are whole numbers of any size, and so is `never`: more than all of them together."""

    def __init__(self, butir: Sequence[Sequence[Opsi]], akar: _Kelompok):
        self.butir = butir
        self.never = 4 * (1 + sum(max(option.gain for option in options) for options in butir) + akar.need)

    def solve(self, akar: _Kelompok) -> list[tuple[int, int]]:
        self.count(akar)
        fewest = next(n for n, gain in enumerate(akar.most) if gain >= akar.need)
        required = [self.never] * (fewest + 1)
        required[fewest] = akar.need
        best = min(self.states(akar, required), key=lambda state: state.cost)
        return sorted(_choices(best.back))

    def count(self, group: _Kelompok) -> None:
        """`most` of the group: greatest gain by number of questions, however many steps that takes."""
        most = [0]
        for item in group.sendiri:
            most = self.join(most, self.most_of(item))
        for child in group.anak:
            self.count(child)
            most = self.join(most, child.most)
        group.most = [gain if gain >= group.need else -self.never for gain in most]

    def most_of(self, part: _Kelompok | int) -> list[int]:
        if not isinstance(part, int):
            return part.most
        options = self.butir[part]
        most = [0] + [-self.never] * max(option.soal for option in options)
        for option in options:
            most[option.soal] = max(most[option.soal], option.gain)
        return most

    def states(self, group: _Kelompok, required: list[int]) -> list[_Keadaan]:
        """The useful ways to improve this group; `required[n]` is what n questions must gain at the least."""
        parts: list[_Kelompok | int] = [*group.anak, *group.sendiri]
        lows = [[max(need, group.need) for need in required]]
        for part in reversed(parts):
            lows.append(self.before(lows[-1], self.most_of(part)))
        lows.reverse()
        states = [_Keadaan(0, 0, None)]
        for part, low in zip(parts, lows[1:], strict=True):
            states = _combine(states, self.options(part, states, low), low)
        return states

    def options(self, part: _Kelompok | int, states: list[_Keadaan], low: list[int]) -> list[_Keadaan]:
        if not isinstance(part, int):
            return self.states(part, self.needed(states, low, len(part.most)))
        found = [_Keadaan(option.cost, option.gain, (part, n)) for n, option in enumerate(self.butir[part])]
        return [_Keadaan(0, 0, None), *found]

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

    def needed(self, states: list[_Keadaan], low: list[int], size: int) -> list[int]:
        """What a group must gain by number of questions, given the ways that lead up to it."""
        highest: dict[int, int] = {}
        for state in states:
            n = state.cost // SOAL
            highest[n] = max(state.gain, highest.get(n, 0))
        return [
            min((low[n + m] - gain for n, gain in highest.items() if n + m < len(low)), default=self.never)
            for m in range(min(size, len(low)))
        ]


def _combine(states: list[_Keadaan], options: list[_Keadaan], low: list[int]) -> list[_Keadaan]:
    """Every state with every option that can still end well; at one cost or more, only greater gains stay."""
    best: dict[int, tuple[int, object, object]] = {}
    longest = len(low)
    for cost, gain, back in states:
        for more_cost, more_gain, more_back in options:
            total, sum_gain = cost + more_cost, gain + more_gain
            n = total // SOAL
            if n >= longest or sum_gain < low[n]:
                continue
            known = best.get(total)
            if known is None or sum_gain > known[0]:
                best[total] = (sum_gain, back, more_back)
    kept, highest = [], -1
    for total in sorted(best):
        gain, back, more_back = best[total]
        if gain > highest:
            kept.append(_Keadaan(total, gain, (back, more_back) if more_back is not None else back))
            highest = gain
    return kept


def _choices(back: object) -> Iterator[tuple[int, int]]:
    """The choices in a chain of pairs; a choice is a pair of numbers."""
    pending: list[object] = [back]
    while pending:
        node = pending.pop()
        if not isinstance(node, tuple):
            continue
        left, right = node
        if isinstance(left, int):
            yield left, right
        else:
            pending += [left, right]
