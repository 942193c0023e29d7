"""The officers' list of complaints. It shows and exports no word of the story and nothing of who complained."""

from datetime import date, datetime, timedelta

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.complaint_workflow import NADA, TELAAH_HARI
from units.filters import UnitChoiceFilter, search_field
from units.models import Instansi, Pengaduan, UnitKerja
from units.tables import TEKS, TETAP
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

S = Pengaduan.Status
KEADAAN = [
    ("terbuka", "Belum selesai"),
    ("lewat", "Lewat batas waktu"),
    ("belum_ditelaah", f"Belum ditelaah {TELAAH_HARI} hari"),
]


class PengaduanFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nomor atau unit"))
    unit = UnitChoiceFilter(empty_label="Semua")
    kategori = filters.ChoiceFilter(label="Kategori", choices=Pengaduan.Kategori.choices, empty_label="Semua")
    status = filters.ChoiceFilter(label="Status", choices=S.choices, empty_label="Semua")
    hasil = filters.ChoiceFilter(label="Hasil", choices=Pengaduan.Hasil.choices, empty_label="Semua")
    keadaan = filters.ChoiceFilter(label="Batas waktu", choices=KEADAAN, method="by_due", empty_label="Semua")
    tahun = filters.NumberFilter(
        label="Tahun", field_name="diterima_at__year", widget=forms.NumberInput(attrs={"min": 2000, "max": 2100})
    )

    class Meta:
        model = Pengaduan
        fields: list[str] = []

    def __init__(self, *args, instansi: Instansi, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = UnitKerja.objects.filter(instansi=instansi, pengaduan__isnull=False).distinct()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(nomor__icontains=value) | Q(unit__nama__icontains=value))

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return past_due(queryset, value, today=timezone.localdate())


def past_due(rows: QuerySet, keadaan: str, *, today: date) -> QuerySet:
    rows = rows.exclude(status=S.SELESAI)
    if keadaan == "lewat":
        return rows.filter(tenggat__lt=today)
    if keadaan == "belum_ditelaah":
        before = timezone.now() - timedelta(days=TELAAH_HARI)
        return rows.filter(status=S.DITERIMA, diterima_at__lt=before)
    return rows


class PengaduanTable(tables.Table):
    nomor = tables.Column("Nomor", attrs=TETAP)
    unit = tables.Column("Unit kerja", accessor="unit__nama", attrs=TEKS)
    kategori = tables.Column("Kategori")
    status = tables.Column("Status")
    hasil = tables.Column("Hasil")
    diterima_at = tables.Column("Diterima", attrs=TETAP)
    tenggat = tables.Column("Selesai paling lambat", attrs=TETAP)

    caption = "Pengaduan"
    satuan = "pengaduan"
    empty_ikon = "megaphone"
    empty_sebab = "Pengaduan masuk melalui formulir pada alamat publik instansi."

    class Meta:
        model = Pengaduan
        fields = ("nomor", "unit", "kategori", "status", "hasil", "diterima_at", "tenggat")
        empty_text = "Tidak ada pengaduan yang cocok"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()

    def render_nomor(self, value: str, record: Pengaduan) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("pengaduan_detail", args=[record.pk]), value)

    def render_status(self, record: Pengaduan) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())

    def render_diterima_at(self, value: datetime) -> str:
        return tanggal(timezone.localtime(value).date())

    def render_tenggat(self, value: date, record: Pengaduan) -> SafeString | str:
        if record.status != S.SELESAI and value < self.today:
            return status_chip("merah", f"Lewat: {tanggal(value)}")
        return tanggal(value)
