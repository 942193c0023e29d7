"""Print many papers at once: choose, see what is ready, start, watch, take the zip along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from reports.access import PENCETAK_MASSAL, can_print_many
from reports.issuing_access import MENERBITKAN
from reports.massal import readiness
from reports.massal.forms import MassalForm, PilihanForm
from reports.massal.tables import BarisCetakTable, CetakMassalTable
from reports.models import CetakMassal, Terbitan
from reports.services import massal as services
from units import evidence
from units.access import has_role, require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.models import StatusPekerjaan
from units.views.common import ask, paged, render_list

REMAH = ("Dokumen", "dokumen_list"), ("Cetak massal", "massal_list")


def _remah(count: int = 2) -> tuple[tuple[str, str], ...]:
    return tuple((label, reverse(name)) for label, name in REMAH[:count])


def _fetch(request: HttpRequest, pk: int) -> CetakMassal:
    rows = CetakMassal.objects.visible_to(request.peran).select_related("periode", "berkas", "diminta_oleh")
    return get_object_or_404(rows, pk=pk)


@require_safe
def massal_list(request: HttpRequest) -> HttpResponse:
    require(can_print_many(request.peran), PENCETAK_MASSAL, what="Mencetak banyak dokumen sekaligus")
    rows = CetakMassal.objects.visible_to(request.peran).filter(periode=request.periode)
    halaman = Halaman(
        judul="Cetak massal",
        remah=_remah(1),
        keterangan="Permintaan Anda pada tahun ini. Setiap permintaan berakhir dengan satu berkas zip.",
        tombol=Tombol("Cetak massal baru", reverse("massal_create"), ikon="file-plus"),
    )
    context = {"halaman": halaman, "table": paged(request, CetakMassalTable(rows))}
    return render_list(request, "reports/massal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def massal_create(request: HttpRequest) -> HttpResponse:
    """Choose with GET, which shows what is ready; POST starts what was ticked."""
    require(can_print_many(request.peran), PENCETAK_MASSAL, what="Mencetak banyak dokumen sekaligus")
    asked = request.POST if request.method == "POST" else request.GET
    form = MassalForm(
        asked if "jenis" in asked else None,
        kinds=readiness.kinds_for(request.peran, request.periode),
        may_number=has_role(request.peran, *MENERBITKAN),
    )
    context = _preview(request, form) if form.is_bound and form.is_valid() else {}
    if request.method == "POST" and context:
        ready = [c.objek.pk for c in context["siap"]]
        chosen = PilihanForm(request.POST, ready=ready)
        if chosen.is_valid():
            return _start(request, form, chosen.cleaned_data["objek"])
        context["galat"] = "Pilih paling sedikit satu dokumen yang siap, lalu mulai lagi."
    halaman = Halaman(
        judul="Cetak massal",
        remah=_remah(),
        keterangan="Pilih jenisnya, periksa kesiapan tiap unit, lalu mulai. Dokumen yang sama tidak dibuat dua kali.",
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/massal_create.html", {"halaman": halaman, "form": form, **context}, status=status)


def _preview(request: HttpRequest, form: MassalForm) -> dict[str, Any]:
    """What is ready, what is not and why, and which units have nothing yet."""
    by, periode, jenis = request.peran, request.periode, form.asked["jenis"]
    rows = readiness.sources(jenis, periode=periode, by=by, triwulan=form.asked["triwulan"])
    found = list(readiness.candidates(rows, jenis, by=by, bernomor=form.asked["bernomor"]))
    ticked = {int(pk) for pk in request.POST.getlist("objek") if pk.isdecimal()}
    return {
        "diperiksa": True,
        "siap": [c for c in found if c.is_ready],
        "belum": [c for c in found if not c.is_ready],
        "tanpa_sumber": readiness.years_without(rows, jenis, periode=periode, by=by),
        "nomor_baru": sum(c.takes_number for c in found) if form.asked["bernomor"] else 0,
        "dipilih": ticked or {c.objek.pk for c in found},
    }


def _start(request: HttpRequest, form: MassalForm, objek: list[int]) -> HttpResponse:
    try:
        massal = services.request_massal(periode=request.periode, by=request.peran, objek=objek, **form.asked)
    except Ditolak as refused:  # what was ready a moment ago no longer is
        messages.error(request, str(refused))
        return redirect("massal_create")
    return redirect("massal_detail", pk=massal.pk)


@require_safe
@vary_on_headers("HX-Request")
def massal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while it runs; the progress part asks this page for itself, and for the whole page at the end."""
    massal = _fetch(request, pk)
    context = {"massal": massal, "judul": massal.judul}
    if request.htmx:
        response = render(request, "reports/_massal_kemajuan.html", context)
        if not massal.is_running:
            response["HX-Refresh"] = "true"
        return response
    failed = massal.baris.failed().count()
    numbers = dict(Terbitan.objects.filter(dokumen__baris_cetak__massal=massal).values_list("dokumen", "nomor"))
    table = BarisCetakTable(massal.baris.select_related("dokumen").defer("dokumen__isi"), numbers=numbers)
    halaman = Halaman(
        judul=f"Cetak massal {massal.judul}",
        remah=_remah(),
        keterangan=f"{massal.jumlah} dokumen, {'dengan nomor' if massal.bernomor else 'tanpa nomor'}.",
        tombol=_retry_button(massal, failed),
    )
    context |= {"halaman": halaman, "table": paged(request, table), "gagal": failed}
    return render_list(request, "reports/massal_detail.html", context)


def _retry_button(massal: CetakMassal, failed: int) -> Tombol | None:
    """Of a finished batch; one that broke off has its button beside the progress."""
    if massal.status != StatusPekerjaan.JADI or not failed:
        return None
    url = reverse("massal_retry", args=[massal.pk])
    return Tombol(f"Buat lagi {failed} yang gagal", url, ikon="rotate-ccw", metode="post")


@require_POST
def massal_retry(request: HttpRequest, pk: int) -> HttpResponse:
    services.retry_massal(_fetch(request, pk))
    return redirect("massal_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def massal_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    massal = _fetch(request, pk)
    here = reverse("massal_detail", args=[pk])
    if request.method == "POST":
        try:
            services.cancel_massal(massal)
        except Ditolak as refused:
            messages.error(request, str(refused))
        return redirect(here)
    return ask(
        request,
        judul=f"Batalkan cetak massal {massal.judul}?",
        akibat="Dokumen berikutnya tidak dibuat. Yang sudah jadi tetap ada, dan cetak massal ini dapat dijalankan lagi nanti.",
        butir=["Nomor yang sudah diberikan tetap berlaku."] if massal.bernomor else [],
        tombol="Batalkan",
        batal_url=here,
    )


@require_safe
def massal_download(request: HttpRequest, pk: int) -> HttpResponse:
    massal = _fetch(request, pk)
    if massal.berkas is None or massal.status != StatusPekerjaan.JADI:
        raise Http404
    return evidence.serve(massal.berkas)
