"""Lists of sessions, of their coverage, and of threads."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from action_plans.models import Konsultasi, LaporanPembinaan, Pembinaan
from action_plans.services.consultation import url_of
from units.halaman import Nada
from units.templatetags.indonesia import tanggal, waktu
from units.templatetags.ui import status_chip

NADA: dict[str, Nada] = {
    Pembinaan.Status.DRAF: "netral",
    Pembinaan.Status.DISAMPAIKAN: "kuning",
    Pembinaan.Status.DIKONFIRMASI: "hijau",
}
NADA_KONSULTASI: dict[str, Nada] = {
    Konsultasi.Status.DITANYAKAN: "kuning",
    Konsultasi.Status.DIJAWAB: "biru",
    Konsultasi.Status.SELESAI: "hijau",
}
NADA_LAPORAN: dict[str, Nada] = {
    LaporanPembinaan.Status.DRAF: "kuning",
    LaporanPembinaan.Status.DIAJUKAN: "biru",
    LaporanPembinaan.Status.DISETUJUI: "biru",
    LaporanPembinaan.Status.DISAMPAIKAN: "hijau",
}
ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}
TETAP = {"td": {"class": "kolom-tetap"}}


class PembinaanTable(tables.Table):
    """Rows carry `jumlah` and `terbuka` (agreements) and prefetched `pembina`."""

    tanggal = tables.Column(attrs=TETAP)
    unit = tables.Column(accessor="pembangunan__unit__nama", verbose_name="Unit kerja")
    jenis = tables.Column()
    pembina = tables.Column(empty_values=(), orderable=False, verbose_name="Tim Pembina")
    kesepakatan = tables.Column(accessor="terbuka", verbose_name="Kesepakatan terbuka", attrs=ANGKA)
    status = tables.Column()

    caption = "Pembinaan"
    satuan = "pembinaan"
    empty_sebab = "Belum ada pembinaan yang tercatat pada tahun ini, atau tidak ada yang cocok dengan saringan."
    empty_ikon = "message-square"

    class Meta:
        empty_text = "Tidak ada pembinaan"

    def render_tanggal(self, record: Pembinaan) -> SafeString:
        url = reverse("pembinaan_detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, tanggal(record.tanggal))

    def render_jenis(self, record: Pembinaan) -> str:
        return record.get_jenis_display()

    def render_pembina(self, record: Pembinaan) -> str:
        return ", ".join(sorted(p.user.nama for p in record.pembina.all()))

    def render_kesepakatan(self, record: Pembinaan) -> str:
        return f"{record.terbuka} dari {record.jumlah}" if record.jumlah else "–"

    def render_status(self, record: Pembinaan) -> SafeString:
        return status_chip(NADA[record.status], record.get_status_display())


class CakupanTable(tables.Table):
    """Units of the year with how often they were coached (`jumlah`, `terakhir`, `terbuka` from the query)."""

    unit = tables.Column(accessor="unit__nama", verbose_name="Unit kerja")
    jumlah = tables.Column(verbose_name="Pembinaan", attrs=ANGKA)
    jumlah_asistensi = tables.Column(verbose_name="Asistensi", attrs=ANGKA)
    jumlah_konsultasi = tables.Column(verbose_name="Konsultasi", attrs=ANGKA)
    jumlah_monitoring = tables.Column(verbose_name="Monitoring", attrs=ANGKA)
    terakhir = tables.Column(verbose_name="Terakhir", attrs=TETAP, empty_values=())
    terbuka = tables.Column(verbose_name="Kesepakatan terbuka", attrs=ANGKA)
    tindakan = tables.Column(
        empty_values=(), orderable=False, verbose_name="", attrs={"td": {"class": "kolom-tindakan"}}
    )

    caption = "Cakupan pembinaan"
    satuan = "unit kerja"
    empty_sebab = "Unit kerja muncul di sini setelah didaftarkan membangun Zona Integritas pada tahun ini."
    empty_ikon = "building-2"

    class Meta:
        empty_text = "Belum ada unit kerja"

    def __init__(self, *args, may_coach: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_coach:
            self.columns.hide("tindakan")

    def render_unit(self, value: str, record) -> SafeString:
        url = f"{reverse('pembinaan_list')}?unit={record.unit_id}"
        return format_html('<a href="{}">{}</a>', url, value)

    def render_terakhir(self, record) -> SafeString | str:
        return tanggal(record.terakhir) if record.terakhir else status_chip("kuning", "Belum pernah")

    def render_tindakan(self, record) -> SafeString:
        url = reverse("pembinaan_create", args=[record.pk])
        return format_html('<a class="btn btn-polos btn-sm" href="{}">Catat pembinaan</a>', url)


class KonsultasiTable(tables.Table):
    """Threads; `unread` are the addresses with a notice that the reader has not read."""

    judul = tables.Column(verbose_name="Pokok pertanyaan", attrs={"td": {"class": "kolom-teks"}})
    unit = tables.Column(accessor="pembangunan__unit__nama", verbose_name="Unit kerja")
    area = tables.Column(verbose_name="Komponen")
    jumlah = tables.Column(verbose_name="Pesan", attrs=ANGKA)
    pesan_terakhir_at = tables.Column(verbose_name="Pesan terakhir", attrs=TETAP)
    status = tables.Column()

    caption = "Konsultasi"
    satuan = "konsultasi"
    empty_sebab = (
        "Belum ada pertanyaan kepada Tim Pembina ZI pada tahun ini, atau tidak ada yang cocok dengan saringan."
    )
    empty_ikon = "message-square"

    class Meta:
        empty_text = "Tidak ada konsultasi"

    def __init__(self, *args, unread: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.unread = unread

    def render_judul(self, value: str, record: Konsultasi) -> SafeString:
        url = url_of(record.pk)
        new = status_chip("biru", "Belum dibaca") if url in self.unread else ""
        return format_html('<a href="{}">{}</a> {}', url, value, new)

    def render_pesan_terakhir_at(self, value) -> str:
        return waktu(value)

    def render_status(self, record: Konsultasi) -> SafeString:
        return status_chip(NADA_KONSULTASI[record.status], record.get_status_display())


class LaporanPembinaanTable(tables.Table):
    laporan = tables.Column(accessor="rentang", verbose_name="Laporan")
    unit = tables.Column(accessor="pembangunan__unit__nama", verbose_name="Unit kerja", default="Seluruh unit kerja")
    bentuk = tables.Column()
    disusun_oleh = tables.Column(accessor="disusun_oleh__user__nama", verbose_name="Disusun oleh")
    disampaikan_at = tables.Column(verbose_name="Disampaikan", attrs=TETAP)
    status = tables.Column()

    caption = "Laporan pembinaan"
    satuan = "laporan"
    empty_sebab = "Belum ada laporan Tim Pembina pada tahun ini, atau tidak ada yang cocok dengan saringan."
    empty_ikon = "file-text"

    class Meta:
        empty_text = "Tidak ada laporan"

    def render_laporan(self, record: LaporanPembinaan) -> SafeString:
        url = reverse("laporan_pembinaan_detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record.get_rentang_display())

    def render_bentuk(self, record: LaporanPembinaan) -> str:
        return record.get_bentuk_display()

    def render_disampaikan_at(self, value) -> str:
        return tanggal(value)

    def render_status(self, record: LaporanPembinaan) -> SafeString:
        return status_chip(NADA_LAPORAN[record.status], record.get_status_display())
