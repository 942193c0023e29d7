"""The Inspektorat's page: workload, phases, gaps, hot spots, reports, evidence, coaching; and the lists behind it that no
other page has.
"""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from evaluation.models import Penilaian
from evaluation.tpi_progress import tpi_roles, workload
from reports.dashboard import charts, figures, inspectorate
from reports.dashboard.kept import kept
from reports.dashboard.views import list_url, tabs
from units.access import has_role, require
from units.choices import Area
from units.filters import search_field
from units.halaman import Halaman
from units.models import DataDukung
from units.scope import INSPEKTORAT_ROLES
from units.tables import ANGKA, TEKS, TETAP
from units.views.common import paged, render_list

PEMBACA = "Inspektorat"


@require_safe
def dasbor_inspektorat(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *INSPEKTORAT_ROLES), PEMBACA, what="Membuka dasbor Inspektorat")
    halaman = Halaman(
        judul=f"Dasbor Inspektorat {request.periode or ''}".strip(),
        keterangan="Evaluasi, laporan, rekomendasi, dan pembinaan hari ini; setiap angka membuka daftarnya.",
        tab=tabs(request, "dasbor_inspektorat"),
    )
    context = kept(request, "inspektorat", lambda: _figures(request)) if request.periode else {}
    return render(request, "reports/dasbor_inspektorat.html", {"halaman": halaman} | context)


def _figures(request: HttpRequest) -> dict[str, Any]:
    peran, periode, today = request.peran, request.periode, timezone.localdate()
    rows = figures.unit_years(peran, periode, today=today)
    counts = figures.count_all(rows)
    load = workload(periode, tpi_roles(peran.instansi_id, today))
    asked, given = sum(b.soal for b in load), sum(b.diserahkan for b in load)
    gaps = inspectorate.gaps(peran, periode)
    return {
        "jumlah": counts["semua"],
        "angka": counts,
        "url": {kode: list_url(kode) for kode in ("selisih", "laporan_terlambat", "belum_dibina")},
        "beban_list": [(b, charts.width_of(b.diserahkan * 100 / b.soal if b.soal else 0)) for b in load],
        "soal": asked,
        "diserahkan": given,
        "fase_list": inspectorate.phases(peran, periode, today=today),
        "lebih_list": gaps.unit[: figures.TAMPIL],
        "selisih_list": gaps.area,
        "area_list": Area.pengungkit(),
        "beda_list": inspectorate.disputed(peran, periode),
        "rekomendasi_list": inspectorate.open_recommendations(peran, today=today),
        "triwulan_list": inspectorate.compliance(peran, periode, today=today),
        "matriks": inspectorate.latest_matrix(peran, periode, rows, today=today),
        "bukti_list": inspectorate.evidence_quality(peran, periode),
        "dibina": counts["semua"] - counts["belum_dibina"],
    }


# --- where assessors differ ----------------------------------------------------------------------------------


class BedaFilter(filters.FilterSet):
    q = filters.CharFilter(label="Cari unit", field_name="unit", lookup_expr="icontains")
    kode = filters.CharFilter(label="Kode pertanyaan", lookup_expr="exact")


class BedaTable(tables.Table):
    unit = tables.Column("Unit kerja", attrs=TEKS)
    kode = tables.Column("Pertanyaan", attrs=TETAP)
    penilai = tables.Column("Penilai", attrs=ANGKA)
    berbeda = tables.Column("Jawaban berbeda", attrs=ANGKA)

    caption = "Pertanyaan yang dinilai berbeda"
    satuan = "pertanyaan"
    empty_ikon = "clipboard-list"

    class Meta:
        empty_text = "Tidak ada pertanyaan yang dinilai berbeda."

    def render_unit(self, record: dict[str, Any]) -> SafeString:
        url = reverse("tpi_detail", args=[record["evaluasi_id"]])
        return format_html('<a href="{}">{}</a>', url, record["unit"])


@require_safe
def dasbor_beda_list(request: HttpRequest) -> HttpResponse:
    """Question by question and unit by unit; what each assessor answered stays on the plenary's page."""
    require(has_role(request.peran, *INSPEKTORAT_ROLES), PEMBACA, what="Membuka dasbor Inspektorat")
    rows = inspectorate.differing(request.peran, request.periode).annotate(unit=F("evaluasi__pembangunan__unit__nama"))
    chosen = BedaFilter(request.GET, queryset=rows.order_by("kode", "unit"), request=request)
    halaman = Halaman(
        judul=f"Pertanyaan yang dinilai berbeda {request.periode or ''}".strip(),
        remah=(("Dasbor Inspektorat", reverse("dasbor_inspektorat")),),
        keterangan="Hanya evaluasi yang sudah melewati fase meja.",
    )
    context = {"halaman": halaman, "table": paged(request, BedaTable(chosen.qs)), "filter": chosen}
    return render_list(request, "reports/dasbor_daftar.html", context)


# --- evidence ------------------------------------------------------------------------------------------------


class MutuFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari judul atau unit"))
    mutu = filters.ChoiceFilter(
        label="Mutu", choices=list(inspectorate.MUTU.items()), method="by_quality", empty_label="Semua data dukung"
    )

    class Meta:
        model = DataDukung
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(judul__icontains=value) | Q(pembangunan__unit__nama__icontains=value))

    def by_quality(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        found = inspectorate.evidence_of(self.request.peran, self.request.periode, value)
        return queryset.filter(pk__in=found.values("pk"))


class MutuTable(tables.Table):
    judul = tables.Column("Data dukung", linkify=("data_dukung_detail", {"pk": tables.A("pk")}), attrs=TEKS)
    unit = tables.Column("Unit kerja", accessor="pembangunan__unit__nama")
    soal = tables.Column("Pertanyaan", attrs=ANGKA)

    caption = "Data dukung menurut mutunya"
    satuan = "data dukung"
    empty_ikon = "folder-open"

    class Meta:
        empty_text = "Tidak ada data dukung yang cocok."


@require_safe
def dasbor_bukti_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *INSPEKTORAT_ROLES), PEMBACA, what="Membuka dasbor Inspektorat")
    rows = DataDukung.objects.visible_to(request.peran).filter(pembangunan__periode=request.periode)
    own = Q(bukti_jawaban__jawaban__penilaian__jenis=Penilaian.Jenis.MANDIRI)
    rows = rows.select_related("pembangunan__unit").annotate(soal=Count("bukti_jawaban__jawaban", filter=own))
    chosen = MutuFilter(request.GET, queryset=rows.order_by("pembangunan__unit__kode", "pk"), request=request)
    halaman = Halaman(
        judul=f"Mutu data dukung {request.periode or ''}".strip(),
        remah=(("Dasbor Inspektorat", reverse("dasbor_inspektorat")),),
        keterangan="Menurut putusan penilai pada evaluasi yang sudah melewati fase meja.",
    )
    context = {"halaman": halaman, "table": paged(request, MutuTable(chosen.qs)), "filter": chosen}
    return render_list(request, "reports/dasbor_daftar.html", context)
