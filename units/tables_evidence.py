"""Table of the evidence list."""

import django_tables2 as tables

from units.models import DataDukung
from units.templatetags.indonesia import tanggal, ukuran


class DataDukungTable(tables.Table):
    judul = tables.Column(linkify=("data_dukung_detail", {"pk": tables.A("pk")}))
    unit = tables.Column(accessor="pembangunan__unit__nama", verbose_name="Unit")
    ekstensi = tables.Column(verbose_name="Jenis", empty_values=())
    ukuran = tables.Column(verbose_name="Ukuran", attrs={"th": {"class": "angka"}, "td": {"class": "angka"}})
    versi_nomor = tables.Column(verbose_name="Versi", attrs={"th": {"class": "angka"}, "td": {"class": "angka"}})
    created_by = tables.Column(accessor="created_by__nama", verbose_name="Ditambah oleh")
    created_at = tables.Column(verbose_name="Tanggal")

    caption = "Data dukung"
    satuan = "data dukung"
    empty_sebab = "Belum ada data dukung pada tahun ini, atau tidak ada yang cocok dengan saringan."

    class Meta:
        model = DataDukung
        fields = ("judul", "unit", "ekstensi", "ukuran", "versi_nomor", "created_by", "created_at")
        empty_text = "Belum ada data dukung"

    def render_ekstensi(self, value: str | None) -> str:
        return value.upper() if value else "Tautan"

    def render_ukuran(self, value: int) -> str:
        return ukuran(value)

    def render_created_at(self, value) -> str:
        return tanggal(value)
