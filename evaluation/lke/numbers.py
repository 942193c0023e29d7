"""Exact numbers: read at one edge, rounded at the other, fractions in between.

A mean of three answers is a third, which no Decimal holds; so the core computes in Fraction and only what is
shown, compared with a threshold or written out becomes a Decimal.
"""

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

NOL = Fraction(0)
SATU = Fraction(1)
MAKS_DIGIT = 15
TERBESAR = 10**MAKS_DIGIT
DIGIT_PENUH = 28  # digits written for a value without an end, such as a third
_ANGKA = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,18})?")


class BukanAngka(ValueError):
    """The text of this error is an Indonesian clause about the value, without its place."""


def read_number(value: object) -> Fraction:
    """An exact number from an int, Decimal, float or text such as `3,6`; a float counts as what it prints."""
    if isinstance(value, bool) or value is None:
        raise BukanAngka(f"{show_value(value)} bukan angka")
    if isinstance(value, int | Fraction):
        if abs(value) > TERBESAR:
            raise BukanAngka("angka terlalu besar")
        return Fraction(value)
    if isinstance(value, float | Decimal):
        return _read_decimal(Decimal(repr(value)) if isinstance(value, float) else value)
    text = str(value).strip()
    if not _ANGKA.fullmatch(text):
        raise BukanAngka(f"{show_value(value)} bukan angka")
    return Fraction(text.replace(",", "."))


def _read_decimal(value: Decimal) -> Fraction:
    """Bounded before it is expanded: 1E+999999999 is eleven letters long."""
    if not value.is_finite() or (value and abs(value.adjusted()) > MAKS_DIGIT):
        raise BukanAngka("angka terlalu besar atau terlalu kecil")
    return Fraction(value)


def read_count(value: object) -> int:
    """A count: a whole number from 0 up."""
    number = read_number(value)
    if number < 0:
        raise BukanAngka(f"{show_value(value)} kurang dari 0")
    if number.denominator != 1:
        raise BukanAngka(f"{show_value(value)} bukan bilangan bulat")
    return int(number)


def show_value(value: object) -> str:
    """A value as it can be quoted in a sentence: short, and never a dump of somebody's file."""
    if isinstance(value, int) and abs(value) > TERBESAR:  # Python refuses to print thousands of digits
        return "angka yang terlalu besar"
    text = "kosong" if value is None else " ".join(str(value).split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def dua_desimal(value: Fraction) -> Decimal:
    """Two decimals, half up: what is printed, and what a threshold is compared with (74.995 -> 75.00)."""
    sen = abs(value) * 100
    bulat = (2 * sen.numerator + sen.denominator) // (2 * sen.denominator)
    return Decimal(bulat if value >= 0 else -bulat).scaleb(-2)


def full_text(value: Fraction) -> str:
    """The number in full, as text: exact where it ends, else 28 digits."""
    with localcontext() as context:
        context.prec = DIGIT_PENUH
        text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def koma(value: Fraction | Decimal) -> str:
    """Two decimals in Indonesian writing: `74,50`. Kept, because a page of the LKE prints the same few hundred values."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return str(dua_desimal(exact)).replace(".", ",")
