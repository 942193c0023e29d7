"""Measures of agreement between assessors, against published worked examples."""

from fractions import Fraction

import pytest

from evaluation.agreement import COHEN, FLEISS, cohen_kappa, fleiss_kappa, measure, percent_agreement

# Fleiss (1971), table 1: 30 patients, 6 psychiatrists each, 5 diagnoses; the counts of each diagnosis per patient.
FLEISS_1971 = """
0 0 0 6 0 / 0 3 0 0 3 / 0 1 4 0 1 / 0 0 0 0 6 / 0 3 0 3 0 / 2 0 4 0 0 / 0 0 4 0 2 / 2 0 3 1 0 / 2 0 0 4 0 / 0 0 0 0 6 /
1 0 0 5 0 / 1 1 0 4 0 / 0 3 3 0 0 / 1 0 0 5 0 / 0 2 0 3 1 / 0 0 5 0 1 / 3 0 0 1 2 / 5 1 0 0 0 / 0 2 0 4 0 / 1 0 2 0 3 /
0 0 0 0 6 / 0 1 0 5 0 / 0 2 0 1 3 / 2 0 0 4 0 / 1 0 0 4 1 / 0 5 0 1 0 / 4 0 0 0 2 / 0 2 0 4 0 / 1 0 5 0 0 / 0 0 0 0 6
"""
# The example in most textbooks and on Wikipedia ("Fleiss' kappa"): 10 subjects, 14 raters, 5 categories.
TEN_BY_FOURTEEN = """
0 0 0 0 14 / 0 2 6 4 2 / 0 0 3 5 6 / 0 3 9 2 0 / 2 2 8 1 1 / 7 7 0 0 0 / 3 2 6 3 0 / 2 5 3 2 2 / 6 5 2 1 0 / 0 2 2 3 7
"""


def items(table: str) -> list[list[int]]:
    """Counts per category as lists of single answers."""
    rows = [[int(n) for n in row.split()] for row in table.strip().split("/")]
    return [[category for category, n in enumerate(row) for _ in range(n)] for row in rows]


def two_by_two(both_yes: int, yes_no: int, no_yes: int, both_no: int) -> list[tuple[str, str]]:
    return [
        *[("ya", "ya")] * both_yes,
        *[("ya", "tidak")] * yes_no,
        *[("tidak", "ya")] * no_yes,
        *[("tidak", "tidak")] * both_no,
    ]


def test_fleiss_own_example_is_0_430():
    assert round(float(fleiss_kappa(items(FLEISS_1971)).nilai), 3) == 0.430


def test_ten_subjects_by_fourteen_raters_is_0_210():
    assert round(float(fleiss_kappa(items(TEN_BY_FOURTEEN)).nilai), 3) == 0.210


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ((20, 5, 10, 15), Fraction(2, 5)),  # 50 grant proposals, the usual first example: observed 0.7, chance 0.5
        ((45, 15, 25, 15), Fraction(3, 23)),  # 0.1304: same percent agreement as the next ...
        ((25, 35, 5, 35), Fraction(7, 27)),  # ... 0.2593, because the raters' frequencies differ
    ],
)
def test_cohen_two_by_two(table, kappa):
    assert cohen_kappa(two_by_two(*table)).nilai == kappa


def test_percent_agreement_of_two_is_the_share_of_equal_answers():
    assert percent_agreement(two_by_two(20, 5, 10, 15)) == 70


def test_percent_agreement_of_three_counts_pairs():
    """a, a, b: one pair of three agrees."""
    assert percent_agreement([["a", "a", "b"]]) == Fraction(100, 3)


def test_answers_nobody_else_gave_have_no_agreement():
    assert percent_agreement([["a"], []]) is None
    found = measure([{1: "a"}, {2: "b"}])
    assert (found.persen, found.kappa.nilai, found.dinilai) == (None, None, 0)
    assert "dua penilai" in found.kappa.sebab


def test_kappa_is_undefined_when_all_answers_are_the_same():
    """Full agreement that chance alone would reach too: 0/0, not 1."""
    for found in (cohen_kappa([("a", "a")] * 5), fleiss_kappa([["a", "a", "a"]] * 5)):
        assert found.nilai is None
        assert "satu kategori" in found.sebab


def test_fleiss_refuses_unequal_numbers_of_raters():
    found = fleiss_kappa([["a", "b"], ["a", "b", "b"]])
    assert found.nilai is None
    assert "tidak sama" in found.sebab


def test_the_same_two_people_are_measured_by_cohen():
    found = measure([{1: a, 2: b} for a, b in two_by_two(20, 5, 10, 15)])
    assert (found.cara, found.kappa.nilai, found.penilai, found.dihitung) == (COHEN, Fraction(2, 5), 2, 50)


def test_changing_pairs_are_measured_by_fleiss():
    found = measure([{1: "a", 2: "a"}, {1: "b", 3: "a"}, {2: "b", 3: "b"}])
    assert found.cara == FLEISS
    assert found.kappa.nilai == Fraction(1, 3)  # observed 2/3, chance 1/2


def test_items_with_another_number_of_raters_count_in_percent_but_not_in_kappa():
    two = [{1: a, 2: b} for a, b in two_by_two(20, 5, 10, 15)]
    found = measure([*two, {1: "ya", 2: "ya", 3: "ya"}])
    assert (found.dinilai, found.dihitung, found.ditinggalkan) == (51, 50, 1)
    assert found.kappa.nilai == Fraction(2, 5)
    assert found.persen == Fraction(36, 51) * 100


@pytest.mark.parametrize(
    ("kappa", "word"), [((20, 5, 10, 15), "cukup"), ((50, 0, 0, 50), "hampir sempurna"), ((0, 50, 50, 0), "buruk")]
)
def test_strength_in_words_after_landis_and_koch(kappa, word):
    """0.21-0.40 fair, above 0.80 almost perfect, below 0 poor."""
    assert measure([{1: a, 2: b} for a, b in two_by_two(*kappa)]).words() == word
