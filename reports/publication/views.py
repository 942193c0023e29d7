"""The administrator's choice, and a published file for everybody."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.models import Survei
from evaluation.services.publication import publish_survei
from reports.models import Terbitan
from reports.publication.data import documents, public_documents, surveys
from reports.publication.services import publish_terbitan
from units import evidence
from units.access import is_admin, require
from units.filters import search_field
from units.halaman import Halaman, Tab
from units.models import Instansi
from units.tables import ANGKA, TEKS, TETAP
from units.templatetags.indonesia import tanggal
from units.templatetags.ui import status_chip
from units.views.common import ADMIN, paged, render_list
from units.views.public import KEPT

SURVEI, DOKUMEN = "survei", "dokumen"
PILIH = {"th": {"class": "kolom-pilih"}, "td": {"class": "kolom-pilih"}}
KEADAAN = [("ya", "Diumumkan"), ("tidak", "Tidak diumumkan")]


class _Pilih(tables.Table):
    """A tick box before each row; `nama_baris` names the row for screen readers."""

    pilih = tables.Column("", accessor="pk", orderable=False, attrs=PILIH)
    publik = tables.Column("Halaman publik")

    def render_pilih(self, record: Any) -> SafeString:
        box = (
            '<input type="checkbox" class="form-check-input" name="pilih" value="{}" data-pilih aria-label="Pilih {}">'
        )
        return format_html(box, record.pk, self.nama_baris(record))

    def render_publik(self, value: bool) -> SafeString:
        return status_chip("hijau", "Diumumkan") if value else status_chip("netral", "Tidak")

    def value_publik(self, value: bool) -> str:
        return "Diumumkan" if value else "Tidak"


class SurveiTable(_Pilih):
    unit = tables.Column("Unit kerja", accessor="pembangunan__unit__nama", attrs=TEKS)
    jenis = tables.Column("Survei")
    sumber = tables.Column("Sumber")
    indeks = tables.Column("Indeks", attrs=ANGKA)
    responden = tables.Column("Responden", attrs=ANGKA)
    tanggal = tables.Column("Selesai", attrs=TETAP)

    caption = "Hasil survei"
    satuan = "survei"
    empty_sebab = "Hasil survei dicatat pada halaman syarat pengajuan unit."
    empty_ikon = "chart-column"

    class Meta:
        sequence = ("pilih", "unit", "jenis", "sumber", "indeks", "responden", "tanggal", "publik")
        empty_text = "Tidak ada hasil survei yang cocok"

    def nama_baris(self, record: Survei) -> str:
        return f"{record.get_jenis_display()} {record.pembangunan.unit}"

    def render_tanggal(self, value) -> str:
        return tanggal(value)

    def render_jenis(self, record: Survei) -> str:
        return record.get_jenis_display()

    def render_sumber(self, record: Survei) -> str:
        return record.get_sumber_display()


class TerbitanTable(_Pilih):
    jenis = tables.Column("Dokumen")
    perihal = tables.Column("Perihal", attrs=TEKS)
    unit_nama = tables.Column("Unit kerja", attrs=TEKS)
    nomor = tables.Column("Nomor")
    tanggal = tables.Column("Tanggal", attrs=TETAP)

    caption = "Dokumen yang berlaku"
    satuan = "dokumen"
    empty_sebab = "Keputusan, piagam, dan surat usulan dapat diumumkan setelah diterbitkan dan ditandatangani."
    empty_ikon = "files"

    class Meta:
        sequence = ("pilih", "jenis", "perihal", "unit_nama", "nomor", "tanggal", "publik")
        empty_text = "Tidak ada dokumen yang cocok"

    def nama_baris(self, record: Terbitan) -> str:
        return f"{record.get_jenis_display()} {record.nomor}"

    def render_jenis(self, record: Terbitan) -> str:
        return record.get_jenis_display()

    def render_tanggal(self, value) -> str:
        return tanggal(value)


class _PublikFilter(filters.FilterSet):
    q = filters.CharFilter(**search_field("Cari unit atau nomor"))
    publik = filters.ChoiceFilter(label="Halaman publik", choices=KEADAAN, method="by_publik", empty_label="Semua")

    def by_publik(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(publik=value == "ya")


class SurveiFilter(_PublikFilter):
    class Meta:
        model = Survei
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pembangunan__unit__nama__icontains=value)


class TerbitanFilter(_PublikFilter):
    class Meta:
        model = Terbitan
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(nomor__icontains=value) | Q(unit_nama__icontains=value) | Q(perihal__icontains=value))


@require_http_methods(["GET", "HEAD", "POST"])
def publikasi_list(request: HttpRequest) -> HttpResponse:
    """Surveys or documents with a box to tick; what is ticked is published or taken back."""
    require(is_admin(request.peran), ADMIN, what="Mengatur yang diumumkan")
    kind = DOKUMEN if request.GET.get("isi") == DOKUMEN else SURVEI
    if request.method == "POST":
        return _publish(request, kind)
    here = reverse("publikasi_list")
    if kind == DOKUMEN:
        chosen = TerbitanFilter(request.GET, queryset=documents(request.peran), request=request)
        table = TerbitanTable(chosen.qs)
    else:
        chosen = SurveiFilter(request.GET, queryset=surveys(request.peran), request=request)
        table = SurveiTable(chosen.qs)
    instansi = Instansi.objects.get(pk=request.peran.instansi_id)
    halaman = Halaman(
        judul="Yang diumumkan",
        remah=(("Layanan publik", reverse("instansi_publik")),),
        keterangan="Hanya yang Anda umumkan tampil pada halaman publik; bawaannya tidak ada.",
        tab=(
            Tab("Hasil survei", here, aktif=kind == SURVEI),
            Tab("Dokumen", f"{here}?isi={DOKUMEN}", aktif=kind == DOKUMEN),
        ),
    )
    context = {"halaman": halaman, "table": paged(request, table), "filter": chosen, "instansi": instansi, "isi": kind}
    return render_list(request, "reports/publikasi_list.html", context)


def _publish(request: HttpRequest, kind: str) -> HttpResponse:
    pks = [int(pk) for pk in request.POST.getlist("pilih") if pk.isdecimal()]
    shown = request.POST.get("tindakan") == "umumkan"
    publish = publish_terbitan if kind == DOKUMEN else publish_survei
    if not pks:
        messages.error(request, "Pilih sekurang-kurangnya satu baris.")
    else:
        changed = publish(pks=pks, publik=shown, by=request.peran)
        messages.success(request, f"{changed} {kind} {'diumumkan' if shown else 'ditarik dari halaman publik'}.")
    return redirect(request.get_full_path())


@login_not_required
@require_safe
def publik_dokumen(request: HttpRequest, slug: str, kode: str) -> HttpResponse:
    """The signed file where there is one, else the drawn one; the same for all, so that anyone may keep it a while."""
    instansi = get_object_or_404(Instansi, slug=slug, halaman_publik=True)
    row = get_object_or_404(public_documents(instansi), kode=kode)
    berkas = row.bertanda or row.dokumen.berkas
    if berkas is None:
        raise Http404
    response = evidence.serve(berkas, nama=f"{row.get_jenis_display()} {row.nomor}.pdf".replace("/", "-"), inline=True)
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response
