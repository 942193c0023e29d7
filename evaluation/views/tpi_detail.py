"""One evaluation: where it stands, who assesses what and how far they are, and its next step."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI
from evaluation.services import tpi_open
from evaluation.services.recommendation import carried_into
from evaluation.tpi_forms import JendelaForm
from evaluation.tpi_progress import progress_of
from evaluation.tpi_workflow import STEPS, WORKFLOW, reason_needed, window_of
from evaluation.views.tpi_head import crumbs, evaluasi_head, fetch_evaluasi, title_of
from units.access import has_role, require
from units.errors import Ditolak
from units.halaman import Halaman
from units.scope import INSPEKTORAT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import Transition
from units.views.steps import Pertanyaan, step_page

F = EvaluasiTPI.Fase
RIWAYAT = 40


@dataclass(frozen=True, slots=True)
class FaseBaris:
    """One phase in the line of phases."""

    nama: str
    jendela: str
    sisa: str
    selesai: bool
    kini: bool


def phase_line(evaluasi: EvaluasiTPI) -> list[FaseBaris]:
    today, order = timezone.localdate(), list(F.values)
    at = order.index(evaluasi.status)
    return [_phase(evaluasi, fase, place, at, today) for place, fase in enumerate(order)]


def _phase(evaluasi: EvaluasiTPI, fase: str, place: int, at: int, today) -> FaseBaris:
    window = window_of(evaluasi, fase)
    words = f"{tanggal(window[0])} – {tanggal(window[1])}" if window else ""
    left = (window[1] - today).days if window and place == at else None
    sisa = ""
    if left is not None:
        sisa = f"tinggal {left} hari" if left > 0 else "berakhir hari ini" if left == 0 else f"lewat {-left} hari"
    done = place < at or evaluasi.status == F.FINAL
    return FaseBaris(F(fase).label, words, sisa, done, place == at and not done)


def tpi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    if not has_role(request.peran, *INSPEKTORAT_ROLES):
        return redirect("lhe_detail", pk=pk)  # who worked how is the Inspektorat's; the others read the result
    leads = access.can_lead(request.peran, evaluasi)
    step = next((s for s in STEPS if evaluasi.status in s.sources and not s.reason_required), None)
    return render(request, "evaluation/tpi_detail.html", {
        "halaman": evaluasi_head(request, evaluasi, tab="tpi_detail"), "evaluasi": evaluasi,
        "fase": phase_line(evaluasi), "penilai": progress_of(evaluasi),
        "boleh_tugas": leads and access.allows(evaluasi, access.MENUGASKAN),
        "langkah": step, "temuan": step.check(evaluasi) if step else [], "dibawa": carried_into(evaluasi),
        "riwayat": evaluasi.riwayat.select_related("oleh", "peran")[:RIWAYAT],
    })  # fmt: skip


def tpi_windows(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the windows of the phases, with a reason."""
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_lead(request.peran, evaluasi), access.KETUA_TPI, what="Mengubah jendela fase")
    back = reverse("tpi_detail", args=[pk])
    form = JendelaForm(request.POST or None, jendela=tpi_open.windows_of(evaluasi), cancel_url=back)
    if form.is_valid():
        try:
            moved = tpi_open.change_windows(
                evaluasi=evaluasi, jendela=form.windows(), alasan=form.cleaned_data["alasan"], by=request.peran
            )
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            names = ", ".join(F(fase).label for fase in moved)
            messages.success(request, f"Jendela diubah: {names}." if moved else "Tidak ada jendela yang berubah.")
            return redirect(back)
    halaman = Halaman(judul=f"Jendela fase {evaluasi.pembangunan.unit.nama}", remah=crumbs(evaluasi))
    return render(
        request, "evaluation/tpi_windows.html", {"halaman": halaman, "form": form}, status=422 if form.errors else 200
    )


def tpi_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view."""
    evaluasi = fetch_evaluasi(request, pk)

    def question(step: Transition) -> Pertanyaan:
        why = reason_needed(step, evaluasi, timezone.localdate())
        return Pertanyaan(
            judul=title_of(evaluasi),
            remah=crumbs(evaluasi),
            kembali=reverse("tpi_detail", args=[pk]),
            akibat=f"{step.confirm} {why}".strip(),
            temuan=tuple(step.check(evaluasi)) if evaluasi.status in step.sources else (),
            alasan="wajib" if why else "boleh",
        )

    def done(moved: EvaluasiTPI) -> str:
        return f"{WORKFLOW.get(langkah).label}: evaluasi sekarang dalam fase {moved.get_status_display()}."

    return step_page(
        request,
        workflow=WORKFLOW,
        obj=evaluasi,
        name=langkah,
        take=lambda alasan: tpi_open.take_step(evaluasi=evaluasi, name=langkah, by=request.peran, alasan=alasan),
        question=question,
        done=done,
    )
