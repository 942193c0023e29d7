"""Documents: ask for one, watch it being made, read it, take it along."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from reports import services
from reports.access import can_print_many
from reports.data import TATA_LETAK
from reports.filters import DokumenFilter
from reports.forms import DokumenForm
from reports.issuing_access import TIDAK_TERBIT, may_issue
from reports.kinds import JENIS, Tempat, place_of, source_of
from reports.layouts import DataDokumen, digest_of
from reports.models import Dokumen, Terbitan
from reports.services.register import live_of, shows
from reports.tables import DokumenTable, chip_of
from reports.terbitan_workflow import NADA
from units import evidence
from units.access import require
from units.errors import Ditolak
from units.findings import galat
from units.halaman import Halaman, Tombol
from units.models import StatusPekerjaan
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import render_list

SHOWN_IN_BLOCK = 8


def _dokumen(request: HttpRequest, pk: int) -> Dokumen:
    rows = Dokumen.objects.visible_to(request.peran).select_related(
        "pembangunan__unit", "pembangunan__periode", "periode", "laporan", "berkas", "diminta_oleh__user", "terbitan"
    )
    return get_object_or_404(rows.defer("isi"), pk=pk)


def find_source(request: HttpRequest, jenis: str, pk: int) -> Any:
    """The object to print, if this role may see it."""
    if jenis not in JENIS:
        raise Http404
    return get_object_or_404(JENIS[jenis].sources(request.peran), pk=pk)


def source_url(jenis: str, objek: Any) -> str:
    kind = JENIS[jenis]
    return reverse(kind.page, args=[kind.page_pk(objek)] if kind.page_pk else [])


def _may_make(request: HttpRequest, jenis: str, place: Tempat, *, draf: bool) -> bool:
    return JENIS[jenis].maker.boleh(request.peran, place.periode, place.pembangunan, draf)


def owner_of(objek: Any) -> str:
    """The unit, or the source itself where several units share the paper."""
    year = place_of(objek).pembangunan
    return year.unit.nama if year else str(objek)


@require_safe
def dokumen_list(request: HttpRequest) -> HttpResponse:
    rows = (
        Dokumen.objects.visible_to(request.peran)
        .filter(periode=request.periode)
        .defer("isi")
        .select_related("pembangunan__unit", "diminta_oleh__user", "laporan")
    )
    chosen = DokumenFilter(request.GET, queryset=rows, request=request)
    table = DokumenTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    halaman = Halaman(
        judul="Dokumen",
        keterangan="Berkas PDF yang dibuat dari rencana aksi, laporan, penilaian, dan tim pada tahun ini.",
        tombol=_print_many(request),
    )
    return render_list(request, "reports/dokumen_list.html", {"halaman": halaman, "table": table, "filter": chosen})


def _print_many(request: HttpRequest) -> Tombol | None:
    if not can_print_many(request.peran):
        return None
    return Tombol("Cetak massal", reverse("massal_list"), ikon="printer")


@require_POST
def dokumen_create(request: HttpRequest) -> HttpResponse:
    """Ask for a document; the same data asked for again leads to the same document."""
    form = DokumenForm(request.POST)
    if not form.is_valid():
        raise Http404
    jenis, pk = form.cleaned_data["jenis"], form.cleaned_data["objek"]
    objek = find_source(request, jenis, pk)
    try:
        data = services.choose(jenis, objek, by=request.peran, **form.asked)
        may = _may_make(request, jenis, place_of(objek), draf=data.is_draf)
        require(may, JENIS[jenis].maker.siapa, what="Membuat dokumen ini")
        dokumen = services.request_dokumen(objek=objek, jenis=jenis, data=data, by=request.peran)
    except SyaratBelumTerpenuhi as refused:
        return _refused(request, objek, jenis, refused.temuan)
    except Ditolak as refused:
        return _refused(request, objek, jenis, [galat("ditolak", str(refused))])
    return redirect("dokumen_detail", pk=dokumen.pk)


def _refused(request: HttpRequest, objek: Any, jenis: str, temuan: list) -> HttpResponse:
    back = source_url(jenis, objek)
    halaman = Halaman(
        judul=f"{Dokumen.Jenis(jenis).label} belum dapat dibuat",
        remah=((owner_of(objek), back),),
        tombol=Tombol("Kembali", back, ikon="arrow-left"),
    )
    return render(request, "reports/dokumen_create.html", {"halaman": halaman, "temuan": temuan}, status=422)


@require_safe
@vary_on_headers("HX-Request")
def dokumen_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while it is made, then the file itself."""
    dokumen = _dokumen(request, pk)
    context = _detail_context(request, dokumen)
    if request.htmx:
        return render(request, "reports/_dokumen_isi.html", context)
    halaman = Halaman(
        judul=f"{dokumen.judul} {dokumen.pembangunan.unit if dokumen.pembangunan else dokumen.periode}",
        remah=(("Dokumen", reverse("dokumen_list")), ("Sumber data", context["sumber_url"])),
    )
    return render(request, "reports/dokumen_detail.html", context | {"halaman": halaman})


def _detail_context(request: HttpRequest, dokumen: Dokumen) -> dict[str, Any]:
    may = _may_make(request, dokumen.jenis, Tempat(dokumen.periode, dokumen.pembangunan), draf=dokumen.draf)
    return {
        "dokumen": dokumen,
        "judul": dokumen.judul,
        "terbitan": getattr(dokumen, "terbitan", None),
        "terbitkan_url": _issue_url(request, dokumen),
        "perlu_nomor": dokumen.jenis not in TIDAK_TERBIT,
        "bentuk": TATA_LETAK.get(dokumen.tata_letak, ""),
        "ulang_url": reverse("dokumen_retry", args=[dokumen.pk]) if may else "",
        "sumber_url": source_url(dokumen.jenis, source_of(dokumen)),
    }


@require_POST
def dokumen_retry(request: HttpRequest, pk: int) -> HttpResponse:
    dokumen = _dokumen(request, pk)
    may = _may_make(request, dokumen.jenis, Tempat(dokumen.periode, dokumen.pembangunan), draf=dokumen.draf)
    require(may, JENIS[dokumen.jenis].maker.siapa, what="Membuat dokumen ini")
    services.retry_dokumen(dokumen)
    return redirect("dokumen_detail", pk=pk)


@require_safe
def dokumen_download(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, inline=False)


@require_safe
def dokumen_preview(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, inline=True)


def _file(request: HttpRequest, pk: int, *, inline: bool) -> HttpResponse:
    dokumen = _dokumen(request, pk)
    if dokumen.berkas is None:
        raise Http404
    return evidence.serve(dokumen.berkas, inline=inline)


@require_safe
@vary_on_headers("HX-Request")
def dokumen_block(request: HttpRequest, jenis: str, pk: int) -> HttpResponse:
    """Documents of one object and the button to make one: part of that object's page, or a page of its own."""
    objek = find_source(request, jenis, pk)
    context = _block_context(request, jenis, objek)
    if request.htmx:
        return render(request, "reports/_dokumen.html", context)
    back = source_url(jenis, objek)
    halaman = Halaman(judul=Dokumen.Jenis(jenis).label, remah=((owner_of(objek), back),))
    return render(request, "reports/dokumen_block.html", context | {"halaman": halaman})


def _block_context(request: HttpRequest, jenis: str, objek: Any) -> dict[str, Any]:
    own = {"jenis": jenis, JENIS[jenis].field: objek}
    rows = Dokumen.objects.visible_to(request.peran).filter(**own, terbitan__isnull=True).defer("isi")
    found = list(rows.select_related("diminta_oleh__user", "berkas")[:SHOWN_IN_BLOCK])
    printable = services.printable(jenis, objek, by=request.peran, layouts={d.tata_letak for d in found})
    current = {digest_of(data) for item in printable for data in item.data.values()}
    place = place_of(objek)
    offered = [item for item in printable if _may_make(request, jenis, place, draf=item.draf)]
    missing = offered[0].data[""].kekurangan() if offered else []
    final = next((item.data[""] for item in printable if not item.draf), None)
    return _issued_context(request, jenis, objek, final) | {
        "jenis": jenis,
        "judul_blok": Dokumen.Jenis(jenis).label,
        "objek": objek,
        "dokumen_list": [(d, *chip_of(d), d.sidik in current, TATA_LETAK.get(d.tata_letak, "")) for d in found],
        "berjalan": any(d.status in (StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN) for d in found),
        "form": DokumenForm.offering(jenis, objek.pk, offered) if offered and not missing else None,
        "temuan": missing,
        "hampa": "" if printable else JENIS[jenis].hampa,
        "pembuat": JENIS[jenis].maker.siapa,
    }


def _issue_url(request: HttpRequest, dokumen: Dokumen) -> str:
    """Where this role gives a number to what the preview shows; "" for a draft and for a paper that has one."""
    if dokumen.draf or dokumen.cap or not may_issue(request.peran, dokumen.jenis, dokumen.periode, dokumen.pembangunan):
        return ""
    return reverse("terbitan_create", args=[dokumen.jenis, source_of(dokumen).pk])


def _issued_context(request: HttpRequest, jenis: str, objek: Any, final: DataDokumen | None) -> dict[str, Any]:
    """The paper of this object that stands under a number, and whether this role may issue one or its replacement."""
    issued = live_of(objek, jenis, among=Terbitan.objects.visible_to(request.peran))
    is_current = bool(issued and final and shows(issued, final))
    place = place_of(objek)
    may = final is not None and may_issue(request.peran, jenis, place.periode, place.pembangunan)
    return {
        "terbitan": issued,
        "terbitan_chip": (NADA[issued.status], issued.get_status_display()) if issued else None,
        "terbitan_terkini": is_current,
        "terbitkan_url": reverse("terbitan_create", args=[jenis, objek.pk]) if may and not is_current else "",
    }
