"""Take a report one step on: the question first, then the act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from action_plans.models import LaporanTriwulan
from action_plans.report_workflow import WORKFLOW, check_complete
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, title_of
from units.access import require
from units.errors import Ditolak
from units.findings import has_galat
from units.halaman import Halaman
from units.transitions import SyaratBelumTerpenuhi, Transition

DONE = {
    "submit": "Laporan diajukan kepada Kepala Unit Kerja.",
    "approve": "Laporan disetujui dan isinya dibekukan. Langkah berikutnya: sampaikan ke Inspektorat.",
    "send_back": "Laporan dikembalikan kepada Ketua Tim.",
    "send": "Laporan disampaikan kepada Inspektorat.",
    "receive": "Laporan dicatat telah diterima.",
    "refuse": "Laporan dikembalikan kepada unit kerja untuk diperbaiki.",
}


def laporan_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view."""
    laporan = fetch_laporan(request, pk)
    step = WORKFLOW.get(langkah)
    require(step.can(request.peran, laporan), step.who, what=f"“{step.label}”")
    if request.method != "POST":
        return _ask(request, laporan, step)
    alasan = request.POST.get("alasan", "")
    try:
        report.take_step(laporan=laporan, name=langkah, by=request.peran, alasan=alasan)
    except SyaratBelumTerpenuhi:
        return _ask(request, laporan, step, status=422)
    except Ditolak as refusal:
        if step.reason_required and not alasan.strip() and laporan.status in step.sources:
            return _ask(request, laporan, step, galat=str(refusal), status=422)
        messages.error(request, str(refusal))
    else:
        messages.success(request, DONE[langkah])
    return redirect("laporan_detail", pk=pk)


def _ask(
    request: HttpRequest, laporan: LaporanTriwulan, step: Transition, *, galat: str = "", status: int = 200
) -> HttpResponse:
    """The confirmation page; for submitting with what is still missing and what should be known."""
    findings = check_complete(laporan) if step.name == "submit" else []
    moved_on = laporan.status not in step.sources
    halaman = Halaman(judul=f"{step.label}: {title_of(laporan)}", remah=crumbs(laporan, with_self=True))
    return render(
        request,
        "action_plans/laporan_step.html",
        {
            "halaman": halaman,
            "laporan": laporan,
            "step": step,
            "temuan": findings,
            "terhalang": has_galat(findings),
            "sudah_lewat": moved_on,
            "status_sekarang": WORKFLOW.labels[laporan.status],
            "judul": f"{step.label}?",
            "akibat": f"{laporan}. {step.confirm}",
            "tombol": step.label,
            "batal_url": reverse("laporan_detail", args=[laporan.pk]),
            "alasan": "wajib" if step.reason_required else "",
            "alasan_nilai": request.POST.get("alasan", ""),
            "galat": galat,
            "bahaya": step.reason_required,
        },
        status=status,
    )
