"""Filters of the evidence list."""

import django_filters as filters
from django.db.models import QuerySet

from units.file_types import MIME
from units.filters import UnitChoiceFilter
from units.models import DataDukung, UnitKerja
from units.scope import UNIT_ROLES

KINDS = [("tautan", "Tautan"), *((ekstensi, ekstensi.upper()) for ekstensi in MIME)]


class OfUnitFilterSet(filters.FilterSet):
    """Rows of a unit's year, with the unit as the last filter; a role of one unit needs none."""

    unit = UnitChoiceFilter(
        field_name="pembangunan__unit",
        label="Unit",
        empty_label="Semua unit",
        queryset=lambda request: UnitKerja.objects.visible_to(request.peran).filter(is_active=True),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.peran and self.request.peran.jenis in UNIT_ROLES:
            del self.form.fields["unit"]
        self.form.order_fields([name for name in self.form.fields if name != "unit"])


class DataDukungFilter(OfUnitFilterSet):
    q = filters.CharFilter(field_name="judul", lookup_expr="icontains", label="Judul")
    jenis = filters.ChoiceFilter(label="Jenis", choices=KINDS, method="by_kind", empty_label="Semua jenis")

    class Meta:
        model = DataDukung
        fields: list[str] = []

    def by_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(ekstensi__isnull=True) if value == "tautan" else queryset.filter(ekstensi=value)
