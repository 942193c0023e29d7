"""The list of all units' reports, on the page and as a file."""

from datetime import date, datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from action_plans.report_status import KeadaanLaporan
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip


class LaporanTable(tables.Table):
    unit = tables.Column(verbose_name="Unit kerja", accessor="pembangunan__unit__nama")
    triwulan = tables.Column()
    status = tables.Column(empty_values=(), order_by=("status",))
    tenggat = tables.Column()
    dikirim = tables.Column(
        verbose_name="Disampaikan", accessor="laporan__dikirim_at", empty_values=(), orderable=False
    )
    diterima = tables.Column(accessor="laporan__diterima_at", empty_values=(), orderable=False, visible=False)
    hari = tables.Column(verbose_name="Keterlambatan", accessor="days_late")

    caption = "Laporan triwulan"
    satuan = "laporan"
    empty_sebab = "Belum ada unit kerja pada tahun program ini, atau tidak ada yang cocok dengan saringan."
    empty_ikon = "file-text"

    class Meta:
        empty_text = "Tidak ada laporan"

    def render_unit(self, value: str, record: KeadaanLaporan) -> SafeString | str:
        if record.laporan is None:
            return value
        return format_html('<a href="{}">{}</a>', reverse("laporan_detail", args=[record.laporan.pk]), value)

    def render_triwulan(self, record: KeadaanLaporan) -> str:
        return record.nama

    def render_status(self, record: KeadaanLaporan) -> SafeString:
        return status_chip(*record.status)

    def render_tenggat(self, record: KeadaanLaporan) -> str:
        return tanggal(record.tenggat)

    def value_tenggat(self, record: KeadaanLaporan) -> date:
        return record.tenggat

    def render_dikirim(self, record: KeadaanLaporan) -> str:
        return tanggal(record.laporan.dikirim_at) if record.is_sent else "–"

    def render_hari(self, record: KeadaanLaporan) -> SafeString | str:
        if record.is_overdue:
            return format_html("{} {} hari", status_chip("merah", "Terlambat"), record.days_late)
        return f"{record.days_late} hari" if record.days_late else "–"

    def value_dikirim(self, record: KeadaanLaporan) -> date | None:
        return _day(record.laporan and record.laporan.dikirim_at)

    def value_diterima(self, record: KeadaanLaporan) -> date | None:
        return _day(record.laporan and record.laporan.diterima_at)

    def value_hari(self, record: KeadaanLaporan) -> int:
        return record.days_late


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
