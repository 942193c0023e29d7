"""Tables on the way to TPN: requirements of each unit, units to decide on, proposals."""

from collections.abc import Mapping

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.decision_data import DIPUTUSKAN, UnitDiputus
from evaluation.models import Usulan
from evaluation.services.requirements import SyaratUnit
from units.halaman import Nada
from units.models import PembangunanZI
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip

TEKS = {"td": {"class": "kolom-teks"}}
TETAP = {"td": {"class": "kolom-tetap"}}
ANGKA = {"th": {"class": "angka"}, "td": {"class": "angka"}}
NADA_USULAN: dict[str, Nada] = {"draf": "kuning", "dikirim": "biru", "ditarik": "netral"}


class SyaratUnitTable(tables.Table):
    """`judged` holds, by pk of the unit's year, the rows that are shown: judging costs more than listing."""

    unit = tables.Column(
        "Unit kerja", accessor="unit__nama", linkify=("syarat_detail", {"pk": tables.A("pk")}), attrs=TEKS
    )
    target = tables.Column("Target", attrs=TETAP)
    hasil = tables.Column("Hasil", empty_values=(), orderable=False, attrs=TETAP)
    kurang = tables.Column("Yang belum dipenuhi", empty_values=(), orderable=False, attrs=TEKS)

    caption = "Syarat tiap unit kerja"
    satuan = "unit kerja"
    empty_ikon = "building-2"
    empty_sebab = (
        "Unit kerja didaftarkan dalam tahun program oleh Administrator Instansi atau TIUK; "
        "atau tidak ada yang cocok dengan saringan."
    )
    judged: Mapping[int, SyaratUnit]

    class Meta:
        model = PembangunanZI
        fields = ["unit", "target", "hasil", "kurang"]
        empty_text = "Tidak ada unit kerja"

    def render_hasil(self, record: PembangunanZI) -> SafeString:
        found = self.judged[record.pk]
        if found.memenuhi:
            return status_chip("hijau", "Semua dipenuhi")
        chip = status_chip("merah", "Belum dipenuhi")
        return format_html('{} <span class="redup">{} dari {}</span>', chip, len(found.kurang), found.jumlah)

    def render_kurang(self, record: PembangunanZI) -> str:
        return "; ".join(item.ketentuan.nama for item in self.judged[record.pk].kurang)


class PengusulanTable(tables.Table):
    """What the page of decisions shows, as a file: rows are `UnitDiputus`."""

    unit = tables.Column("Unit kerja", accessor="pembangunan__unit__nama")
    target = tables.Column("Target", accessor="pembangunan__get_target_display")
    keadaan = tables.Column("Keadaan", empty_values=())
    nilai = tables.Column("Nilai TPI")
    ambang = tables.Column("Ambang batas", accessor="predikat__verdict", default="")
    syarat = tables.Column("Syarat yang belum dipenuhi", empty_values=())

    def value_keadaan(self, record: UnitDiputus) -> str:
        if record.pembangunan.tahap in DIPUTUSKAN:
            return record.pembangunan.get_tahap_display()
        if not record.is_final:
            return "Masih dievaluasi TPI"
        return "Layak diusulkan" if record.layak else "Belum layak"

    def value_syarat(self, record: UnitDiputus) -> str:
        return "; ".join(item.ketentuan.nama for item in record.syarat.kurang)


class UsulanTable(tables.Table):
    """Rows carry `terlihat`, the names of the units that this role sees of it."""

    usulan = tables.Column(
        empty_values=(), accessor="pk", linkify=("usulan_detail", {"pk": tables.A("pk")}), order_by=("target", "pk")
    )
    status = tables.Column()
    nomor_surat = tables.Column("Surat", default="")
    unit = tables.Column("Unit kerja", accessor="terlihat", orderable=False, attrs=TEKS)
    dikirim_at = tables.Column("Dikirim", attrs=TETAP, default="")

    caption = "Usulan ke TPN"
    satuan = "usulan"
    empty_ikon = "send"
    empty_sebab = (
        "Usulan disusun Ketua atau Sekretaris TPI dari unit kerja yang diputuskan kepala daerah untuk diusulkan."
    )

    class Meta:
        model = Usulan
        fields = ["usulan", "status", "nomor_surat", "unit", "dikirim_at"]
        empty_text = "Belum ada usulan pada tahun ini"

    def render_usulan(self, record: Usulan) -> str:
        return str(record)

    def render_status(self, record: Usulan) -> SafeString:
        return status_chip(NADA_USULAN[record.status], record.get_status_display())

    def render_nomor_surat(self, value: str, record: Usulan) -> SafeString | str:
        if not value:
            return format_html('<span class="redup">{}</span>', "belum diisi")
        return format_html('{}<br><span class="redup kecil">{}</span>', value, tanggal(record.tanggal_surat))

    def render_unit(self, value: list[str]) -> str:
        return ", ".join(value)

    def render_dikirim_at(self, value) -> str:
        return tanggal(value)
