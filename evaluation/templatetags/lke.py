"""How numbers and answers of the LKE read on a page. Everything is rounded here and nowhere before."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation.lke.numbers import koma
from units.templatetags.ui import icon

register = template.Library()

CIP = '<span class="bukti-cip">{}<a href="{}{}/">{}</a>{}</span>'
CSRF = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
LEPAS = (
    '<form class="form-sebaris" method="post" action="{0}{1}/lepas/" hx-post="{0}{1}/lepas/" hx-target="#bukti-{2}">'
    '{3}<button class="bukti-lepas" type="submit">{4}<span class="visually-hidden">Lepas {5}</span></button></form>'
)


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


@register.simple_tag(takes_context=True)
def bukti_cip(
    context: template.Context, bukti: Iterable[tuple[int, str]], url_bukti: str, jangkar: str, boleh: bool
) -> SafeString:
    """Evidence as chips, each with the button that takes it off. Over two hundred on one page: three addresses and a
    template for each cost a quarter of it.
    """
    titles = [(pk, judul) for pk, judul in bukti]
    if not titles:
        return SafeString("")
    place, clip = reverse("data_dukung_detail", args=[0]).removesuffix("0/"), icon("paperclip")
    if not boleh:
        return format_html_join("", CIP, [(clip, place, pk, judul, "") for pk, judul in titles])
    token, cross = format_html(CSRF, context["csrf_token"]), icon("x")
    return format_html_join(
        "",
        CIP,
        [
            (clip, place, pk, judul, format_html(LEPAS, url_bukti, pk, jangkar, token, cross, judul))
            for pk, judul in titles
        ],
    )
