"""Month cells of a plan. They are most of a plan's page, so the few different ones are drawn once and kept."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from action_plans.due import NADA, Keadaan
from action_plans.plan_data import BarisAksi, Sel
from units.choices import BULAN
from units.templatetags.ui import status_chip

register = template.Library()


@register.filter
def sel_bulan(baris: BarisAksi) -> SafeString:
    """The twelve cells of a row."""
    return mark_safe("".join(map(month_cell, baris.sel)))  # noqa: S308  made of escaped parts below


@lru_cache(maxsize=4096)
def month_cell(sel: Sel) -> SafeString:
    """A mark by shape and colour, and the same in words for those who do not see it."""
    words = describe_cell(sel)
    if not words:
        return mark_safe("<td></td>")
    classes = " ".join(filter(None, ["t" if sel.target else "", f"k-{sel.keadaan}" if sel.keadaan else "", "e" if sel.bukti else ""]))
    return format_html('<td class="{}" title="{} {}"><span class="visually-hidden">{}</span></td>', classes, BULAN[sel.bulan - 1], words, words)


@register.filter("kata_sel")
def describe_cell(sel: Sel) -> str:
    """selesai, 2 bukti"""
    words = [Keadaan(sel.keadaan).label.lower()] if sel.keadaan else []
    if sel.bukti:
        words.append(f"{sel.bukti} bukti")
    return ", ".join(words)


@register.simple_tag
def keadaan_chip(keadaan: str) -> SafeString:
    return status_chip(NADA[Keadaan(keadaan)], Keadaan(keadaan).label)
