"""How numbers and answers of the LKE read on a page. Everything is rounded here and nowhere before."""

from decimal import Decimal
from fractions import Fraction

from django import template

from evaluation.lke.numbers import koma

register = template.Library()


@register.filter
def dua(value: Fraction | Decimal | None) -> str:
    """74,995 prints as 75,00: two decimals, half up, as the thresholds judge."""
    return "" if value is None else koma(value)


@register.filter
def tanda(value: Decimal) -> str:
    """A gap with its sign: +1,25 or −1,25."""
    return f"+{koma(value)}" if value >= 0 else f"−{koma(-value)}"


@register.filter
def jangkar(kode: str) -> str:
    """The id of a question on the page: a dot in an id would need escaping in every selector."""
    return kode.replace(".", "-")


@register.filter
def indeks(value: str) -> str:
    """3.60 of the instrument's data as people write it: 3,60"""
    return value.replace(".", ",")
