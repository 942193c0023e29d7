"""The recap of all units: stage, plan, reports, score per area, verdict, predicate; as a page, XLSX and CSV."""

from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.choices import Jenis
from reports.dashboard.charts import heat_cells
from reports.dashboard.recap import TRIWULAN, predicate_of, recap_rows, score_of, verdict_of
from reports.dashboard.tables import NADA_TAHAP, DasborUnitFilter
from reports.dashboard.views import PEMBACA, tabs
from units.access import has_role, require
from units.choices import Area
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES
from units.tables import ANGKA, TEKS, TETAP
from units.templatetags.ui import status_chip
from units.views.common import paged, render_list


class _AreaColumn(tables.Column):
    """Percent of one area's weight, marked where its minimum is missed."""

    def __init__(self, area: Area) -> None:
        super().__init__(area.label, accessor="area", orderable=False, empty_values=(), attrs=ANGKA)
        self.kode = area.value

    def render(self, record: PembangunanZI) -> str:
        cell = next(c for c in heat_cells(record.area) if c.area == self.kode)
        return f"{'▾ ' if cell.nada == 'merah' else ''}{cell.persen}" or "–"

    def value(self, record: PembangunanZI) -> str:
        return next(c for c in heat_cells(record.area) if c.area == self.kode).persen


class RekapTable(tables.Table):
    kode = tables.Column("Kode", accessor="unit__kode", attrs=TETAP)
    unit = tables.Column(
        "Unit kerja", accessor="unit__nama", linkify=("dasbor_unit", {"pk": tables.A("unit_id")}), attrs=TEKS
    )
    target = tables.Column("Target", attrs=TETAP)
    tahap = tables.Column("Tahap")
    disetujui = tables.Column("Rencana aksi")
    laporan_masuk = tables.Column("Laporan masuk", attrs=ANGKA)
    laporan_terlambat = tables.Column("Laporan terlambat", attrs=ANGKA)
    nilai = tables.Column("Nilai", attrs=ANGKA)
    kurang = tables.Column("Ambang batas", attrs=TEKS, empty_values=())
    predikat_kini = tables.Column("Predikat")

    caption = "Rekap semua unit kerja"
    satuan = "unit"
    empty_ikon = "building-2"

    class Meta:
        model = PembangunanZI
        sequence = (
            "kode",
            "unit",
            "target",
            "tahap",
            "disetujui",
            "laporan_masuk",
            "laporan_terlambat",
            "nilai",
            "...",
        )
        fields = ("target", "tahap", "nilai", "kurang")
        empty_text = "Tidak ada unit kerja yang cocok."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        columns = [(f"area_{a.value}", _AreaColumn(a)) for a in Area.pengungkit()]
        super().__init__(*args, extra_columns=columns, **kwargs)
        self.sequence = [name for name in self.sequence if name not in ("kurang", "predikat_kini")] + [
            "kurang",
            "predikat_kini",
        ]

    def render_tahap(self, record: PembangunanZI) -> str:
        return status_chip(NADA_TAHAP.get(record.tahap, "netral"), record.get_tahap_display())

    def value_tahap(self, record: PembangunanZI) -> str:
        return record.get_tahap_display()

    def render_disetujui(self, value: bool) -> str:
        return "Disetujui" if value else "Belum"

    def render_laporan_masuk(self, value: int) -> str:
        return f"{value} dari {TRIWULAN}"

    def value_laporan_masuk(self, value: int) -> int:
        return value

    def render_nilai(self, record: PembangunanZI) -> str:
        return score_of(record)

    def render_kurang(self, record: PembangunanZI) -> str:
        return verdict_of(record)

    def render_predikat_kini(self, record: PembangunanZI) -> str:
        return predicate_of(record)


@require_safe
def rekap_unit(request: HttpRequest) -> HttpResponse:
    """The table on the page and as a file; on paper it is a document."""
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka rekap unit")
    periode = request.periode
    rows = recap_rows(request.peran, periode, today=timezone.localdate())
    chosen = DasborUnitFilter(request.GET, queryset=rows, request=request)
    paper = (
        Tombol("Cetak PDF", reverse("dokumen_block", args=[Jenis.REKAP_UNIT, periode.pk]), ikon="printer")
        if periode
        else None
    )
    halaman = Halaman(
        judul=f"Rekap semua unit kerja {periode or ''}".strip(),
        keterangan="Tahap, rencana, laporan, nilai per area, ambang batas, dan predikat setiap unit.",
        tombol=paper,
        tab=tabs(request, "rekap_unit"),
    )
    context = {"halaman": halaman, "table": paged(request, RekapTable(chosen.qs)), "filter": chosen}
    return render_list(request, "reports/dasbor_daftar.html", context)
