"""Filters of TPI's evaluations. Their state is the address."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from evaluation.models import EvaluasiTPI
from evaluation.tpi_progress import tpi_roles

SAYA = "saya"


class EvaluasiFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="pembangunan__unit__nama", lookup_expr="icontains", label="Unit")
    fase = filters.ChoiceFilter(
        field_name="status", label="Fase", choices=EvaluasiTPI.Fase.choices, empty_label="Semua fase"
    )
    penilai = filters.ChoiceFilter(label="Penilai", method="by_assessor", empty_label="Semua penilai")

    class Meta:
        model = EvaluasiTPI
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = tpi_roles(self.request.peran.instansi_id, timezone.localdate())
        people = {role.user_id: role.user.nama for role in roles}
        self.filters["penilai"].extra["choices"] = [(SAYA, "Tugas saya"), *((str(k), v) for k, v in people.items())]

    def by_assessor(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        user_id = self.request.peran.user_id if value == SAYA else int(value)
        return queryset.filter(penugasan__penilai__user_id=user_id, penugasan__is_active=True)
