"""Filters of the plan pages. Their state is the address."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from action_plans.due import Keadaan
from action_plans.models import RencanaAksi
from action_plans.plan_data import BarisAksi
from units.choices import BULAN_CHOICES, Area, Aspek
from units.models import PembangunanZI

BELUM_ADA = "belum_ada"
STATUS = [(k.value, k.label) for k in (Keadaan.BELUM, Keadaan.BERJALAN, Keadaan.SELESAI, Keadaan.TERLAMBAT)]
KURANG = [
    ("waktu", "Tanpa target waktu"),
    ("orang", "Tanpa penanggung jawab"),
    ("bukti_fisik", "Tanpa bukti fisik"),
    ("bukti", "Belum ada data dukung"),
]


class RencanaFilter(django_filters.FilterSet):
    """Units of the year by name and by the status of their plan."""

    q = django_filters.CharFilter(field_name="unit__nama", lookup_expr="icontains", label="Unit")
    status = django_filters.ChoiceFilter(
        label="Status",
        choices=[(BELUM_ADA, "Belum ada rencana"), *RencanaAksi.Status.choices],
        method="by_status",
        empty_label="Semua status",
    )

    class Meta:
        model = PembangunanZI
        fields: list[str] = []

    def by_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(rencana__isnull=True) if value == BELUM_ADA else queryset.filter(rencana__status=value)


class AksiFilterForm(forms.Form):
    """Rows of one plan. They are few and already read, therefore they are chosen in Python."""

    q = forms.CharField(label="Cari", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    aspek = forms.ChoiceField(label="Aspek", required=False)
    orang = forms.ChoiceField(label="Penanggung jawab", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    bulan = forms.TypedChoiceField(label="Bulan", required=False, coerce=int, empty_value=None)
    prioritas = forms.ChoiceField(label="Prioritas", required=False)
    kurang = forms.ChoiceField(label="Kekurangan", required=False)

    def __init__(self, *args, baris: Iterable[BarisAksi], aspek: Iterable[str], saya: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.saya = saya
        people = sorted({(str(b.pj_id), b.pj) for b in baris if b.pj_id}, key=lambda item: item[1])
        self.fields["area"].choices = [("", "Semua area"), *Area.choices]
        self.fields["aspek"].choices = [("", "Semua aspek"), *((a, Aspek(a).label) for a in aspek)]
        self.fields["orang"].choices = [("", "Semua orang"), ("saya", "Saya sendiri"), *people]
        self.fields["status"].choices = [("", "Semua status"), *STATUS]
        self.fields["bulan"].choices = [("", "Semua bulan"), *BULAN_CHOICES]
        self.fields["prioritas"].choices = [("", "Semua"), ("ya", "Target prioritas")]
        self.fields["kurang"].choices = [("", "Tidak disaring"), *KURANG]
        if not aspek:
            del self.fields["aspek"]

    def choose(self, baris: Iterable[BarisAksi]) -> list[BarisAksi]:
        """Rows that meet every filter; an unknown value filters nothing."""
        self.is_valid()
        return [
            b for b in baris if all(self._fits(b, name, value) for name, value in self.cleaned_data.items() if value)
        ]

    def _fits(self, b: BarisAksi, name: str, value: object) -> bool:
        if name == "q":
            words = f"{b.indikator} {b.aksi} {b.langkah} {b.bukti_fisik}".casefold()
            return all(word in words for word in str(value).casefold().split())
        if name == "orang":
            return b.pj_id == (self.saya if value == "saya" else int(str(value)))
        if name == "kurang":
            return _lacks(b, str(value))
        return {
            "area": b.area == value,
            "aspek": b.aspek == value,
            "status": b.keadaan == value,
            "bulan": value in b.bulan,
            "prioritas": b.prioritas,
        }[name]


def _lacks(b: BarisAksi, what: str) -> bool:
    return {
        "waktu": not b.bulan and not b.target_waktu,
        "orang": b.pj_id is None,
        "bukti_fisik": not b.bukti_fisik.strip(),
        "bukti": b.bukti == 0,
    }[what]


# name in the address: (heading, key)
SORTS: dict[str, tuple[str, Callable[[BarisAksi], Any]]] = {
    "nomor": ("No.", lambda b: int(b.nomor)),
    "aksi": ("Rencana aksi", lambda b: b.aksi.casefold()),
    "pj": ("Penanggung jawab", lambda b: (not b.pj, b.pj.casefold())),
    "waktu": ("Target waktu", lambda b: (not b.bulan, b.bulan)),
    "status": ("Status", lambda b: [k for k, _ in STATUS].index(b.keadaan)),
    "bukti": ("Bukti", lambda b: b.bukti),
}


def sort_rows(baris: list[BarisAksi], sort: str) -> list[BarisAksi]:
    """`sort` as tables write it: a name of SORTS, with a minus for downwards."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    return sorted(baris, key=SORTS[name][1], reverse=down) if name in SORTS else baris
