"""Small pieces of the interface: icons, status chips, active filters, words for durations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.http import QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.templatetags.indonesia import tanggal

if TYPE_CHECKING:
    from units.models.base import Pekerjaan

register = template.Library()

# Four meanings and nothing else; the icon carries the meaning for those who do not see the colour.
IKON_NADA = {
    "hijau": "circle-check",
    "kuning": "clock",
    "merah": "octagon-alert",
    "biru": "info",
    "netral": "circle-dashed",
}


@register.simple_tag
def icon(name: str, kelas: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Decoration beside text unless `label` gives it a name of its own."""
    return _icon(name, kelas, label)


@lru_cache(maxsize=1024)
def _icon(name: str, kelas: str, label: str) -> SafeString:
    """Kept, because a page draws some fifty and each would look up its static address."""
    source = f"{static('icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="ikon {}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            kelas,
            label,
            source,
        )
    return format_html('<svg class="ikon {}" aria-hidden="true"><use href="{}"></use></svg>', kelas, source)


@register.simple_tag
def max_upload_mb() -> int:
    return settings.MAX_UPLOAD_MB


@register.simple_tag
def status_chip(tone: str, label: str, ikon: str = "") -> SafeString:
    """`tone` is one of hijau, kuning, merah, biru, netral; an unknown tone is a mistake and fails."""
    return format_html('<span class="cip cip-{}">{}{}</span>', tone, icon(ikon or IKON_NADA[tone]), label)


@register.filter
def durasi(seconds: float | None) -> str:
    """kurang dari 1 menit, 5 menit, 2 jam 10 menit"""
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "kurang dari 1 menit"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} menit"
    return f"{hours} jam {rest} menit" if rest else f"{hours} jam"


@register.filter
def sisa_waktu(pekerjaan: "Pekerjaan") -> str:
    """How long a job still takes if it goes on as it went; empty before the first step is done."""
    if not (pekerjaan.mulai_at and pekerjaan.kemajuan and pekerjaan.jumlah > pekerjaan.kemajuan):
        return ""
    elapsed = (timezone.now() - pekerjaan.mulai_at).total_seconds()
    return durasi(elapsed / pekerjaan.kemajuan * (pekerjaan.jumlah - pekerjaan.kemajuan))


@register.filter
def persen(part: float, whole: float) -> int:
    """Whole percent, 0 when there is nothing to count."""
    return min(100, int(part * 100 / whole)) if whole else 0


@register.filter
def page_range(page: Page) -> Iterator[int]:
    """Page numbers to offer; 0 stands for a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        yield number if isinstance(number, int) else 0


@register.simple_tag(takes_context=True)
def page_url(context: RequestContext, param: str, number: int) -> str:
    query = context["request"].GET.copy()
    query[param] = number
    return f"?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class FilterAktif:
    """A filter in force: its words, and the address of the same list without it."""

    label: str
    nilai: str
    url: str


@register.simple_tag(takes_context=True)
def active_filters(context: RequestContext, form: Form) -> list[FilterAktif]:
    if not form.is_bound:
        return []
    form.is_valid()  # fills cleaned_data with the fields that could be read; the rest show their errors
    query = context["request"].GET
    return [
        FilterAktif(str(field.label), words, _without(query, field.html_name, raw))
        for field in form
        for raw, words in _chosen(field)
    ]


def _chosen(field: BoundField) -> Iterator[tuple[str, str]]:
    """(value in the address, words for people) of every value chosen in a field."""
    value = field.form.cleaned_data.get(field.name)
    if value is None or value == "" or field.is_hidden:
        return
    raw = field.value()
    choices = {str(key): str(text) for key, text in _flat(getattr(field.field, "choices", ()))}
    if isinstance(raw, list | tuple):
        yield from ((str(item), choices.get(str(item), str(item))) for item in raw if item)
    elif choices:
        yield str(raw), choices.get(str(raw), str(value))
    else:
        yield str(raw), _words(value)


def _flat(choices: object) -> Iterator[tuple[object, object]]:
    for key, text in choices:
        if isinstance(text, list | tuple):
            yield from text
        else:
            yield key, text


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return tanggal(value) if isinstance(value, date) else str(value)


def _without(query: QueryDict, name: str, raw: str) -> str:
    rest = query.copy()
    rest.pop("page", None)
    kept = [value for value in rest.getlist(name) if value != raw]
    if kept:
        rest.setlist(name, kept)
    else:
        # A field of several inputs stands in the address as name_0, name_min and so on.
        for key in [key for key in rest if key == name or key.startswith(f"{name}_")]:
            rest.pop(key)
    return f"?{rest.urlencode()}"
