"""Table of the archive."""

import django_tables2 as tables
from django.utils.safestring import SafeString

from reports.models import Terbitan
from reports.terbitan_workflow import NADA
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip


class TerbitanTable(tables.Table):
    nomor = tables.Column(verbose_name="Nomor", linkify=("terbitan_detail", {"pk": tables.A("pk")}))
    perihal = tables.Column(verbose_name="Dokumen")
    unit_nama = tables.Column(verbose_name="Unit")
    tanggal = tables.Column(verbose_name="Tanggal", attrs={"td": {"class": "kolom-tetap"}})
    penanda_tangan = tables.Column(verbose_name="Penanda tangan", orderable=False)
    status = tables.Column(verbose_name="Status")
    retensi_sampai = tables.Column(verbose_name="Disimpan sampai", attrs={"td": {"class": "kolom-tetap"}})

    caption = "Dokumen terbit"
    satuan = "dokumen"
    empty_sebab = (
        "Dokumen masuk arsip ketika diterbitkan dengan nomor dari halaman rencana aksi, laporan, penilaian, keputusan, "
        "atau tim. Belum ada, atau tidak ada yang cocok dengan saringan."
    )
    empty_ikon = "archive"

    class Meta:
        model = Terbitan
        fields = ("nomor", "perihal", "unit_nama", "tanggal", "penanda_tangan", "status", "retensi_sampai")
        empty_text = "Belum ada dokumen terbit"

    def render_tanggal(self, value) -> str:
        return tanggal(value)

    def render_retensi_sampai(self, value) -> str:
        return tanggal(value)

    def render_penanda_tangan(self, value: str) -> str:
        return value.replace("\n", "; ")

    def render_status(self, record: Terbitan) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())

    def value_status(self, record: Terbitan) -> str:
        return record.get_status_display()
