"""Table of plans for the roles of an institution."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from action_plans.models import RencanaAksi
from action_plans.plan_data import Capaian, Ringkas
from action_plans.views.plan_head import NADA
from units.templatetags.ui import persen, status_chip

ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}


class RencanaTable(tables.Table):
    unit = tables.Column(verbose_name="Unit kerja")
    status = tables.Column(empty_values=())
    versi = tables.Column(attrs=ANGKA)
    aksi = tables.Column(attrs=ANGKA)
    dengan_waktu = tables.Column(verbose_name="Ada bulan", attrs=ANGKA)
    dengan_pj = tables.Column(verbose_name="Ada penanggung jawab", attrs=ANGKA)
    dengan_bukti_fisik = tables.Column(verbose_name="Ada bukti fisik", attrs=ANGKA)
    terlambat = tables.Column(accessor="capaian__terlambat", attrs=ANGKA)
    capaian = tables.Column(verbose_name="Capaian", order_by=("capaian__selesai",))

    caption = "Rencana aksi unit kerja"
    satuan = "unit kerja"
    empty_sebab = "Tidak ada unit kerja yang terdaftar membangun Zona Integritas pada tahun ini, atau tidak ada yang cocok dengan saringan."
    empty_ikon = "list-checks"

    class Meta:
        empty_text = "Belum ada rencana aksi"
        order_by = ("unit",)

    def render_unit(self, value: str, record: Ringkas) -> SafeString | str:
        if record.rencana_pk is None:
            return value
        return format_html('<a href="{}">{}</a>', reverse("rencana_detail", args=[record.rencana_pk]), value)

    def render_status(self, value: str, record: Ringkas) -> SafeString:
        if record.rencana_pk is None:
            return status_chip("merah", "Belum ada rencana")
        return status_chip(NADA[value], RencanaAksi.Status(value).label)

    def render_versi(self, value: int) -> str:
        return str(value) if value else "–"

    def render_dengan_waktu(self, value: int, record: Ringkas) -> str:
        return _share(value, record)

    def render_dengan_pj(self, value: int, record: Ringkas) -> str:
        return _share(value, record)

    def render_dengan_bukti_fisik(self, value: int, record: Ringkas) -> str:
        return _share(value, record)

    def render_terlambat(self, value: int) -> SafeString | str:
        return status_chip("merah", str(value)) if value else "0"

    def render_capaian(self, value: Capaian) -> SafeString:
        share = persen(value.selesai, value.target)
        words = f"{value.selesai} dari {value.target} target bulan selesai"
        return format_html(
            '<span class="angka-persen"><progress class="batang batang-hijau" max="100" value="{}" aria-label="{}"></progress>'
            '<span class="kecil">{}%</span></span>',
            str(share), words, str(share),
        )  # fmt: skip


def _share(value: int, record: Ringkas) -> str:
    return f"{persen(value, record.aksi)}%" if record.aksi else "–"
