"""Filters of the archive."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.cap import plain_code
from reports.models import Dokumen, Terbitan
from units.filters import search_field
from units.filters_evidence import OfUnitFilterSet
from units.forms.fields import DateInput
from units.models import Periode

SIMPAN = [("berjalan", "Masih berjalan"), ("lewat", "Sudah lewat")]


def _years(request) -> QuerySet[Periode]:
    return Periode.objects.visible_to(request.peran)


class TerbitanFilter(OfUnitFilterSet):
    q = filters.CharFilter(**search_field("Cari nomor, kode, atau perihal"))
    jenis = filters.ChoiceFilter(label="Jenis", choices=Dokumen.Jenis.choices, empty_label="Semua jenis")
    status = filters.ChoiceFilter(label="Status", choices=Terbitan.Status.choices, empty_label="Semua status")
    periode = filters.ModelChoiceFilter(label="Tahun program", queryset=_years, empty_label="Semua tahun")
    penanda = filters.CharFilter(field_name="penanda_tangan", lookup_expr="icontains", label="Penanda tangan")
    dari = filters.DateFilter(field_name="tanggal", lookup_expr="gte", label="Dari tanggal", widget=DateInput)
    sampai = filters.DateFilter(field_name="tanggal", lookup_expr="lte", label="Sampai tanggal", widget=DateInput)

    simpan = filters.ChoiceFilter(
        label="Masa simpan", choices=SIMPAN, method="by_retention", empty_label="Semua masa simpan"
    )

    class Meta:
        model = Terbitan
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        found = Q(nomor__icontains=value) | Q(perihal__icontains=value) | Q(unit_nama__icontains=value)
        code = plain_code(value)
        return queryset.filter(found | Q(kode__startswith=code) if len(code) >= 4 else found)

    def by_retention(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Past its time a paper may leave the archive of the office, never the register."""
        today = timezone.localdate()
        return (
            queryset.filter(retensi_sampai__lt=today)
            if value == "lewat"
            else queryset.exclude(retensi_sampai__lt=today)
        )
