"""Filters of clarifications and recommendations. Their state is the address."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluation.models import Klarifikasi, Rekomendasi
from units.choices import JenisPeran
from units.filters import UnitChoiceFilter
from units.models import Peran, UnitKerja
from units.scope import UNIT_ROLES

LEWAT = [("ya", "Lewat tenggat")]
LAMA = 90  # days
J = JenisPeran


class _ByUnit(filters.FilterSet):
    """A unit's own list has no choice of unit."""

    def __init__(self, *args, peran: Peran, **kwargs):
        super().__init__(*args, **kwargs)
        if peran.jenis in UNIT_ROLES:
            del self.filters["unit"]
        else:
            self.filters["unit"].queryset = UnitKerja.objects.visible_to(peran)


class KlarifikasiFilter(_ByUnit):
    q = filters.CharFilter(label="Cari kode atau isi", method="search")
    unit = UnitChoiceFilter(field_name="evaluasi__pembangunan__unit", empty_label="Semua unit")
    status = filters.ChoiceFilter(label="Status", choices=Klarifikasi.Status.choices, empty_label="Semua status")
    alasan = filters.ChoiceFilter(label="Alasan", choices=Klarifikasi.Alasan.choices, empty_label="Semua alasan")
    lewat = filters.ChoiceFilter(label="Tenggat", choices=LEWAT, method="overdue", empty_label="Semua tenggat")

    class Meta:
        model = Klarifikasi
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(kode__icontains=value) | Q(permintaan__icontains=value))

    def overdue(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(status=Klarifikasi.Status.DIMINTA, tenggat__lt=timezone.localdate())


class RekomendasiFilter(_ByUnit):
    q = filters.CharFilter(label="Cari rekomendasi", method="search")
    unit = UnitChoiceFilter(empty_label="Semua unit")
    status = filters.ChoiceFilter(
        label="Status", choices=[("belum", "Belum selesai"), *Rekomendasi.Status.choices], method="by_status",
        empty_label="Semua status",
    )  # fmt: skip
    lewat = filters.ChoiceFilter(
        label="Tenggat",
        choices=[*LEWAT, ("lama", f"Lewat lebih dari {LAMA} hari")],
        method="overdue",
        empty_label="Semua tenggat",
    )

    class Meta:
        model = Rekomendasi
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(uraian__icontains=value) | Q(penanggung_jawab__icontains=value) | Q(kode__icontains=value)
        )

    def overdue(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.overdue(timezone.localdate(), days=LAMA if value == "lama" else 0)

    def by_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "belum":
            return queryset.exclude(status=Rekomendasi.Status.SELESAI)
        return queryset.filter(status=value)
