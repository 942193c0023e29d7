"""The page of one unit's year: for the unit on Monday, and for those who look at it from above."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.dashboard import charts, unit
from units.access import has_role, require
from units.choices import BULAN, Tahap
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI, UnitKerja
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.year import NADA

UNIT_WORKERS = UNIT_ROLES - {"pegawai"}
READERS = INSTANSI_ROLES | UNIT_WORKERS
WHO_READS = "Kepala Unit Kerja, Tim Pembangunan ZI, Inspektorat, kepala daerah, dan Administrator Instansi"


@require_safe
def dasbor_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's year in the chosen programme year: stage, next step, this month, score, what is open, last year."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka dasbor unit")
    row = get_object_or_404(UnitKerja.objects.visible_to(request.peran), pk=pk)
    year = unit.find_year(request.peran, request.periode, row.pk)
    if year is None:
        return render(request, "reports/dasbor_unit.html", {"halaman": _head(request, row, None), "unit": row})
    return render(request, "reports/dasbor_unit.html", _context(request, row, year))


def _context(request: HttpRequest, row: UnitKerja, year: PembangunanZI) -> dict[str, Any]:
    peran, today = request.peran, timezone.localdate()
    plan = unit.plan_of(peran, year, today=today)
    score = unit.score_of(peran, year)
    now, before = unit.years_beside(peran, year, today=today)
    return {
        "halaman": _head(request, row, year),
        "unit": row,
        "year": year,
        "hari_ini": today,
        "langkah": unit.next_step(year),
        "rencana": plan,
        "nama_bulan": BULAN[plan.bulan - 1] if plan and plan.bulan else "",
        "laporan_list": unit.reports_of(peran, year, today=today),
        "nilai": score,
        "ambang": charts.threshold_bars(score.hasil.of_target().aturan) if score else (),
        "garis_ambang": charts.GARIS,
        "klarifikasi": unit.clarifications(peran, year, today=today),
        "rekomendasi": unit.recommendations(peran, year, today=today),
        "tahun_ini": now,
        "tahun_lalu": before,
        "area_list": charts.area_pairs(score.hasil if score else None, before.area if before else {}),
        "ditampilkan": unit.DITAMPILKAN,
        "milik_unit": peran.jenis in UNIT_ROLES,
    }


def _head(request: HttpRequest, row: UnitKerja, year: PembangunanZI | None) -> Halaman:
    judul = f"{row.nama} {request.periode or ''}".strip()
    crumbs = () if request.peran.jenis in UNIT_ROLES else (("Dasbor", reverse("dasbor")),)
    if year is None:
        return Halaman(judul=judul, remah=crumbs)
    return Halaman(
        judul=judul,
        remah=crumbs,
        status=(NADA.get(year.tahap, "biru"), Tahap(year.tahap).label),
        keterangan=f"Target: {year.get_target_display()}. Keadaan hari ini; setiap angka membuka daftarnya.",
        menu=(Tombol("Buka tahun unit", reverse("pembangunan_detail", args=[year.pk]), ikon="flag"),),
    )
