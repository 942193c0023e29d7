"""The log of calls of the PortalRB interface."""

import django_tables2 as tables
from django.utils.safestring import SafeString

from evaluation.models import PanggilanPortalRB
from units.templatetags.indonesia import waktu
from units.templatetags.ui import status_chip

BERHASIL = range(200, 300)


class PanggilanTable(tables.Table):
    waktu = tables.Column(verbose_name="Waktu")
    status = tables.Column()
    alamat = tables.Column(attrs={"td": {"class": "pecah"}})
    token = tables.Column(accessor="token__nama", verbose_name="Token")
    alamat_ip = tables.Column(verbose_name="Dari alamat")
    pesan = tables.Column(verbose_name="Keterangan", attrs={"td": {"class": "kolom-teks"}})

    caption = "Panggilan antarmuka PortalRB"
    satuan = "panggilan"
    empty_sebab = "Panggilan PortalRB tercatat di sini, berhasil atau ditolak."
    empty_ikon = "history"

    class Meta:
        empty_text = "Belum ada panggilan"

    def render_waktu(self, value) -> str:
        return waktu(value)

    def render_status(self, value: int, record: PanggilanPortalRB) -> SafeString:
        return status_chip("hijau" if value in BERHASIL else "merah", str(value))
