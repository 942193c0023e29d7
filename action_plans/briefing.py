"""What plans, reports and earlier sessions say of a unit, for those who prepare a session or a report."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from action_plans.models import KesepakatanPembinaan, Pembinaan, RencanaAksi
from action_plans.narrative import percent
from action_plans.report_data import Butir, count, items_of
from units.briefing import Fakta
from units.choices import Area
from units.models import PembangunanZI
from units.templatetags.indonesia import tanggal


def read_facts(years: Sequence[PembangunanZI]) -> dict[int, list[Fakta]]:
    """Plan and progress, then coaching so far; six queries for any number of units."""
    today = timezone.localdate()
    plans = {r.pembangunan_id: r for r in RencanaAksi.objects.filter(pembangunan__in=years)}
    items = items_of(years, today=today)
    coaching = _coaching(years, today)
    return {
        year.pk: [*_plan(plans.get(year.pk), items[year.pk], year.periode.tahun, today), *coaching[year.pk]]
        for year in years
    }


def _plan(rencana: RencanaAksi | None, items: list[Butir], tahun: int, today: date) -> list[Fakta]:
    if rencana is None:
        return [Fakta("Rencana aksi", "Belum disusun", "merah")]
    url = reverse("rencana_detail", args=[rencana.pk])
    if rencana.versi == 0:
        return [Fakta("Rencana aksi", f"Belum disetujui ({rencana.get_status_display()})", "kuning", url)]
    due = [b for b in items if (tahun, b.bulan) <= (today.year, today.month)]
    whole = _progress("Target sampai bulan ini", due, url, area="")
    parts = [
        _progress("Target sampai bulan ini", here, url, area=area)
        for area in Area.values
        if (here := [b for b in due if b.area == area])
    ]
    return [whole, *_late(due, url), *parts]


def _progress(judul: str, due: list[Butir], url: str, *, area: str) -> Fakta:
    h = count(due)
    if h.persen is None:
        return Fakta(judul, "Belum ada yang jatuh tempo", "netral", url, area)
    late = f", {h.terlambat} terlambat" if h.terlambat else ""
    nada = "merah" if h.terlambat else "hijau" if h.selesai == h.jatuh_tempo else "kuning"
    return Fakta(judul, f"{h.selesai} dari {h.jatuh_tempo} selesai ({percent(h.persen)}){late}", nada, url, area)


SHOWN = 5


def _late(due: list[Butir], url: str) -> list[Fakta]:
    """The actions themselves, those late in most months first."""
    late: dict[int, list[Butir]] = {}
    for b in due:
        if b.is_terlambat:
            late.setdefault(b.aksi, []).append(b)
    worst = sorted(late.values(), key=len, reverse=True)[:SHOWN]
    return [
        Fakta(f"Terlambat {len(rows)} bulan" if len(rows) > 1 else "Terlambat", rows[0].uraian[:140], "merah", url)
        for rows in worst
    ]


def _coaching(years: Sequence[PembangunanZI], today: date) -> dict[int, list[Fakta]]:
    held = Pembinaan.objects.filter(pembangunan__in=years).exclude(status=Pembinaan.Status.DRAF)
    last: dict[int, Pembinaan] = {}
    for row in held.order_by("tanggal", "pk"):
        last[row.pembangunan_id] = row
    counted = (
        KesepakatanPembinaan.objects.open()
        .filter(pembinaan__pembangunan__in=years)
        .order_by()
        .values("pembinaan__pembangunan")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(tenggat__lt=today)))
    )
    owed = {row["pembinaan__pembangunan"]: row for row in counted}
    return {year.pk: _sessions(last.get(year.pk), owed.get(year.pk)) for year in years}


def _sessions(last: Pembinaan | None, owed: dict[str, int] | None) -> list[Fakta]:
    if last is None:
        return [Fakta("Pembinaan terakhir", "Belum pernah tahun ini", "kuning")]
    url = reverse("pembinaan_detail", args=[last.pk])
    found = [Fakta("Pembinaan terakhir", f"{last.get_jenis_display()}, {tanggal(last.tanggal)}", "netral", url)]
    if owed:
        late = f", {owed['late']} lewat tenggat" if owed["late"] else ""
        found.append(Fakta("Kesepakatan terbuka", f"{owed['n']}{late}", "merah" if owed["late"] else "kuning", url))
    return found
