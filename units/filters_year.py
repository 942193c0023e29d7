"""Filters of the years, the candidates and the decrees."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from units.choices import JenisLayanan, JenisPredikat, Tahap
from units.filters import search_field
from units.models import Keputusan, PembangunanZI, UnitKerja


class PembangunanFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nama atau kode"))
    tahap = filters.ChoiceFilter(label="Tahap", choices=Tahap.choices, empty_label="Semua tahap")
    target = filters.ChoiceFilter(label="Target", choices=JenisPredikat.choices, empty_label="Semua")

    class Meta:
        model = PembangunanZI
        fields = ["q", "tahap", "target"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(unit__nama__icontains=value) | Q(unit__kode__icontains=value))


class CalonFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nama atau kode"))
    jenis_layanan = filters.ChoiceFilter(label="Jenis layanan", choices=JenisLayanan.choices, empty_label="Semua")
    penilaian = filters.ChoiceFilter(
        label="Penilaian",
        choices=[("lengkap", "Sudah lengkap"), ("belum", "Belum lengkap")],
        method="unfiltered",
        empty_label="Semua",
    )

    class Meta:
        model = UnitKerja
        fields = ["q", "jenis_layanan", "penilaian"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(nama__icontains=value) | Q(kode__icontains=value))

    def unfiltered(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Whether all criteria are scored is known only after ranking; the view leaves the other rows out."""
        return queryset


class KeputusanFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nomor, perihal, atau unit"))
    jenis = filters.ChoiceFilter(label="Jenis", choices=Keputusan.Jenis.choices, empty_label="Semua jenis")
    tahun = filters.NumberFilter(
        label="Tahun", field_name="tanggal", lookup_expr="year", widget=forms.NumberInput(attrs={"min": 2000})
    )

    class Meta:
        model = Keputusan
        fields = ["q", "jenis", "tahun"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Units named by a decree count as its words, whichever kind it is."""
        named = (
            Q(pembangunan__unit__nama__icontains=value)
            | Q(predikat__unit__nama__icontains=value)
            | Q(pencabutan_dari__unit__nama__icontains=value)
        )
        words = Q(nomor__icontains=value) | Q(tentang__icontains=value)
        # By key: joined to the list itself, the search would thin out the numbers of units it counts.
        return queryset.filter(pk__in=Keputusan.objects.filter(words | named).values("pk"))
