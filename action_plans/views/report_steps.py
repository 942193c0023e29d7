"""Take a report one step on: the question first, then the act."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from action_plans.report_workflow import WORKFLOW, check_complete
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, title_of
from units.halaman import Tombol
from units.transitions import Transition
from units.views.steps import Pertanyaan, step_page

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

    def question(step: Transition) -> Pertanyaan:
        return Pertanyaan(
            judul=title_of(laporan),
            remah=crumbs(laporan, with_self=True),
            kembali=reverse("laporan_detail", args=[pk]),
            akibat=f"{laporan}. {step.confirm}",
            temuan=tuple(check_complete(laporan)) if step.name == "submit" else (),
            lengkapi=Tombol("Lengkapi laporan", reverse("laporan_edit", args=[pk]), ikon="pencil"),
            alasan="wajib" if step.reason_required else "",
        )

    return step_page(
        request,
        workflow=WORKFLOW,
        obj=laporan,
        name=langkah,
        take=lambda alasan: report.take_step(laporan=laporan, name=langkah, by=request.peran, alasan=alasan),
        question=question,
        done=DONE[langkah],
    )
