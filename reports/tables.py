"""Table of the list of documents."""

import django_tables2 as tables
from django.utils.safestring import SafeString

from reports.data import TATA_LETAK
from reports.models import Dokumen
from units.models import StatusPekerjaan
from units.templatetags.indonesia import waktu
from units.templatetags.ui import status_chip

TONES = {
    StatusPekerjaan.JADI: "hijau",
    StatusPekerjaan.GAGAL: "merah",
    StatusPekerjaan.DIKERJAKAN: "biru",
    StatusPekerjaan.DIMINTA: "netral",
}


def chip_of(dokumen: Dokumen) -> tuple[str, str]:
    """Tone and words of a document's state."""
    return TONES[StatusPekerjaan(dokumen.status)], dokumen.get_status_display()


class DokumenTable(tables.Table):
    jenis = tables.Column(verbose_name="Dokumen", linkify=("dokumen_detail", {"pk": tables.A("pk")}))
    unit = tables.Column(accessor="pembangunan__unit__nama", verbose_name="Unit")
    keterangan = tables.Column(verbose_name="Isi")
    diminta_oleh = tables.Column(accessor="diminta_oleh__user__nama", verbose_name="Dibuat oleh")
    created_at = tables.Column(verbose_name="Waktu")
    halaman = tables.Column(attrs={"th": {"class": "angka"}, "td": {"class": "angka"}})
    status = tables.Column()

    caption = "Dokumen"
    satuan = "dokumen"
    empty_sebab = "Dokumen dibuat dari halaman rencana aksi, laporan, penilaian, evaluasi, dan tim. Belum ada pada tahun ini, atau tidak ada yang cocok dengan saringan."
    empty_ikon = "files"

    class Meta:
        model = Dokumen
        fields = ("jenis", "unit", "keterangan", "diminta_oleh", "created_at", "halaman", "status")
        empty_text = "Belum ada dokumen"

    def render_jenis(self, record: Dokumen) -> str:
        return record.judul

    def render_keterangan(self, record: Dokumen) -> str:
        number = record.cap.get("nomor", "")
        parts = (record.keterangan, TATA_LETAK.get(record.tata_letak), number and f"Nomor {number}")
        return " · ".join(part for part in parts if part)

    def render_created_at(self, value) -> str:
        return waktu(value)

    def render_halaman(self, value: int) -> str:
        return str(value) if value else "–"

    def render_status(self, record: Dokumen) -> SafeString:
        return status_chip(*chip_of(record))
