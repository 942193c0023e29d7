"""When a month's work is over, and what that makes of an action that was due in it."""

from datetime import date

from django.db.models import TextChoices

from action_plans.models import Realisasi
from units.choices import months_of


class Keadaan(TextChoices):
    """What a month cell, a list and the report say about an action due in a month."""

    SELESAI = "selesai", "Selesai"
    TERLAMBAT = "terlambat", "Terlambat"
    BERJALAN = "berjalan", "Sedang berjalan"
    BELUM = "belum", "Belum dikerjakan"
    MENDATANG = "mendatang", "Belum waktunya"


NADA = {
    Keadaan.SELESAI: "hijau",
    Keadaan.TERLAMBAT: "merah",
    Keadaan.BERJALAN: "kuning",
    Keadaan.BELUM: "kuning",
    Keadaan.MENDATANG: "netral",
}


def is_month_over(tahun: int, bulan: int, today: date) -> bool:
    """An action is late from the first day after its month."""
    return (tahun, bulan) < (today.year, today.month)


def state_of(status: str, *, tahun: int, bulan: int, today: date) -> Keadaan:
    """The state of an action due in `bulan`; `status` is the Realisasi's, or "" when there is none."""
    if status == Realisasi.Status.SELESAI:
        return Keadaan.SELESAI
    if is_month_over(tahun, bulan, today):
        return Keadaan.TERLAMBAT
    if status == Realisasi.Status.BERJALAN:
        return Keadaan.BERJALAN
    return Keadaan.BELUM if (tahun, bulan) == (today.year, today.month) else Keadaan.MENDATANG


def quarter_begun(tahun: int, triwulan: int, today: date) -> bool:
    return (tahun, months_of(triwulan)[0]) <= (today.year, today.month)


def quarter_ended(tahun: int, triwulan: int, today: date) -> bool:
    return is_month_over(tahun, months_of(triwulan)[-1], today)
