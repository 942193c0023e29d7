"""The solver against brute force, on random whole numbers and nested groups."""

import itertools
import random

import pytest

from evaluation.lke.path_solver import Menyilang, Opsi, solve


def _random_case(rng):
    """Up to seven items with up to four options each, and lower bounds on nested groups that can be met."""
    butir = [
        [Opsi(rng.choice([1, 1, 1, 2]), rng.randint(1, 5), rng.randint(0, 2), rng.randint(0, 20)) for _ in range(size)]
        for size in [rng.randint(1, 4) for _ in range(rng.randint(1, 7))]
    ]
    every = list(range(len(butir)))
    groups = {frozenset(every)}
    middle = rng.randint(1, len(every))
    groups |= {frozenset(every[:middle]), frozenset(every[: rng.randint(1, middle)]), frozenset([rng.choice(every)])}
    needs = {}
    for group in groups:
        nested = all(group <= other or other <= group or not group & other for other in needs)
        most = sum(max(option.gain for option in butir[n]) for n in group)
        if nested and most:
            needs[group] = rng.randint(1, most)
    return butir, needs


def _total(options):
    return sum(option.cost for option in options)


def _brute_force(butir, needs):
    choices = [[None, *options] for options in butir]
    met = [
        [option for option in picks if option]
        for picks in itertools.product(*choices)
        if all(sum(picks[n].gain for n in group if picks[n]) >= need for group, need in needs.items())
    ]
    return min(map(_total, met))


@pytest.mark.parametrize("seed", range(150))
def test_the_choice_is_the_smallest_there_is(seed):
    rng = random.Random(seed)
    butir, needs = _random_case(rng)
    if not needs:
        return
    chosen = {item: butir[item][option] for item, option in solve(butir, needs)}
    for group, need in needs.items():
        assert sum(option.gain for item, option in chosen.items() if item in group) >= need
    assert _total(chosen.values()) == _brute_force(butir, needs)


def test_groups_that_cross_have_no_solution():
    butir = [[Opsi(1, 1, 0, 5)]] * 3
    with pytest.raises(Menyilang):
        solve(butir, {frozenset([0, 1]): 5, frozenset([1, 2]): 5})


def test_the_criteria_weigh_in_their_order():
    """One question in nine steps beats two in two; then fewer steps; then evidence."""
    every = frozenset([0])
    assert solve([[Opsi(2, 2, 0, 9), Opsi(1, 9, 1, 9)]], {every: 9}) == [(0, 1)]
    assert solve([[Opsi(1, 3, 0, 9), Opsi(1, 2, 1, 9)]], {every: 9}) == [(0, 1)]
    assert solve([[Opsi(1, 2, 1, 9), Opsi(1, 2, 0, 9)]], {every: 9}) == [(0, 1)]
