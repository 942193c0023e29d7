"""The page of those who decide, and the list behind each of its numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.dashboard import charts, figures, inspectorate
from reports.dashboard.tables import DasborUnitFilter, DasborUnitTable
from reports.dashboard.trend import trend
from reports.dashboard.unit_views import UNIT_WORKERS
from units.access import has_role, is_inspektorat, require
from units.choices import Area
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES
from units.views.common import paged, render_list

TERDEKAT, PANAS = 6, 15
PEMBACA = "kepala daerah, delegasinya, Inspektorat, atau Administrator Instansi"


@dataclass(frozen=True, slots=True)
class Ubin:
    """A number that opens its list."""

    label: str
    jumlah: int
    catatan: str
    url: str
    nada: str = ""


def list_url(kriteria: str = "") -> str:
    return f"{reverse('dasbor_unit_list')}{f'?kriteria={kriteria}' if kriteria else ''}"


@require_safe
def dasbor(request: HttpRequest) -> HttpResponse:
    """Where the units stand, who will make it and by what the others miss it, what waits, who is late. A unit is led
    to its own year.
    """
    if request.peran and request.peran.jenis in UNIT_WORKERS:
        return redirect("dasbor_unit", pk=request.peran.unit_id)
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka dasbor")
    today = timezone.localdate()
    periode = request.periode
    rows = figures.unit_years(request.peran, periode, today=today)
    counts = figures.count_all(rows)
    closest = list(figures.closest_first(rows.filter(kurang__gt=0))[:PANAS])
    years = trend(request.peran, sampai=periode.tahun) if periode else []
    halaman = Halaman(
        judul=f"Dasbor Zona Integritas {periode or ''}".strip(),
        keterangan="Keadaan unit kerja hari ini; setiap angka membuka daftar unitnya.",
        tombol=Tombol("Lihat semua unit", list_url(), ikon="list-checks"),
    )
    context = {
        "halaman": halaman,
        "jumlah": counts["semua"],
        "ubin_list": _tiles(counts),
        "memenuhi": counts["memenuhi"],
        "memenuhi_url": list_url("memenuhi"),
        "kurang_url": list_url("kurang"),
        "corong": charts.funnel(counts),
        "corong_tinggi": len(figures.Tahap) * charts.BARIS,
        "daftar_url": list_url(),
        "terdekat": closest[:TERDEKAT],
        "panas": [(row, charts.heat_cells(row.area)) for row in closest],
        "area_list": Area.pengungkit(),
        "tahun_list": years,
        "tren": charts.trend_line(years),
        "pemegang": figures.holders(request.peran, today=today),
        "hari_ini": today,
    }
    if is_inspektorat(request.peran):
        context["pengawas"] = _inspectorate(request, rows, today)
    return render(request, "reports/dasbor.html", context)


def _inspectorate(request: HttpRequest, rows: QuerySet[PembangunanZI], today: date) -> dict[str, Any]:
    peran, periode = request.peran, request.periode
    return {
        "fase_list": inspectorate.phases(peran, periode, today=today),
        "lebih_list": inspectorate.over_rated(rows)[:TERDEKAT],
        "lebih_url": list_url("selisih"),
        "selisih_list": inspectorate.area_gaps(peran, periode),
        "beda_list": inspectorate.disputed(peran, periode),
        "rekomendasi_list": inspectorate.open_recommendations(peran, today=today),
        "bukti_list": inspectorate.evidence_quality(peran, periode),
    }


def _tiles(counts: dict[str, int]) -> tuple[Ubin, ...]:
    def tile(kode: str, label: str, catatan: str, nada: str = "") -> Ubin:
        return Ubin(label, counts[kode], catatan, list_url(kode), nada if counts[kode] else "")

    return (
        tile("memenuhi", "Memenuhi ambang batas", f"dari {counts['semua']} unit", "hijau"),
        tile("kurang", "Belum memenuhi", "terdekat di bawah ini", "kuning"),
        tile("keputusan", "Menunggu keputusan", "hasil TPI sudah final", "biru"),
        tile("tanpa_rencana", "Tanpa rencana disetujui", "belum dapat melaporkan", "merah"),
        tile("laporan_terlambat", "Laporan terlambat", "lewat tenggat triwulan", "merah"),
        tile("tindak_lanjut", "Tindak lanjut terlambat", "rekomendasi TPI", "merah"),
    )


@require_safe
def dasbor_unit_list(request: HttpRequest) -> HttpResponse:
    """The units behind a number, closest to their predicate first."""
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka dasbor")
    rows = figures.unit_years(request.peran, request.periode, today=timezone.localdate())
    chosen = DasborUnitFilter(request.GET, queryset=figures.closest_first(rows), request=request)
    kode = chosen.form.cleaned_data.get("kriteria") if chosen.is_valid() else ""
    halaman = Halaman(
        judul=charts.label_of(kode) if kode else f"Semua unit pada tahun {request.periode or ''}".strip(),
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
