"""The list of all units' reports, on the page and in Excel."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from action_plans.report_status import KeadaanLaporan
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip
from units.xlsx import Kolom

KOLOM_EKSPOR = (
    Kolom("unit", "Unit kerja", 45),
    Kolom("triwulan", "Triwulan", 14),
    Kolom("status", "Status", 22),
    Kolom("tenggat", "Tenggat", 20),
    Kolom("dikirim", "Disampaikan", 20),
    Kolom("diterima", "Diterima", 20),
    Kolom("hari", "Hari keterlambatan", 20),
)


def export_row(k: KeadaanLaporan) -> dict[str, object]:
    dates = {"dikirim": k.laporan and k.laporan.dikirim_at, "diterima": k.laporan and k.laporan.diterima_at}
    return {
        "unit": k.pembangunan.unit.nama,
        "triwulan": k.nama,
        "status": k.status[1],
        "tenggat": k.tenggat,
        "hari": k.days_late,
        **{name: timezone.localdate(value) if value else None for name, value in dates.items()},
    }


class LaporanTable(tables.Table):
    unit = tables.Column(verbose_name="Unit kerja", accessor="pembangunan__unit__nama")
    triwulan = tables.Column()
    status = tables.Column(empty_values=(), order_by=("status",))
    tenggat = tables.Column()
    dikirim = tables.Column(
        verbose_name="Disampaikan", accessor="laporan__dikirim_at", empty_values=(), orderable=False
    )
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

    def render_dikirim(self, record: KeadaanLaporan) -> str:
        return tanggal(record.laporan.dikirim_at) if record.is_sent else "–"

    def render_hari(self, record: KeadaanLaporan) -> SafeString | str:
        if record.is_overdue:
            return format_html("{} {} hari", status_chip("merah", "Terlambat"), record.days_late)
        return f"{record.days_late} hari" if record.days_late else "–"
