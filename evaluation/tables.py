"""Tables of assessments and instruments."""

from datetime import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.models import Instrumen
from units.models import PembangunanZI
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}
NADA_INSTRUMEN = {"draf": "kuning", "terbit": "hijau", "diganti": "netral"}


class PenilaianTable(tables.Table):
    """One row per unit of the year, submitted or not; `ringkas` is the frozen summary."""

    unit = tables.Column(accessor="unit__nama", verbose_name="Unit kerja", order_by=("unit__nama",))
    status = tables.Column(accessor="diajukan_at", verbose_name="Status", empty_values=(), order_by=("diajukan_at",))
    nilai = tables.Column(accessor="ringkas", verbose_name="Nilai", attrs=ANGKA, orderable=False)
    wbk = tables.Column(accessor="ringkas", verbose_name="WBK", orderable=False)
    wbbm = tables.Column(accessor="ringkas", verbose_name="WBBM", orderable=False)
    target = tables.Column(verbose_name="Target")

    caption = "Penilaian mandiri unit kerja"
    satuan = "unit kerja"
    empty_sebab = (
        "Tidak ada unit kerja yang membangun Zona Integritas pada tahun ini, atau tidak ada yang cocok dengan saringan."
    )
    empty_ikon = "clipboard-check"

    class Meta:
        empty_text = "Belum ada penilaian"

    def render_unit(self, value: str, record: PembangunanZI) -> SafeString | str:
        if record.penilaian_pk is None:
            return value
        return format_html('<a href="{}">{}</a>', reverse("penilaian_detail", args=[record.penilaian_pk]), value)

    def render_status(self, value: datetime | None) -> SafeString:
        if value is None:
            return status_chip("netral", "Belum diajukan")
        return format_html('{} <span class="redup kecil">{}</span>', status_chip("hijau", "Diajukan"), tanggal(value))

    def render_nilai(self, value: dict) -> str:
        return value["nilai"]

    def render_wbk(self, value: dict) -> SafeString | str:
        return _met(value, "WBK")

    def render_wbbm(self, value: dict) -> SafeString | str:
        return _met(value, "WBBM")


def _met(ringkas: dict, kode: str) -> SafeString | str:
    if kode not in ringkas:
        return "–"
    return status_chip("hijau", "Memenuhi") if ringkas[kode] else status_chip("merah", "Belum")


class InstrumenTable(tables.Table):
    nama = tables.Column(linkify=("instrumen_detail", {"pk": tables.A("pk")}))
    kode = tables.Column()
    versi = tables.Column(attrs=ANGKA)
    status = tables.Column()
    nomor_keputusan = tables.Column(verbose_name="Keputusan Inspektur")
    tanggal_keputusan = tables.Column(verbose_name="Tanggal")

    caption = "Instrumen LKE"
    satuan = "instrumen"
    empty_sebab = (
        "Adopsi instrumen bawaan, lalu terbitkan dengan Keputusan Inspektur agar unit kerja dapat menilai diri."
    )
    empty_ikon = "clipboard-list"

    class Meta:
        empty_text = "Belum ada instrumen"
        order_by = ("kode", "-versi")

    def render_versi(self, value: int) -> str:
        return str(value)

    def render_status(self, value: str, record: Instrumen) -> SafeString:
        return status_chip(NADA_INSTRUMEN[record.status], record.get_status_display())

    def render_tanggal_keputusan(self, value) -> str:
        return tanggal(value)
