"""Filters of the lists of coaching. Their state is the address."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from action_plans.models import KesepakatanPembinaan, Konsultasi, LaporanPembinaan, Pembinaan
from units.choices import BULAN_CHOICES, Area
from units.filters_evidence import OfUnitFilterSet

TERBUKA, TERLAMBAT = "terbuka", "terlambat"


class PembinaanFilter(OfUnitFilterSet):
    jenis = filters.ChoiceFilter(label="Jenis", choices=Pembinaan.Jenis.choices, empty_label="Semua jenis")
    bulan = filters.ChoiceFilter(
        label="Bulan", field_name="tanggal__month", choices=BULAN_CHOICES, empty_label="Semua bulan"
    )
    status = filters.ChoiceFilter(label="Status", choices=Pembinaan.Status.choices, empty_label="Semua status")
    kesepakatan = filters.ChoiceFilter(
        label="Kesepakatan",
        choices=[(TERBUKA, "Ada yang belum dilaksanakan"), (TERLAMBAT, "Ada yang lewat tenggat")],
        method="by_agreement",
        empty_label="Semua",
    )

    class Meta:
        model = Pembinaan
        fields: list[str] = []

    def by_agreement(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        owed = KesepakatanPembinaan.objects.open()
        if value == TERLAMBAT:
            owed = owed.filter(tenggat__lt=timezone.localdate())
        return queryset.filter(pk__in=owed.order_by().values("pembinaan"))


class KonsultasiFilter(OfUnitFilterSet):
    q = filters.CharFilter(field_name="judul", lookup_expr="icontains", label="Pokok pertanyaan")
    area = filters.ChoiceFilter(label="Komponen", choices=Area.choices, empty_label="Semua komponen")
    status = filters.ChoiceFilter(label="Status", choices=Konsultasi.Status.choices, empty_label="Semua status")

    class Meta:
        model = Konsultasi
        fields: list[str] = []


class LaporanPembinaanFilter(OfUnitFilterSet):
    rentang = filters.ChoiceFilter(
        label="Periode laporan", choices=LaporanPembinaan.Rentang.choices, empty_label="Semua periode"
    )
    bentuk = filters.ChoiceFilter(label="Bentuk", choices=LaporanPembinaan.Bentuk.choices, empty_label="Semua bentuk")
    status = filters.ChoiceFilter(label="Status", choices=LaporanPembinaan.Status.choices, empty_label="Semua status")

    class Meta:
        model = LaporanPembinaan
        fields: list[str] = []
