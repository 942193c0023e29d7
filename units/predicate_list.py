"""The register of predicate holders: which rows, filtered how, and how many of the institution's units they are."""

from dataclasses import dataclass
from datetime import date, timedelta

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.choices import JenisPredikat
from units.filters import search_field
from units.models import Instansi, Predikat, UnitKerja
from units.tables import TEKS, TETAP
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

S = Predikat.Status
NADA = {S.BERLAKU: "hijau", S.DITINJAU: "kuning", S.DICABUT: "merah"}
SEGERA = 90  # days before a re-evaluation is due from which it is called soon
BATAS_PERSEN = 30
LEWAT, DEKAT = "lewat", "segera"


@dataclass(frozen=True, slots=True)
class PorsiBerpredikat:
    """How many of the active units hold a predicate in force."""

    berpredikat: int
    unit: int

    @property
    def persen(self) -> float:
        return self.berpredikat * 100 / self.unit if self.unit else 0.0

    @property
    def melewati_batas(self) -> bool:
        """Over 30% an institution need not propose more units for WBK: shown, it blocks nothing (briefing on 90/2021)."""
        return self.persen > BATAS_PERSEN


def share_of(instansi: Instansi) -> PorsiBerpredikat:
    """Two queries."""
    units = UnitKerja.objects.filter(instansi=instansi, is_active=True)
    held = units.filter(pk__in=Predikat.objects.exclude(status=S.DICABUT).values("unit_id"))
    return PorsiBerpredikat(held.count(), units.count())


def due_chip(predikat: Predikat, *, today: date) -> SafeString | str:
    """The due date of the re-evaluation in colour; nothing for a predicate that is gone."""
    if predikat.status == S.DICABUT:
        return ""
    due = predikat.reevaluasi_paling_lambat
    if due < today:
        return status_chip("merah", f"Lewat: {tanggal(due)}")
    if due <= today + timedelta(days=SEGERA):
        return status_chip("kuning", tanggal(due), "calendar-clock")
    return tanggal(due)


def due(rows: QuerySet, *, today: date, days: int) -> QuerySet:
    """Predicates whose re-evaluation is due within so many days, or was due before."""
    return rows.exclude(status=S.DICABUT).filter(reevaluasi_paling_lambat__lte=today + timedelta(days=days))


class PredikatFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari unit atau nomor keputusan"))
    jenis = filters.ChoiceFilter(label="Predikat", choices=JenisPredikat.choices, empty_label="Semua")
    status = filters.ChoiceFilter(label="Status", choices=S.choices, empty_label="Semua")
    reevaluasi = filters.ChoiceFilter(
        label="Evaluasi ulang",
        choices=[(DEKAT, f"Jatuh tempo dalam {SEGERA} hari atau lewat"), (LEWAT, "Lewat batas waktu")],
        method="by_due",
        empty_label="Semua",
    )

    class Meta:
        model = Predikat
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(unit__nama__icontains=value) | Q(keputusan__nomor__icontains=value))

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return due(queryset, today=timezone.localdate(), days=-1 if value == LEWAT else SEGERA)


class PredikatTable(tables.Table):
    unit = tables.Column("Unit kerja", accessor="unit__nama", attrs=TEKS)
    jenis = tables.Column("Predikat")
    status = tables.Column("Status")
    mulai = tables.Column("Berlaku sejak", attrs=TETAP)
    keputusan = tables.Column("Keputusan", order_by="keputusan__nomor")
    reevaluasi_paling_lambat = tables.Column("Evaluasi ulang paling lambat")

    caption = "Unit berpredikat"
    satuan = "predikat"
    empty_ikon = "award"
    empty_sebab = "Predikat dicatat dari keputusan pemberiannya setelah unit lulus evaluasi TPN."

    class Meta:
        model = Predikat
        fields = ("unit", "jenis", "status", "mulai", "keputusan", "reevaluasi_paling_lambat")
        empty_text = "Tidak ada predikat yang cocok"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()

    def render_unit(self, value: str, record: Predikat) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("predikat_detail", args=[record.pk]), value)

    def render_status(self, record: Predikat) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())

    def render_mulai(self, value: date) -> str:
        return tanggal(value)

    def render_keputusan(self, record: Predikat) -> str:
        return f"{record.keputusan.nomor}, {tanggal(record.keputusan.tanggal)}"

    def render_reevaluasi_paling_lambat(self, record: Predikat) -> SafeString | str:
        return due_chip(record, today=self.today)
