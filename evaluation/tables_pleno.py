"""Tables of clarifications and recommendations."""

from datetime import date

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from evaluation.models import Klarifikasi, Rekomendasi
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

TETAP = {"td": {"class": "kolom-tetap"}}
TEKS = {"td": {"class": "kolom-teks"}}
ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}
NADA_KLARIFIKASI = {"diminta": "kuning", "dijawab": "biru", "selesai": "hijau", "dibatalkan": "netral"}
NADA_REKOMENDASI = {"terbuka": "kuning", "dijawab": "biru", "selesai": "hijau"}


def due(value: date, waiting: bool) -> SafeString | str:
    """The date; with a word where it has passed and something still waits."""
    if waiting and value < timezone.localdate():
        return format_html("{} {}", tanggal(value), status_chip("merah", "Lewat tenggat"))
    return tanggal(value)


class KlarifikasiTable(tables.Table):
    kode = tables.Column("Pertanyaan", attrs=TETAP)
    putaran = tables.Column("Putaran", attrs=ANGKA)
    unit = tables.Column("Unit kerja", accessor="evaluasi__pembangunan__unit__nama")
    permintaan = tables.Column("Permintaan", attrs=TEKS, orderable=False)
    alasan = tables.Column("Alasan")
    tenggat = tables.Column("Dijawab paling lambat")
    status = tables.Column("Status")

    caption = "Klarifikasi"
    satuan = "klarifikasi"
    empty_ikon = "message-square"
    empty_sebab = "Permintaan klarifikasi dari TPI tampil di sini."

    class Meta:
        model = Klarifikasi
        fields = ["kode", "putaran", "unit", "permintaan", "alasan", "tenggat", "status"]
        empty_text = "Tidak ada klarifikasi yang cocok."

    def render_kode(self, record: Klarifikasi) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("klarifikasi_detail", args=[record.pk]), record.kode)

    def render_permintaan(self, value: str) -> str:
        return Truncator(value).chars(140)

    def render_tenggat(self, value: date, record: Klarifikasi) -> SafeString | str:
        return due(value, record.status == Klarifikasi.Status.DIMINTA)

    def render_status(self, record: Klarifikasi) -> SafeString:
        return status_chip(NADA_KLARIFIKASI[record.status], record.get_status_display())


class RekomendasiTable(tables.Table):
    uraian = tables.Column("Rekomendasi", attrs=TEKS, orderable=False)
    unit = tables.Column("Unit kerja", accessor="unit__nama")
    tahun = tables.Column("Evaluasi", accessor="evaluasi__pembangunan__periode__tahun", attrs=ANGKA)
    penanggung_jawab = tables.Column("Penanggung jawab")
    tenggat = tables.Column("Tenggat")
    status = tables.Column("Status")

    caption = "Rekomendasi TPI"
    satuan = "rekomendasi"
    empty_ikon = "list-checks"
    empty_sebab = "Rekomendasi tampil setelah hasil evaluasi TPI ditetapkan."

    class Meta:
        model = Rekomendasi
        fields = ["uraian", "unit", "tahun", "penanggung_jawab", "tenggat", "status"]
        empty_text = "Tidak ada rekomendasi yang cocok."

    def render_uraian(self, value: str, record: Rekomendasi) -> SafeString:
        kode = format_html('<span class="redup">{}</span> ', record.kode) if record.kode else ""
        url = reverse("rekomendasi_detail", args=[record.pk])
        return format_html('{}<a href="{}">{}</a>', kode, url, Truncator(value).chars(160))

    def render_tahun(self, value: int) -> str:
        return str(value)

    def render_tenggat(self, value: date, record: Rekomendasi) -> SafeString | str:
        return due(value, record.status == Rekomendasi.Status.TERBUKA)

    def render_status(self, record: Rekomendasi) -> SafeString:
        return status_chip(NADA_REKOMENDASI[record.status], record.get_status_display())
