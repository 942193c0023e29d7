"""The list of TPN's evaluations and its filters."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.models import EvaluasiTPN
from units.choices import JenisPredikat
from units.halaman import Nada
from units.templatetags.ui import status_chip

S = EvaluasiTPN.Status
NADA: dict[str, Nada] = {
    S.PRA_EVALUASI: "netral", S.DITOLAK: "merah", S.MEJA: "biru", S.SURVEI: "biru", S.LAPANGAN: "biru", S.LULUS: "hijau",
    S.TIDAK_LULUS: "merah",
}  # fmt: skip
BELUM_DIBERI = "belum"


class EvaluasiTPNFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="unit_usulan__pembangunan__unit__nama", lookup_expr="icontains", label="Unit")
    status = filters.ChoiceFilter(label="Status", choices=S.choices, empty_label="Semua status")
    target = filters.ChoiceFilter(
        field_name="unit_usulan__usulan__target", label="Predikat", choices=JenisPredikat.choices, empty_label="Semua"
    )
    penilai = filters.ChoiceFilter(
        label="Penilai", choices=[(BELUM_DIBERI, "Belum diberikan")], method="by_evaluator", empty_label="Semua"
    )

    class Meta:
        model = EvaluasiTPN
        fields: list[str] = []

    def by_evaluator(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(penilai=None)


class EvaluasiTPNTable(tables.Table):
    unit = tables.Column("Unit kerja", accessor="unit_usulan__pembangunan__unit__nama")
    target = tables.Column(
        "Predikat", accessor="unit_usulan__usulan__get_target_display", order_by="unit_usulan__usulan__target"
    )
    status = tables.Column("Status")
    penilai = tables.Column("Penilai TPN", empty_values=(), orderable=False)
    surat = tables.Column("Usulan", accessor="unit_usulan__usulan__nomor_surat", default="")

    caption = "Evaluasi TPN"
    satuan = "unit kerja"
    empty_ikon = "landmark"
    empty_sebab = "Unit kerja masuk daftar ini setelah usulannya dikirim kepada TPN."

    class Meta:
        model = EvaluasiTPN
        fields = ("unit", "target", "status", "penilai", "surat")
        empty_text = "Belum ada unit yang diusulkan"

    def render_unit(self, value: str, record: EvaluasiTPN) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("tpn_detail", args=[record.pk]), value)

    def render_status(self, record: EvaluasiTPN) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())

    def render_penilai(self, record: EvaluasiTPN) -> str:
        return ", ".join(str(p.user) for p in record.penilai.all()) or "–"
