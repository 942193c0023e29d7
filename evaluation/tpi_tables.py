"""Tables of TPI's evaluations."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.models import EvaluasiTPI
from evaluation.tpi_progress import Bagian
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

NADA = {"meja": "biru", "klarifikasi": "kuning", "lapangan": "kuning", "pleno": "biru", "final": "hijau"}
ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}


class EvaluasiTable(tables.Table):
    """`kemajuan` is {evaluation pk: Bagian} of the rows on the page; the view sets it once they are known."""

    unit = tables.Column(
        accessor="pembangunan__unit__nama", verbose_name="Unit kerja", order_by=("pembangunan__unit__nama",)
    )
    status = tables.Column(verbose_name="Fase")
    jenis = tables.Column(verbose_name="Jenis")
    penilai = tables.Column(verbose_name="Penilai", empty_values=(), orderable=False, attrs=ANGKA)
    saya = tables.Column(verbose_name="Tugas saya", empty_values=(), orderable=False)
    semua = tables.Column(verbose_name="Semua penilai", empty_values=(), orderable=False)
    buka = tables.Column(accessor="created_at", verbose_name="Dibuka")

    caption = "Evaluasi TPI"
    satuan = "evaluasi"
    empty_sebab = "Evaluasi dibuka Ketua atau Sekretaris TPI dari penilaian mandiri yang sudah diajukan."
    empty_ikon = "clipboard-check"

    class Meta:
        empty_text = "Belum ada evaluasi"

    kemajuan: dict[int, Bagian] = {}

    def render_unit(self, value: str, record: EvaluasiTPI) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("tpi_detail", args=[record.pk]), value)

    def render_status(self, record: EvaluasiTPI) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())

    def render_buka(self, value) -> str:
        return tanggal(value)

    def _share(self, record: EvaluasiTPI) -> Bagian:
        return self.kemajuan.get(record.pk, Bagian())

    def render_penilai(self, record: EvaluasiTPI) -> str:
        return str(self._share(record).penilai)

    def render_saya(self, record: EvaluasiTPI) -> SafeString | str:
        part = self._share(record)
        if not part.saya_jumlah:
            return "–"
        bar = _bar(part.saya_selesai, part.saya_jumlah)
        return format_html('<a href="{}">{}</a>', reverse("tpi_score", args=[record.pk]), bar)

    def render_semua(self, record: EvaluasiTPI) -> SafeString | str:
        part = self._share(record)
        return _bar(part.selesai, part.jumlah) if part.jumlah else status_chip("kuning", "Belum ada penilai")


def _bar(done: int, total: int) -> SafeString:
    return format_html(
        '<span class="kemajuan-baris"><progress class="batang" max="{}" value="{}" aria-hidden="true"></progress> {}/{} diserahkan</span>',
        total,
        done,
        done,
        total,
    )
