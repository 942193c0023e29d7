"""Indonesian forms of dates and numbers, the same on page and paper."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from units.choices import BULAN, PANGKAT, ROMAN

register = template.Library()


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """21 November 2026"""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {BULAN[value.month - 1]} {value.year}"


@register.filter
def waktu(value: datetime | None) -> str:
    """21 November 2026 10.42"""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{tanggal(local)} {local:%H.%M}"


@register.filter
def bulan(value: int) -> str:
    return BULAN[int(value) - 1]


@register.filter
def romawi(value: int) -> str:
    return ROMAN[int(value)]


@register.filter
def nip(value: str) -> str:
    """19800101 200501 1 001"""
    v = str(value or "")
    return f"{v[:8]} {v[8:14]} {v[14]} {v[15:]}" if len(v) == 18 else v


@register.filter
def pangkat(golongan: str) -> str:
    """Pembina (IV/a)"""
    return f"{PANGKAT[golongan]} ({golongan})" if golongan in PANGKAT else golongan or ""


@register.filter
def angka(value: int | float | Decimal | None, decimals: int = 2) -> str:
    """1.234,56; whole numbers without decimals when `decimals` is 0."""
    if value is None or value == "":
        return ""
    text = f"{Decimal(str(value)):,.{int(decimals)}f}"
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def ukuran(value: int) -> str:
    """File size: 1,2 MB"""
    size = float(value or 0)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{angka(size, 0 if unit == 'B' else 1)} {unit}"
        size /= 1024
    return f"{angka(size, 1)} GB"
