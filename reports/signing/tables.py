"""The list of certificates and its filter."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from reports.models import SertifikatElektronik
from units.filters import search_field
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

KEADAAN = [("aktif", "Aktif"), ("berakhir", "Masa berlaku habis"), ("nonaktif", "Dinonaktifkan")]
# A new certificate takes its time to get.
SEGERA_HARI = 30


def state_of(row: SertifikatElektronik) -> tuple[str, str]:
    """Tone and words."""
    if row.dinonaktifkan_at:
        return "netral", "Dinonaktifkan"
    if row.is_expired:
        return "merah", "Masa berlaku habis"
    if row.is_early:
        return "kuning", "Belum berlaku"
    if row.berlaku_sampai and (row.berlaku_sampai - timezone.now()).days < SEGERA_HARI:
        return "kuning", "Segera berakhir"
    return "hijau", "Aktif"


class SertifikatFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari nama"))
    keadaan = filters.ChoiceFilter(label="Keadaan", choices=KEADAAN, method="by_state", empty_label="Semua")

    class Meta:
        model = SertifikatElektronik
        fields = ["q", "keadaan"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(subjek__icontains=value) | Q(pemegang__nama__icontains=value))

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "nonaktif":
            return queryset.exclude(dinonaktifkan_at=None)
        ended = Q(berlaku_sampai__lt=timezone.now())
        in_use = queryset.filter(dinonaktifkan_at=None)
        return in_use.filter(ended) if value == "berakhir" else in_use.exclude(ended)


class SertifikatTable(tables.Table):
    subjek = tables.Column(
        "Sertifikat", linkify=("sertifikat_detail", {"pk": tables.A("pk")}), attrs={"td": {"class": "kolom-teks"}}
    )
    pemegang = tables.Column("Pemegang", accessor="pemegang__nama")
    penerbit = tables.Column("Penerbit", attrs={"td": {"class": "kolom-teks"}})
    penyedia = tables.Column("Tempat kunci")
    berlaku_sampai = tables.Column("Berlaku sampai", attrs={"td": {"class": "kolom-tetap"}}, default="Menurut layanan")
    keadaan = tables.Column("Keadaan", empty_values=(), orderable=False)

    caption = "Sertifikat elektronik"
    satuan = "sertifikat"
    empty_sebab = "Tanpa sertifikat, dokumen ditandatangani di atas kertas lalu pindaiannya diunggah."
    empty_ikon = "key-round"

    class Meta:
        model = SertifikatElektronik
        fields = ["subjek", "pemegang", "penerbit", "penyedia", "berlaku_sampai"]
        empty_text = "Belum ada sertifikat, atau tidak ada yang cocok"

    def render_berlaku_sampai(self, value) -> str:
        return tanggal(value)

    def render_keadaan(self, record: SertifikatElektronik) -> SafeString:
        return status_chip(*state_of(record))
