"""Filters of lists; their state is the address."""

from collections.abc import Iterator
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from units.choices import JenisLayanan, JenisPeran
from units.forms.fields import DateInput
from units.models import CatatanMasuk, Peran, UnitKerja, User
from units.validators import clean_nip

AKTIF = [("ya", "Aktif"), ("tidak", "Nonaktif")]


def search_field(label: str = "Cari") -> dict:
    return {"label": label, "method": "search", "widget": forms.TextInput(attrs={"type": "search"})}


class NamedUnits(ModelChoiceIterator):
    """Units as pairs of key and name: a province has a thousand, and a filter needs none of their other columns."""

    def __iter__(self) -> Iterator[tuple[object, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "nama")


class UnitSelect(forms.Select):
    """The same markup as any other choice, without a template's work for each of a thousand options."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n", '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )  # fmt: skip
        attrs = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(attrs), options)


class UnitChoiceField(ModelChoiceField):
    iterator = NamedUnits
    widget = UnitSelect


class UnitChoiceFilter(filters.ModelChoiceFilter):
    """The filter of a list by unit."""

    field_class = UnitChoiceField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": "Unit kerja", "queryset": UnitKerja.objects.none()} | kwargs)


def by_active(queryset: QuerySet, name: str, value: str) -> QuerySet:
    return queryset.filter(is_active=value == "ya")


class UnitFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nama atau kode"))
    jenis_layanan = filters.ChoiceFilter(label="Jenis layanan", choices=JenisLayanan.choices, empty_label="Semua")
    aktif = filters.ChoiceFilter(label="Keadaan", choices=AKTIF, method=by_active, empty_label="Semua")

    class Meta:
        model = UnitKerja
        fields = ["q", "jenis_layanan", "aktif"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(nama__icontains=value) | Q(kode__icontains=value))


class OrangFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nama, NIP, atau surel"))
    unit = UnitChoiceFilter(empty_label="Semua")
    peran = filters.ChoiceFilter(
        label="Peran hari ini", choices=JenisPeran.choices, method="by_role", empty_label="Semua"
    )
    aktif = filters.ChoiceFilter(label="Akun", choices=AKTIF, method=by_active, empty_label="Semua")

    class Meta:
        model = User
        fields = ["q", "unit", "peran", "aktif"]

    def __init__(self, *args, peran: Peran, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = UnitKerja.objects.visible_to(peran)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        found = Q(nama__icontains=value) | Q(email__icontains=value)
        digits = clean_nip(value)
        return queryset.filter(found | Q(nip__contains=digits) if digits.isdigit() else found)

    def by_role(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        holders = Peran.objects.active_on(timezone.localdate()).filter(jenis=value)
        return queryset.filter(pk__in=holders.values("user_id"))


class CatatanMasukFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari orang"))
    hasil = filters.ChoiceFilter(label="Kejadian", choices=CatatanMasuk.Hasil.choices, empty_label="Semua")
    sejak = filters.DateFilter(label="Sejak", field_name="waktu", lookup_expr="date__gte", widget=DateInput)
    sampai = filters.DateFilter(label="Sampai", field_name="waktu", lookup_expr="date__lte", widget=DateInput)

    class Meta:
        model = CatatanMasuk
        fields = ["q", "hasil", "sejak", "sampai"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(user__nama__icontains=value) | Q(login__icontains=value))
