"""Lists. What a row shows; which rows there are is the view's question."""

from datetime import date, datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.browser import browser_words
from units.models import CatatanMasuk, Impor, PembangunanZI, Peran, UnitKerja, User
from units.templatetags.indonesia import nip as nip_printed
from units.templatetags.indonesia import tanggal, waktu
from units.templatetags.ui import status_chip

TETAP = {"td": {"class": "kolom-tetap"}}
TEKS = {"td": {"class": "kolom-teks"}}
ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}
NADA_MASUK = {
    CatatanMasuk.Hasil.BERHASIL: "hijau",
    CatatanMasuk.Hasil.DITOLAK: "kuning",
    CatatanMasuk.Hasil.TERKUNCI: "merah",
}
NADA_PEKERJAAN = {"diminta": "netral", "dikerjakan": "biru", "jadi": "hijau", "gagal": "merah"}


def aktif_chip(aktif: bool) -> SafeString:
    return status_chip("hijau", "Aktif") if aktif else status_chip("netral", "Nonaktif")


class UnitTable(tables.Table):
    kode = tables.Column("Kode", attrs=TETAP)
    nama = tables.Column(linkify=("unit_detail", {"pk": tables.A("pk")}), attrs=TEKS)
    induk = tables.Column("Unit induk", accessor="induk__nama", default="")
    jumlah_pegawai = tables.Column("Pegawai", attrs=ANGKA)
    is_active = tables.Column("Keadaan")

    caption = "Unit kerja"
    satuan = "unit"
    empty_ikon = "building-2"

    class Meta:
        model = UnitKerja
        fields = ["kode", "nama", "induk", "jenis_layanan", "jumlah_pegawai", "is_active"]
        empty_text = "Tidak ada unit kerja yang cocok."

    def render_is_active(self, value: bool) -> SafeString:
        return aktif_chip(value)


class OrangTable(tables.Table):
    nama = tables.Column("Nama", linkify=("orang_detail", {"pk": tables.A("pk")}))
    nip = tables.Column("NIP", attrs=TETAP, default="")
    unit = tables.Column("Unit kerja", accessor="unit__nama", default="")
    peran = tables.Column("Peran hari ini", accessor="peran_kini", orderable=False, default="")
    is_active = tables.Column("Akun")

    caption = "Pegawai dan akun"
    satuan = "orang"
    empty_ikon = "users"

    class Meta:
        model = User
        fields = ["nama", "nip", "jabatan", "unit", "peran", "is_active"]
        empty_text = "Tidak ada orang yang cocok."

    def render_nip(self, value: str) -> str:
        return nip_printed(value)

    def render_peran(self, value: list[Peran]) -> SafeString | str:
        return ", ".join(dict.fromkeys(p.label for p in value))

    def render_is_active(self, value: bool) -> SafeString:
        return aktif_chip(value)


class CatatanMasukTable(tables.Table):
    waktu = tables.Column("Waktu", attrs=TETAP)
    user = tables.Column("Orang", accessor="user__nama", default="", order_by=("user__nama",))
    hasil = tables.Column("Kejadian")
    alamat_ip = tables.Column("Alamat IP", default="")
    perangkat = tables.Column("Peramban", orderable=False, default="")

    caption = "Catatan masuk"
    satuan = "catatan"
    empty_ikon = "shield-check"

    class Meta:
        model = CatatanMasuk
        fields = ["waktu", "user", "hasil", "alamat_ip", "perangkat"]
        empty_text = "Tidak ada catatan masuk yang cocok."

    def render_waktu(self, value: datetime) -> str:
        return waktu(value)

    def render_perangkat(self, value: str) -> str:
        return browser_words(value)

    def render_hasil(self, record: CatatanMasuk) -> SafeString:
        return status_chip(NADA_MASUK.get(record.hasil, "netral"), record.get_hasil_display())


class PembangunanTable(tables.Table):
    unit = tables.Column(
        "Unit kerja", accessor="unit__nama", linkify=("pembangunan_detail", {"pk": tables.A("pk")}), attrs=TEKS
    )
    tanggal_penetapan = tables.Column("Tanggal keputusan", default="", attrs=TETAP)
    penetapan = tables.Column("Keputusan penetapan", accessor="nomor_penetapan", default="")
    ubah = tables.Column("", accessor="pk", orderable=False, attrs={"td": {"class": "kolom-tindakan"}})

    caption = "Unit dalam tahun program"
    satuan = "unit"
    empty_ikon = "flag"

    class Meta:
        model = PembangunanZI
        fields = ["unit", "target", "tahap", "penetapan", "tanggal_penetapan", "ubah"]
        empty_text = "Belum ada unit yang didaftarkan."

    def __init__(self, *args, may_edit: bool, **kwargs):
        super().__init__(*args, exclude=() if may_edit else ("ubah",), **kwargs)
        if not may_edit:  # some roles see their own unit alone, or none: that is not yet "none is registered"
            self.empty_text = "Tidak ada unit yang dapat Anda lihat pada tahun ini."

    def render_tanggal_penetapan(self, value: date) -> str:
        return tanggal(value)

    def render_ubah(self, record: PembangunanZI) -> SafeString:
        url = reverse("pembangunan_edit", kwargs={"pk": record.pk})
        return format_html(
            '<span class="tindakan-baris"><a href="{}">Ubah<span class="visually-hidden"> {}</span></a></span>',
            url,
            record.unit,
        )


class ImporTable(tables.Table):
    created_at = tables.Column("Waktu", attrs=TETAP)
    berkas = tables.Column("Berkas", accessor="berkas__nama_asli", linkify=("impor_detail", {"pk": tables.A("pk")}))
    jenis = tables.Column("Isi")
    tahap = tables.Column("Tahap")
    status = tables.Column("Keadaan")
    oleh = tables.Column("Oleh", accessor="oleh__user__nama")

    caption = "Impor"
    satuan = "impor"
    empty_ikon = "file-up"
    empty_sebab = "Unit kerja dan pegawai dapat diisi sekaligus dari buku kerja Excel."

    class Meta:
        model = Impor
        fields = ["created_at", "berkas", "jenis", "tahap", "status", "oleh"]
        empty_text = "Belum pernah ada impor."

    def render_created_at(self, value: datetime) -> str:
        return waktu(value)

    def render_status(self, record: Impor) -> SafeString:
        return status_chip(NADA_PEKERJAAN[record.status], record.get_status_display())
