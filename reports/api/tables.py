"""The list of clients."""

from datetime import date, datetime

import django_tables2 as tables
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.safestring import SafeString

from reports.models import KlienAPI, PemakaianAPI
from units.halaman import Nada
from units.models import Peran
from units.tables import ANGKA, TEKS, TETAP
from units.templatetags.indonesia import tanggal, waktu
from units.templatetags.ui import status_chip


def with_state(rows: QuerySet[KlienAPI]) -> QuerySet[KlienAPI]:
    """Each client with the last day of its tokens, its calls and the last of them."""
    last = PemakaianAPI.objects.filter(klien=OuterRef("pk")).order_by("-tanggal").values("terakhir_at")[:1]
    calls = PemakaianAPI.objects.filter(klien=OuterRef("pk")).order_by().values("klien").annotate(n=Sum("panggilan"))
    alive = Q(token__berakhir_at=None) | Q(token__berakhir_at__gt=timezone.now())
    found = rows.select_related("peran__user", "peran__unit", "instansi", "dibuat_oleh__user")
    return found.annotate(
        sampai=Max("token__berlaku_sampai", filter=alive),
        terakhir=Subquery(last), panggilan=Subquery(calls.values("n")),
    )  # fmt: skip


def state_of(klien: KlienAPI, today: date) -> tuple[Nada, str]:
    """Of a client `with_state`: whether its token opens anything today."""
    if klien.dicabut_at:
        return "netral", "Dicabut"
    if not _is_held(klien.peran, today):
        return "merah", "Peran berakhir"
    if klien.sampai is None or klien.sampai < today:
        return "merah", "Kedaluwarsa"
    return "hijau", "Berlaku"


def _is_held(peran: Peran, today: date) -> bool:
    return peran.is_active_on(today) and peran.user.is_active


def role_words(peran: Peran) -> str:
    return f"{peran.label} {peran.unit.nama}" if peran.unit else peran.label


class KlienTable(tables.Table):
    nama = tables.Column("Klien", linkify=("klien_api_detail", {"pk": tables.A("pk")}), attrs=TEKS)
    keadaan = tables.Column("Status", empty_values=(), orderable=False)
    peran = tables.Column("Membaca sebagai", orderable=False, attrs=TEKS)
    sampai = tables.Column("Berlaku sampai", attrs=TETAP, default="")
    panggilan = tables.Column("Panggilan", attrs=ANGKA, default=0)
    terakhir = tables.Column("Terakhir dipakai", attrs=TETAP, default="Belum pernah")

    caption = "Klien API"
    satuan = "klien"
    empty_ikon = "key-round"
    empty_sebab = "Program lain membaca data portal dengan token klien yang Anda buat di sini."

    class Meta:
        empty_text = "Belum ada klien API"

    def render_keadaan(self, record: KlienAPI) -> SafeString:
        return status_chip(*state_of(record, timezone.localdate()))

    def value_keadaan(self, record: KlienAPI) -> str:
        return state_of(record, timezone.localdate())[1]

    def render_peran(self, value: Peran) -> str:
        return role_words(value)

    def render_sampai(self, value: date) -> str:
        return tanggal(value)

    def render_terakhir(self, value: datetime) -> str:
        return waktu(value)
