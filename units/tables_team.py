"""The table of teams: one row per unit of the year."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.models import PembangunanZI
from units.tables import ANGKA, TEKS
from units.templatetags.ui import status_chip


class TimTable(tables.Table):
    """Rows carry `jumlah_ketua`, `jumlah_anggota` and `jumlah_agen`."""

    unit = tables.Column(
        "Unit kerja", accessor="unit__nama", linkify=("tim_detail", {"pk": tables.A("pk")}), attrs=TEKS
    )
    target = tables.Column("Target")
    nomor_sk = tables.Column("Keputusan tim", accessor="tim__nomor_sk", default="Belum ada")
    jumlah_ketua = tables.Column("Ketua")
    jumlah_anggota = tables.Column("Orang", attrs=ANGKA)
    jumlah_agen = tables.Column("Agen perubahan", attrs=ANGKA)

    caption = "Tim setiap unit kerja"
    satuan = "unit kerja"
    empty_ikon = "users"
    empty_sebab = (
        "Tim dibentuk setelah unit didaftarkan dalam tahun program; atau tidak ada yang cocok dengan saringan."
    )

    class Meta:
        model = PembangunanZI
        fields = ["unit", "target", "nomor_sk", "jumlah_ketua", "jumlah_anggota", "jumlah_agen"]
        empty_text = "Tidak ada tim pada tahun ini"

    def render_nomor_sk(self, value: str) -> str:
        return value or "Belum ada"

    def render_jumlah_ketua(self, value: int) -> SafeString:
        return status_chip("hijau", "Ada") if value else status_chip("merah", "Belum ada")

    def render_jumlah_agen(self, value: int, record: PembangunanZI) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("agen_list", args=[record.pk]), value)

    def value_jumlah_agen(self, value: int) -> int:
        return value
