"""Tables of the years, the candidates and the decrees."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import django_tables2 as tables
from django.db.models import Case, IntegerField, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.choices import Tahap
from units.identification import Peringkat
from units.models import Keputusan, PembangunanZI, UnitKerja
from units.profiles import AturanIdentifikasi
from units.tables import ANGKA, TEKS, TETAP
from units.templatetags.indonesia import angka, tanggal
from units.templatetags.ui import status_chip
from units.year import NADA, forward_steps

PILIH = {"th": {"class": "kolom-pilih"}, "td": {"class": "kolom-pilih"}}
NADA_KEPUTUSAN = {"penetapan": "biru", "predikat": "hijau", "pencabutan": "merah"}


class TahunTable(tables.Table):
    """Rows carry `sejak`, the moment the year reached its stage."""

    unit = tables.Column(
        "Unit kerja", accessor="unit__nama", linkify=("pembangunan_detail", {"pk": tables.A("pk")}), attrs=TEKS
    )
    target = tables.Column("Target")
    tahap = tables.Column("Tahap")
    sejak = tables.Column("Sejak", attrs=TETAP, default="")
    berikut = tables.Column("Langkah berikutnya", empty_values=(), orderable=False)

    caption = "Tahun ZI setiap unit kerja"
    satuan = "unit kerja"
    empty_ikon = "flag"
    empty_sebab = "Belum ada unit yang terdaftar pada tahun ini, atau tidak ada yang cocok dengan saringan."

    class Meta:
        model = PembangunanZI
        fields = ["unit", "target", "tahap", "sejak", "berikut"]
        empty_text = "Tidak ada unit kerja"

    def order_tahap(self, queryset, is_descending: bool):
        """By the order of the stages, not of their letters."""
        order = Case(*(When(tahap=t, then=Value(n)) for n, t in enumerate(Tahap)), output_field=IntegerField())
        return queryset.order_by(order.desc() if is_descending else order.asc(), "unit__kode"), True

    def render_tahap(self, record: PembangunanZI) -> SafeString:
        return status_chip(NADA.get(record.tahap, "biru"), record.get_tahap_display())

    def render_sejak(self, value: datetime) -> str:
        return tanggal(value)

    def render_berikut(self, record: PembangunanZI) -> SafeString | str:
        steps = forward_steps(record)
        if not steps:
            return ""
        return format_html('{} <span class="redup kecil">oleh {}</span>', steps[0].label, steps[0].who)


@dataclass(frozen=True)
class BarisCalon:
    """A unit that is not in the year yet, with its scores."""

    unit: UnitKerja
    nilai: dict[str, int]
    versi: int
    hasil: Peringkat

    @property
    def nama(self) -> str:
        return self.unit.nama

    @property
    def kode(self) -> str:
        return self.unit.kode

    @property
    def total(self) -> Decimal:
        return self.hasil.total

    @property
    def urutan(self) -> int:
        """Units not scored on every criterion stand behind all that are."""
        return self.hasil.peringkat or 10**6


class CalonTable(tables.Table):
    """One column per criterion of the profile, put in by `__init__`."""

    pilih = tables.Column("", accessor="unit__pk", orderable=False, attrs=PILIH)
    urutan = tables.Column("Peringkat", attrs=ANGKA)
    nama = tables.Column("Unit kerja", attrs=TEKS)
    total = tables.Column("Jumlah", attrs=ANGKA)

    caption = "Calon unit Zona Integritas"
    satuan = "unit kerja"
    empty_ikon = "list-checks"
    empty_sebab = "Semua unit aktif sudah masuk tahun program ini, atau tidak ada yang cocok dengan saringan."

    class Meta:
        empty_text = "Tidak ada calon"
        order_by = ("urutan", "kode")
        sequence = ("pilih", "urutan", "nama", "...", "total")

    def __init__(self, *args, rule: AturanIdentifikasi, **kwargs):
        columns = [(k.kode, tables.Column(k.nama, accessor="nilai", orderable=False)) for k in rule.kriteria]
        for item in rule.kriteria:  # before the columns are bound, which is when their renderers are looked up
            setattr(self, f"render_{item.kode}", self._cell(item))
            setattr(self, f"value_{item.kode}", self._score(item.kode))
        super().__init__(*args, extra_columns=columns, **kwargs)

    def _cell(self, item):
        def render(record: BarisCalon) -> str:
            return render_to_string(
                "units/_skor.html", {"baris": record, "kriteria": item, "terpilih": record.nilai.get(item.kode)}
            )

        return render

    def _score(self, kode: str):
        """What a file carries in place of the choices."""

        def value(record: BarisCalon) -> int | None:
            return record.nilai.get(kode)

        return value

    def render_pilih(self, record: BarisCalon) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" name="unit" value="{}" data-pilih aria-label="Pilih {}">',
            record.unit.pk,
            record.unit,
        )

    def render_urutan(self, record: BarisCalon) -> SafeString:
        return format_html('<span data-peringkat="{}">{}</span>', record.unit.pk, rank_words(record.hasil))

    def render_nama(self, record: BarisCalon) -> SafeString:
        url = reverse("identifikasi_edit", args=[record.unit.pk])
        return format_html('<a href="{}">{}</a> <span class="redup kecil">{}</span>', url, record.nama, record.kode)

    def render_total(self, record: BarisCalon) -> SafeString:
        return format_html('<span data-jumlah="{}">{}</span>', record.unit.pk, angka(record.total))


def rank_words(hasil: Peringkat) -> str:
    """A shared rank says so; a unit not scored on every criterion has none."""
    if hasil.peringkat is None:
        return "–"
    return f"{hasil.peringkat} (seri)" if hasil.seri else str(hasil.peringkat)


class KeputusanTable(tables.Table):
    """Rows carry the numbers of units named, `jumlah_unit`."""

    nomor = tables.Column(linkify=("keputusan_detail", {"pk": tables.A("pk")}))
    jenis = tables.Column("Jenis")
    tanggal = tables.Column("Tanggal", attrs=TETAP)
    penanda_tangan = tables.Column("Ditandatangani oleh")
    jumlah_unit = tables.Column("Unit", attrs=ANGKA)

    caption = "Keputusan kepala daerah"
    satuan = "keputusan"
    empty_ikon = "stamp"
    empty_sebab = "Keputusan penetapan, predikat, dan pencabutan tercatat di sini."

    class Meta:
        model = Keputusan
        fields = ["nomor", "tentang", "jenis", "tanggal", "penanda_tangan", "jumlah_unit"]
        empty_text = "Tidak ada keputusan"

    def render_jenis(self, record: Keputusan) -> SafeString:
        return status_chip(NADA_KEPUTUSAN[record.jenis], record.get_jenis_display())

    def render_tanggal(self, value: date) -> str:
        return tanggal(value)
