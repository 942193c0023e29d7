"""Remind of the year's deadlines, each stage once per person."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from units.models import PembangunanZI, Periode, Tenggat
from units.notices import holders, notify
from units.reminders import PENGINGAT, Pengingat, sentence, stage_of


def send_calendar_reminders(*, today: date) -> int:
    """For every institution, this year's calendar and last year's. Returns the notices made; running twice adds none."""
    told = 0
    for periode in Periode.objects.filter(tahun__in=(today.year, today.year - 1)).prefetch_related("tenggat"):
        due = [t for t in periode.tenggat.all() if t.kode in PENGINGAT and stage_of(t.tanggal, today)]
        if due:
            years = list(PembangunanZI.objects.filter(periode=periode, unit__is_active=True).select_related("unit"))
            told += sum(_remind(periode, tenggat, years, today) for tenggat in due)
    return told


def _remind(periode: Periode, tenggat: Tenggat, years: list[PembangunanZI], today: date) -> int:
    rule = PENGINGAT[tenggat.kode]
    still_open = [year for year in years if year.tahap in rule.terbuka]
    if not still_open and not (rule.tanpa_unit and not years):
        return 0
    users = [
        *holders(*rule.peran, instansi_id=periode.instansi_id),
        *_unit_people(rule, still_open),
    ]
    made = notify(
        users,
        judul=sentence(tenggat.nama, tenggat.tanggal, today)[:200],
        pesan=_who_is_open(still_open),
        tautan=reverse("pembangunan_list"),
        kunci=f"tenggat:{tenggat.pk}:{tenggat.tanggal}:{stage_of(tenggat.tanggal, today)}",
    )
    return len(made)


def _unit_people(rule: Pengingat, years: Iterable[PembangunanZI]):
    if not rule.peran_unit:
        return
    for year in years:
        yield from holders(*rule.peran_unit, instansi_id=year.unit.instansi_id, unit_id=year.unit_id)


def _who_is_open(years: list[PembangunanZI]) -> str:
    if not years:
        return "Belum ada unit yang terdaftar pada tahun ini."
    names = ", ".join(year.unit.nama for year in years[:5])
    more = f", dan {len(years) - 5} unit lainnya" if len(years) > 5 else ""
    return f"Unit yang belum selesai: {names}{more}."
