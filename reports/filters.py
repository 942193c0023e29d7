"""Filters of the list of documents."""

import django_filters as filters

from reports.models import Dokumen
from units.filters_evidence import OfUnitFilterSet
from units.models import StatusPekerjaan


class DokumenFilter(OfUnitFilterSet):
    jenis = filters.ChoiceFilter(label="Jenis", choices=Dokumen.Jenis.choices, empty_label="Semua jenis")
    status = filters.ChoiceFilter(label="Status", choices=StatusPekerjaan.choices, empty_label="Semua status")

    class Meta:
        model = Dokumen
        fields: list[str] = []
