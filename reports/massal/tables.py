"""Tables of batches and of the papers of one."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.models import BarisCetak, CetakMassal
from reports.tables import TONES
from units.models import StatusPekerjaan
from units.templatetags.indonesia import waktu
from units.templatetags.ui import status_chip

S = StatusPekerjaan


class CetakMassalTable(tables.Table):
    jenis = tables.Column(verbose_name="Dokumen", linkify=("massal_detail", {"pk": tables.A("pk")}))
    jumlah = tables.Column(attrs={"th": {"class": "angka"}, "td": {"class": "angka"}})
    bernomor = tables.Column(verbose_name="Nomor")
    created_at = tables.Column(verbose_name="Diminta")
    status = tables.Column()

    caption = "Cetak massal"
    satuan = "cetak massal"
    empty_sebab = "Cetak massal membuat banyak dokumen sejenis sekaligus dan mengumpulkannya dalam satu berkas zip."
    empty_ikon = "files"

    class Meta:
        model = CetakMassal
        fields = ("jenis", "jumlah", "bernomor", "created_at", "status")
        empty_text = "Belum ada cetak massal"

    def render_jenis(self, record: CetakMassal) -> str:
        return record.judul

    def render_bernomor(self, value: bool) -> str:
        return "Diterbitkan" if value else "Tanpa nomor"

    def render_created_at(self, value) -> str:
        return waktu(value)

    def render_status(self, record: CetakMassal) -> SafeString:
        return status_chip(TONES[S(record.status)], record.get_status_display())


class BarisCetakTable(tables.Table):
    urutan = tables.Column(verbose_name="No", attrs={"th": {"class": "angka"}, "td": {"class": "angka"}})
    nama = tables.Column(verbose_name="Unit kerja")
    nomor = tables.Column(empty_values=(), verbose_name="Nomor", orderable=False)
    status = tables.Column(accessor="dokumen__status", empty_values=())
    pesan = tables.Column(verbose_name="Keterangan", orderable=False, attrs={"td": {"class": "kolom-teks"}})

    caption = "Dokumen dalam cetak massal ini"
    satuan = "dokumen"

    class Meta:
        model = BarisCetak
        fields = ("urutan", "nama", "nomor", "status", "pesan")
        empty_text = "Belum ada dokumen"

    def __init__(self, *args, numbers: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        if not numbers:
            self.exclude = ("nomor",)

    def render_nama(self, record: BarisCetak) -> str | SafeString:
        return self._linked(record) if record.dokumen_id else record.nama

    def _linked(self, record: BarisCetak) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("dokumen_detail", args=[record.dokumen_id]), record.nama)

    def render_nomor(self, record: BarisCetak) -> str:
        return self.numbers.get(record.dokumen_id, "–")

    def render_status(self, record: BarisCetak) -> SafeString:
        if record.dokumen:
            return status_chip(TONES[S(record.dokumen.status)], record.dokumen.get_status_display())
        return status_chip("merah", "Gagal") if record.galat else status_chip("netral", "Menunggu giliran")

    def value_status(self, record: BarisCetak) -> str:
        if record.dokumen:
            return record.dokumen.get_status_display()
        return "Gagal" if record.galat else "Menunggu giliran"
