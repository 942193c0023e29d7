"""The package of a proposal: ask for it, watch it being made, take it along."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluation import proposal_access as access
from evaluation.models import PaketUsulan, Usulan
from evaluation.services import package
from evaluation.views.usulan import fetch_usulan
from units import evidence, jobs
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol


def _fetch(request: HttpRequest, pk: int) -> PaketUsulan:
    """The whole package is for those who see all units of the institution."""
    seen = Usulan.objects.visible_to(request.peran)
    rows = PaketUsulan.objects.filter(usulan__in=seen).select_related("usulan__periode", "berkas")
    row = get_object_or_404(rows, pk=pk)
    require(access.can_see_decisions(request.peran), access.WHO_SEES_DECISIONS, what="Membuka paket usulan")
    return row


@require_POST
def paket_create(request: HttpRequest, pk: int) -> HttpResponse:
    usulan = fetch_usulan(request, pk)
    allowed = access.can_prepare_usulan(request.peran, usulan.periode.instansi_id)
    require(allowed, access.PENYUSUN, what="Membuat paket usulan")
    try:
        job = package.request_package(usulan, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect("usulan_detail", pk=pk)
    return redirect("paket_detail", pk=job.pk)


def paket_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while it is made; the progress part asks this page for itself."""
    paket = _fetch(request, pk)
    may = access.can_prepare_usulan(request.peran, paket.usulan.periode.instansi_id)
    context = {"paket": paket, "may": may}
    if request.htmx:
        return render(request, "evaluation/_paket_kemajuan.html", context)
    here = reverse("usulan_detail", args=[paket.usulan_id])
    halaman = Halaman(
        judul=f"Paket {paket.usulan}",
        remah=(("Usulan", reverse("usulan_list")), (str(paket.usulan), here)),
        keterangan="Surat, SPTJM, LKE, LHE, dan bukti dalam satu berkas zip dengan daftar sidik SHA-256.",
        tombol=Tombol("Kembali ke usulan", here, ikon="arrow-left"),
    )
    return render(request, "evaluation/paket_detail.html", context | {"halaman": halaman})


@require_POST
def paket_restart(request: HttpRequest, pk: int) -> HttpResponse:
    paket = _fetch(request, pk)
    allowed = access.can_prepare_usulan(request.peran, paket.usulan.periode.instansi_id)
    require(allowed, access.PENYUSUN, what="Membuat paket usulan")
    jobs.restart(paket)
    return redirect("paket_detail", pk=pk)


def paket_download(request: HttpRequest, pk: int) -> HttpResponse:
    paket = _fetch(request, pk)
    if paket.berkas is None:
        raise Http404
    return evidence.serve(paket.berkas)
