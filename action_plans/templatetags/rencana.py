"""Rows and month cells of a plan.

A plan of 150 rows has some 2,500 values and 1,800 month cells. Printed one by one they cost a page 12 ms of template
machinery, so a row is one format string here, and the few different month cells are drawn once and kept (docs/bench.md).
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from action_plans.due import NADA, Keadaan
from action_plans.plan_data import BarisAksi, Grup, Sel
from units.choices import BULAN
from units.templatetags.ui import status_chip

register = template.Library()

# Columns as static/js/plan-grid.js counts them.
BARIS_TABEL = (
    '<tr id="aksi-{b.pk}" data-v="{b.versi}"><td class="p">{pilih}</td>'
    '<th scope="row" class="n"><a href="{url}{b.pk}/">{b.nomor}</a></th><td class="i{ulang}"><div>{indikator}</div></td>'
    '<td class="a"><div>{aksi}</div></td><td class="l"><div>{langkah}</div></td><td class="b"><div>{bukti_fisik}</div></td>'
    '<td class="o"><div>{pj}</div></td><td class="s">{prioritas}</td><td class="w"><div>{target_waktu}</div></td>{sel}</tr>\n'
)
PILIH = '<input type="checkbox" name="aksi" value="{b.pk}:{b.versi}" data-pilih aria-label="Pilih aksi {b.nomor}">'
PRIORITAS = '<span class="visually-hidden">ya</span>'
INDIKATOR_TAHUN = '<tr class="indikator"><th scope="rowgroup" colspan="16">{}</th></tr>\n'
BARIS_TAHUN = (
    '<tr><th scope="row" class="n">{b.nomor}</th><td><a href="{url}{b.pk}/">{aksi}</a></td><td class="o">{pj}</td>'
    '<td class="s">{bukti}</td>{sel}</tr>\n'
)


@register.simple_tag
def baris_tabel(grup: Grup, url: str) -> SafeString:
    """The rows of a section in the grid; `url` is what stands before a row's number in its address."""
    return mark_safe("".join(_grid_row(b, url) for b in grup.baris))  # noqa: S308  every text is escaped in _grid_row


def _grid_row(b: BarisAksi, url: str) -> str:
    return BARIS_TABEL.format(
        b=b,
        url=url,
        pilih=PILIH.format(b=b) if b.boleh else "",
        ulang=" u" if b.ulang else "",
        indikator=escape(b.indikator),
        aksi=escape(b.aksi),
        langkah=escape(b.langkah),
        bukti_fisik=escape(b.bukti_fisik),
        pj=escape(b.pj),
        prioritas=PRIORITAS if b.prioritas else "",
        target_waktu=escape(b.target_waktu),
        sel=sel_bulan(b),
    )


@register.simple_tag
def baris_tahun(grup: Grup, url: str) -> SafeString:
    """The rows of a section in the year view, each indicator named once."""
    return mark_safe("".join(_year_row(b, url) for b in grup.baris))  # noqa: S308  every text is escaped in _year_row


def _year_row(b: BarisAksi, url: str) -> str:
    head = "" if b.ulang else INDIKATOR_TAHUN.format(escape(b.indikator))
    return head + BARIS_TAHUN.format(
        b=b, url=url, aksi=escape(b.aksi), pj=escape(b.pj), bukti=b.bukti or "", sel=sel_bulan(b)
    )


@register.filter
def sel_bulan(baris: BarisAksi) -> SafeString:
    """The twelve cells of a row."""
    return _cells(baris.sel)


@lru_cache(maxsize=2048)
def _cells(sel: tuple[Sel, ...]) -> SafeString:
    return mark_safe("".join(map(month_cell, sel)))  # noqa: S308  made of escaped parts below


@lru_cache(maxsize=4096)
def month_cell(sel: Sel) -> SafeString:
    """A mark by shape and colour, and the same in words for those who do not see it."""
    words = describe_cell(sel)
    if not words:
        return mark_safe("<td></td>")
    marks = ("t" if sel.target else "", f"k-{sel.keadaan}" if sel.keadaan else "", "e" if sel.bukti else "")
    return format_html(
        '<td class="{}" title="{} {}"><span class="visually-hidden">{}</span></td>',
        " ".join(filter(None, marks)), BULAN[sel.bulan - 1], words, words,
    )  # fmt: skip


@register.filter("kata_sel")
def describe_cell(sel: Sel) -> str:
    """selesai, 2 bukti"""
    words = [Keadaan(sel.keadaan).label.lower()] if sel.keadaan else []
    if sel.bukti:
        words.append(f"{sel.bukti} bukti")
    return ", ".join(words)


@register.simple_tag
@lru_cache(maxsize=8)
def keadaan_chip(keadaan: str) -> SafeString:
    return status_chip(NADA[Keadaan(keadaan)], Keadaan(keadaan).label)
