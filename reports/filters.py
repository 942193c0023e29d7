"""Filters of the list of documents."""

import django_filters as filters

from reports.models import Dokumen
from units.models import StatusPekerjaan, UnitKerja
from units.scope import UNIT_ROLES


class DokumenFilter(filters.FilterSet):
    jenis = filters.ChoiceFilter(label="Jenis", choices=Dokumen.Jenis.choices, empty_label="Semua jenis")
    status = filters.ChoiceFilter(label="Status", choices=StatusPekerjaan.choices, empty_label="Semua status")
    unit = filters.ModelChoiceFilter(
        field_name="pembangunan__unit",
        label="Unit",
        empty_label="Semua unit",
        queryset=lambda request: UnitKerja.objects.visible_to(request.peran).filter(is_active=True),
    )

    class Meta:
        model = Dokumen
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.peran and self.request.peran.jenis in UNIT_ROLES:
            del self.form.fields["unit"]
