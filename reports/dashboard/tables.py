"""The list behind the numbers of a dashboard."""

from decimal import Decimal

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation.lke.numbers import koma
from reports.dashboard.charts import heat_cells
from reports.dashboard.figures import KRITERIA
from units.choices import JenisPredikat
from units.filters import search_field
from units.models import PembangunanZI
from units.tables import ANGKA, TEKS, TETAP
from units.templatetags.ui import status_chip

NADA_TAHAP = {"dibina": "merah", "dicabut": "merah", "berpredikat": "hijau", "pemantauan": "hijau"}


class DasborUnitFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari unit"))
    kriteria = filters.ChoiceFilter(
        label="Keadaan",
        choices=[(k.kode, k.label) for k in KRITERIA.values()],
        method="by_criterion",
        empty_label="Semua",
    )
    target = filters.ChoiceFilter(label="Target", choices=JenisPredikat.choices, empty_label="Semua")

    class Meta:
        model = PembangunanZI
        fields = ["q", "kriteria", "target"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(unit__nama__icontains=value) | Q(unit__kode__icontains=value))

    def by_criterion(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(KRITERIA[value].syarat)


class DasborUnitTable(tables.Table):
    unit = tables.Column("Unit kerja", accessor="unit__nama", order_by="unit__kode", attrs=TEKS)
    target = tables.Column("Target", attrs=TETAP)
    tahap = tables.Column("Tahap")
    nilai = tables.Column("Nilai", attrs=ANGKA)
    kurang = tables.Column("Ambang batas", attrs=TEKS, empty_values=())
    area = tables.Column("Enam area (% bobot)", orderable=False, empty_values=())
    selisih = tables.Column("Mandiri di atas TPI", attrs=ANGKA)
    laporan_terlambat = tables.Column("Laporan terlambat", attrs=ANGKA)

    caption = "Unit kerja pada dasbor"
    satuan = "unit"
    empty_ikon = "building-2"

    class Meta:
        model = PembangunanZI
        fields = ["unit", "target", "tahap", "nilai", "kurang", "area", "selisih", "laporan_terlambat"]
        empty_text = "Tidak ada unit kerja yang cocok."

    def render_unit(self, record: PembangunanZI) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("dasbor_unit", args=[record.unit_id]), record.unit.nama)

    def render_tahap(self, record: PembangunanZI) -> SafeString:
        return status_chip(NADA_TAHAP.get(record.tahap, "netral"), record.get_tahap_display())

    def render_nilai(self, record: PembangunanZI) -> str:
        return f"{koma(record.nilai)} ({'TPI' if record.oleh_tpi else 'mandiri'})"

    def render_kurang(self, record: PembangunanZI) -> SafeString:
        if record.kurang is None:
            return status_chip("netral", "Belum ada nilai")
        if record.kurang == 0:
            return status_chip("hijau", "Memenuhi")
        return format_html("{}", record.putusan)

    def render_area(self, record: PembangunanZI) -> SafeString:
        return format_html(
            '<span class="panas-baris">{}</span>',
            format_html_join(
                "",
                '<span class="panas-sel" data-nada="{}">{}</span>',
                ((cell.nada, cell.persen.split(",")[0] or "–") for cell in heat_cells(record.area)),
            ),
        )

    def value_area(self, record: PembangunanZI) -> str:
        return "; ".join(cell.persen for cell in heat_cells(record.area))

    def render_selisih(self, value: Decimal) -> str:
        return koma(value)

    def render_laporan_terlambat(self, value: int) -> str:
        return str(value) if value else "–"
