"""The page of those who decide, and the list behind each of its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.choices import Jenis
from reports.dashboard import charts, figures
from reports.dashboard.kept import kept
from reports.dashboard.tables import DasborUnitFilter, DasborUnitTable
from reports.dashboard.trend import trend
from reports.dashboard.unit_views import UNIT_WORKERS
from units.access import has_role, is_inspektorat, require
from units.choices import Area
from units.halaman import Halaman, Tab, Tombol
from units.models import Periode
from units.scope import INSTANSI_ROLES
from units.views.common import paged, render_list

PANAS = 15
PEMBACA = "kepala daerah, delegasinya, Inspektorat, atau Administrator Instansi"


@dataclass(frozen=True, slots=True)
class Ubin:
    """A number that opens its list; `lain` is the same number in the year it is compared with."""

    label: str
    jumlah: int
    catatan: str
    url: str
    nada: str = ""
    lain: int | None = None
    lain_url: str = ""

    @property
    def selisih(self) -> str:
        """With its sign: +2, −1 or 0."""
        gap = self.jumlah - (self.lain or 0)
        return f"{gap:+d}".replace("-", "−") if gap else "0"


@dataclass(frozen=True, slots=True)
class Pembanding:
    """The programme year that stands beside the chosen one."""

    periode: Periode
    jumlah: Mapping[str, int]
    rata: Decimal | None


def list_url(kriteria: str = "", *, tahun: int | None = None) -> str:
    asked = {name: value for name, value in (("kriteria", kriteria), ("tahun", tahun)) if value}
    return f"{reverse('dasbor_unit_list')}{'?' if asked else ''}{urlencode(asked)}"


def tabs(request: HttpRequest, active: str) -> tuple[Tab, ...]:
    """Pages of the institution's figures; the Inspektorat has one of its own."""
    pages = [("Instansi", "dasbor"), ("Rekap unit", "rekap_unit")]
    if is_inspektorat(request.peran):
        pages.insert(1, ("Inspektorat", "dasbor_inspektorat"))
    return tuple(Tab(label, reverse(name), aktif=name == active) for label, name in pages)


@require_safe
def dasbor(request: HttpRequest) -> HttpResponse:
    """Where the units stand, who will make it and by what the others miss it, what waits, who is late. A unit is led
    to its own year.
    """
    if request.peran and request.peran.jenis in UNIT_WORKERS:
        return redirect("dasbor_unit", pk=request.peran.unit_id)
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka dasbor")
    compared = _compared(request)
    found = kept(
        request, "instansi", lambda: _figures(request, compared, timezone.localdate()), compared and compared.pk
    )
    others = [p for p in request.periode_list if p != request.periode]
    return render(request, "reports/dasbor.html", _head(request) | found | {"banding_list": others})


def _head(request: HttpRequest) -> dict[str, Any]:
    periode = request.periode
    menu = [Tombol("Ringkasan bulanan lewat surel", reverse("dasbor_ringkasan"), ikon="mail")]
    if periode:
        menu.insert(0, Tombol("Cetak PDF", reverse("dokumen_block", args=[Jenis.DASBOR, periode.pk]), ikon="printer"))
    halaman = Halaman(
        judul=f"Dasbor Zona Integritas {periode or ''}".strip(),
        keterangan="Keadaan unit kerja hari ini; setiap angka membuka daftar unitnya.",
        tombol=Tombol("Lihat semua unit", list_url(), ikon="list-checks"),
        menu=tuple(menu),
        tab=tabs(request, "dasbor"),
    )
    return {"halaman": halaman}


def _figures(request: HttpRequest, compared: Periode | None, today: date) -> dict[str, Any]:
    periode = request.periode
    rows = figures.unit_years(request.peran, periode, today=today)
    counts = figures.count_all(rows)
    other = _other(request, compared, today) if compared else None
    years = trend(request.peran, sampai=periode.tahun) if periode else []
    first = {kode: list(figures.first_of(rows, kode)) for kode in ("memenuhi", "kurang", "keputusan", "terlambat")}
    return {
        "jumlah": counts["semua"],
        "angka": counts,
        "ubin_list": _tiles(counts),
        "url": {kode: list_url(kode) for kode in figures.KRITERIA},
        "pertama": first,
        "corong": charts.funnel(counts),
        "daftar_url": list_url(),
        "panas": [(row, charts.heat_cells(row.area)) for row in figures.weakest_last(rows)[:PANAS]],
        "panas_jumlah": [(a, counts[f"area_{a.value}"], list_url(f"area_{a.value}")) for a in Area.pengungkit()],
        "dinilai": counts["semua"] - counts["belum_dinilai"],
        "tahun_list": years,
        "tren": charts.trend_line(years),
        "pemegang": figures.holders(request.peran, today=today),
        "banding": other,
        "rata": figures.mean_score(rows) if other else None,
        "banding_angka": _beside(counts, other) if other else (),
        "hari_ini": today,
    }


def _compared(request: HttpRequest) -> Periode | None:
    """The year that was asked for beside the chosen one, if it is another one of the institution."""
    asked = request.GET.get("banding", "")
    return next((p for p in request.periode_list if str(p.tahun) == asked and p != request.periode), None)


def _other(request: HttpRequest, periode: Periode, today: date) -> Pembanding:
    rows = figures.unit_years(request.peran, periode, today=today)
    return Pembanding(periode, figures.count_all(rows), figures.mean_score(rows))


def _tiles(counts: Mapping[str, int]) -> tuple[Ubin, ...]:
    return tuple(
        Ubin(label, counts[kode], note.format(counts["semua"]), list_url(kode), nada if counts[kode] else "")
        for kode, label, note, nada in figures.UTAMA
    )


def _beside(counts: Mapping[str, int], other: Pembanding) -> tuple[Ubin, ...]:
    """Every figure of the page in both years, each opening its own year's list."""
    names = [
        ("semua", "Unit kerja"),
        *((kode, label) for kode, label, _, _ in figures.UTAMA),
        ("terlambat", "Ada yang terlambat"),
    ]
    names += [(t.value, f"Tahap: {t.label}") for t in figures.Tahap]
    tahun = other.periode.tahun
    return tuple(
        Ubin(
            label,
            counts[kode],
            "",
            list_url("" if kode == "semua" else kode),
            lain=other.jumlah[kode],
            lain_url=list_url("" if kode == "semua" else kode, tahun=tahun),
        )
        for kode, label in names
    )


@require_safe
def dasbor_unit_list(request: HttpRequest) -> HttpResponse:
    """The units behind a number, closest to their predicate first; of another year when the number was that year's."""
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka dasbor")
    periode = _asked_year(request)
    rows = figures.unit_years(request.peran, periode, today=timezone.localdate())
    chosen = DasborUnitFilter(request.GET, queryset=figures.closest_first(rows), request=request)
    kode = chosen.form.cleaned_data.get("kriteria") if chosen.is_valid() else ""
    halaman = Halaman(
        judul=f"{charts.label_of(kode) if kode else 'Semua unit'} {periode or ''}".strip(),
        remah=(("Dasbor", reverse("dasbor")),),
        keterangan="Urut dari yang paling dekat: paling sedikit ambang yang kurang, lalu nilai tertinggi.",
    )
    context = {
        "halaman": halaman,
        "table": paged(request, DasborUnitTable(chosen.qs)),
        "filter": chosen,
        "area_list": Area.pengungkit(),
    }
    return render_list(request, "reports/dasbor_unit_list.html", context)


def _asked_year(request: HttpRequest) -> Periode | None:
    asked = request.GET.get("tahun", "")
    return next((p for p in request.periode_list if str(p.tahun) == asked), request.periode)
