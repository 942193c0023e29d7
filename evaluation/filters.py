"""Filters of the lists. Their state is the address."""

import django_filters as filters
from django.db.models import QuerySet

from evaluation.models import Instrumen, Usulan
from units.models import PembangunanZI

BELUM, DIAJUKAN = "belum", "diajukan"


class PenilaianFilter(filters.FilterSet):
    """Units of the year by name, by whether they have submitted, and by the verdict."""

    q = filters.CharFilter(field_name="unit__nama", lookup_expr="icontains", label="Unit")
    status = filters.ChoiceFilter(
        label="Status",
        choices=[(DIAJUKAN, "Sudah diajukan"), (BELUM, "Belum diajukan")],
        method="by_status",
        empty_label="Semua status",
    )
    hasil = filters.ChoiceFilter(
        label="Hasil",
        method="by_verdict",
        empty_label="Semua hasil",
        choices=[("wbk", "Memenuhi WBK"), ("bukan_wbk", "Belum memenuhi WBK"), ("wbbm", "Memenuhi WBBM")],
    )

    class Meta:
        model = PembangunanZI
        fields: list[str] = []

    def by_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(diajukan_at__isnull=value == BELUM)

    def by_verdict(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        key = "WBBM" if value == "wbbm" else "WBK"
        return queryset.filter(**{f"penilaian__hasil__ringkas__{key}": value != "bukan_wbk"})


class UsulanFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="nomor_surat", lookup_expr="icontains", label="Nomor surat")
    status = filters.ChoiceFilter(label="Status", choices=Usulan.Status.choices, empty_label="Semua status")

    class Meta:
        model = Usulan
        fields: list[str] = []


class InstrumenFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="nama", lookup_expr="icontains", label="Nama")
    status = filters.ChoiceFilter(label="Status", choices=Instrumen.Status.choices, empty_label="Semua status")

    class Meta:
        model = Instrumen
        fields: list[str] = []
