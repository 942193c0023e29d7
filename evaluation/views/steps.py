"""Take an assessment one step on: the question first, with what is missing, then the act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evaluation.checks import check_complete
from evaluation.fill_data import question_url
from evaluation.models import Penilaian
from evaluation.services.assessment import result_of
from evaluation.services.steps import take_step
from evaluation.views.head import crumbs, fetch_penilaian, title_of
from evaluation.workflow import WORKFLOW, statement
from units.access import require
from units.errors import Ditolak
from units.findings import Temuan, has_galat
from units.halaman import Halaman
from units.transitions import SyaratBelumTerpenuhi, Transition

DONE = {
    "prepare": "Penilaian disiapkan. Kepala Unit Kerja diminta mengajukannya.",
    "submit": "Penilaian diajukan; jawaban dan nilainya dibekukan.",
    "reopen": "Penilaian dibuka kembali dan dapat diubah.",
    "return": "Penilaian dikembalikan kepada unit kerja.",
}


def penilaian_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view."""
    penilaian = fetch_penilaian(request, pk)
    step = WORKFLOW.get(langkah)
    require(step.can(request.peran, penilaian), step.who, what=f"“{step.label}”")
    if request.method != "POST":
        return _ask(request, penilaian, step)
    alasan, setuju = request.POST.get("alasan", ""), request.POST.get("setuju") == "ya"
    try:
        take_step(penilaian=penilaian, name=langkah, by=request.peran, alasan=alasan, setuju=setuju)
    except SyaratBelumTerpenuhi:
        return _ask(request, penilaian, step, status=422)
    except Ditolak as refusal:
        unfinished = (step.reason_required and not alasan.strip()) or (langkah == "submit" and not setuju)
        if unfinished and penilaian.status in step.sources:
            return _ask(request, penilaian, step, galat=str(refusal), status=422)
        messages.error(request, str(refusal))
        return redirect("penilaian_detail", pk=pk)
    messages.success(request, DONE[langkah])
    # After a return the assessment is the unit's own again, and out of the Inspektorat's sight.
    return redirect("penilaian_list") if langkah == "return" else redirect("penilaian_detail", pk=pk)


def _ask(
    request: HttpRequest, penilaian: Penilaian, step: Transition, *, galat: str = "", status: int = 200
) -> HttpResponse:
    checked = step.name in ("prepare", "submit")
    findings = check_complete(penilaian) if checked else []
    halaman = Halaman(judul=f"{step.label}: {title_of(penilaian)}", remah=crumbs(request, penilaian))
    return render(request, "evaluation/penilaian_step.html", {
        "halaman": halaman, "penilaian": penilaian, "step": step, "temuan": linked(penilaian, findings),
        "terhalang": has_galat(findings), "sudah_lewat": penilaian.status not in step.sources,
        "status_sekarang": WORKFLOW.labels[penilaian.status], "hasil": result_of(penilaian) if checked else None,
        "pernyataan": statement(penilaian) if step.name == "submit" else "",
        "judul": f"{step.label}?", "akibat": f"{penilaian}. {step.confirm}", "tombol": step.label,
        "batal_url": reverse("penilaian_detail", args=[penilaian.pk]), "alasan": "wajib" if step.reason_required else "",
        "alasan_nilai": request.POST.get("alasan", ""), "galat": galat, "bahaya": step.reason_required,
    }, status=status)  # fmt: skip


def linked(penilaian: Penilaian, findings: list[Temuan]) -> list[tuple[Temuan, str]]:
    """Each finding with the address of the question it is about."""
    return [(item, question_url(penilaian, item.tempat) if item.tempat else "") for item in findings]
