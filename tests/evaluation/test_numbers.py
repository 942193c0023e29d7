"""Numbers come in exactly, and are rounded once: half up, two decimals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.lke.numbers import (
    BukanAngka,
    dua_desimal,
    full_text,
    koma,
    read_count,
    read_number,
    show_value,
)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("74.995", "75.00"),
        ("74.9949999", "74.99"),
        ("74.985", "74.99"),  # half to even would give 74.98
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
        ("100", "100.00"),
    ],
)
def test_two_decimals_half_up(value, rounded):
    assert str(dua_desimal(Fraction(value))) == rounded


@given(st.fractions(min_value=-1000, max_value=1000))
def test_rounding_moves_a_value_by_half_a_hundredth_at_most(value):
    assert abs(Fraction(dua_desimal(value)) - value) <= Fraction(1, 200)


@pytest.mark.parametrize("value", [3.6, "3.6", "3,6", " 3,6 ", Decimal("3.6")])
def test_a_number_counts_as_it_is_written(value):
    assert read_number(value) == Fraction(18, 5)


NO_NUMBERS = ["", "tiga", "3 orang", "1e3", "0x10", "١", "9" * 5000, "1_000", "3.", ".5", "--1"]
NO_NUMBERS += [None, True, float("nan"), float("inf"), [], {}, 10**20, Decimal("1E+999999999"), 10**6000]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=range(len(NO_NUMBERS)))
def test_what_is_no_number_is_refused(value):
    with pytest.raises(BukanAngka):
        read_number(value)


def test_counts_are_whole_and_not_negative():
    assert read_count("7") == read_count(7.0) == 7
    for value in (-1, "-1", 1.5, "1,5"):
        with pytest.raises(BukanAngka):
            read_count(value)


def test_a_value_is_quoted_short():
    assert show_value("x" * 500) == '"' + "x" * 40 + '…"'
    assert show_value(10**6000) == "angka yang terlalu besar"


def test_full_precision_text():
    assert full_text(Fraction(1, 8)) == "0.125"
    assert full_text(Fraction(100)) == "100"
    assert full_text(Fraction(1, 3)) == "0." + "3" * 28
    assert koma(Fraction("74.995")) == "75,00"
