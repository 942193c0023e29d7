"""Assessors of one evaluation: give, change and take back tasks, with the workload of everybody beside it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI, Penugasan
from evaluation.services import tpi_assign
from evaluation.tpi_forms import PenugasanForm
from evaluation.tpi_progress import tpi_roles, workload
from evaluation.views.tpi_head import crumbs, fetch_evaluasi
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman
from units.models import Peran
from units.views.common import ask


def _candidates(evaluasi: EvaluasiTPI, roles: Sequence[Peran]) -> list[Peran]:
    """Holders of a TPI role who are not assigned here and do not belong to the unit."""
    taken = set(evaluasi.penugasan.filter(is_active=True).values_list("penilai__user_id", flat=True))
    return [r for r in roles if r.user_id not in taken and not access.is_own_unit(r, evaluasi)]


def penugasan_add(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_lead(request.peran, evaluasi), access.KETUA_TPI, what="Menugaskan penilai")
    back = reverse("tpi_detail", args=[pk])
    roles = tpi_roles(request.peran.instansi_id, timezone.localdate())
    form = PenugasanForm(request.POST or None, roles=_candidates(evaluasi, roles), cancel_url=back)
    if form.is_valid():
        try:
            task = tpi_assign.assign(evaluasi=evaluasi, by=request.peran, **form.cleaned_data)
        except Ditolak as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.success(request, f"{task.penilai.user} ditugasi: {tpi_assign.names(task.area)}.")
            return redirect("tpi_detail", pk=pk)
    return _page(request, evaluasi, form, f"Tugaskan penilai {evaluasi.pembangunan.unit.nama}", roles)


def _field_of(refusal: Ditolak) -> str | None:
    return "alasan_ketua" if " membina " in str(refusal) else None


def _page(request: HttpRequest, evaluasi: EvaluasiTPI, form: PenugasanForm, judul: str, roles) -> HttpResponse:
    halaman = Halaman(judul=judul, remah=crumbs(evaluasi))
    context = {"halaman": halaman, "form": form, "beban": workload(evaluasi.pembangunan.periode, roles)}
    return render(request, "evaluation/penugasan_add.html", context, status=422 if form.errors else 200)


def _fetch(request: HttpRequest, pk: int) -> Penugasan:
    rows = Penugasan.objects.filter(evaluasi__in=EvaluasiTPI.objects.visible_to(request.peran))
    rows = rows.select_related(
        "penilai__user", "evaluasi__pembangunan__unit", "evaluasi__pembangunan__periode", "evaluasi__instrumen"
    )
    return get_object_or_404(rows, pk=pk)


def penugasan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = _fetch(request, pk)
    require(access.can_lead(request.peran, task.evaluasi), access.KETUA_TPI, what="Mengubah penugasan")
    back = reverse("tpi_detail", args=[task.evaluasi_id])
    initial = {"area": task.area, "alasan_ketua": task.alasan_ketua}
    form = PenugasanForm(request.POST or None, roles=None, cancel_url=back, initial=initial)
    if form.is_valid():
        try:
            tpi_assign.change_areas(task=task, by=request.peran, **form.cleaned_data)
        except Ditolak as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.success(request, f"Penugasan {task.penilai.user} disimpan.")
            return redirect(back)
    roles = tpi_roles(request.peran.instansi_id, timezone.localdate())
    return _page(request, task.evaluasi, form, f"Area {task.penilai.user}", roles)


def penugasan_end(request: HttpRequest, pk: int) -> HttpResponse:
    task = _fetch(request, pk)
    require(access.can_lead(request.peran, task.evaluasi), access.KETUA_TPI, what="Mengakhiri penugasan")
    context = {
        "judul": f"Akhiri penugasan {task.penilai.user}?", "tombol": "Akhiri penugasan", "alasan": "wajib", "bahaya": True,
        "akibat": "Nilai yang sudah diberikannya tetap tersimpan; ia tidak dapat menilai unit ini lagi.",
        "batal_url": reverse("tpi_detail", args=[task.evaluasi_id]), "alasan_nilai": request.POST.get("alasan", ""),
    }  # fmt: skip
    if request.method != "POST":
        return ask(request, **context)
    try:
        tpi_assign.end_task(task=task, alasan=request.POST.get("alasan", ""), by=request.peran)
    except Ditolak as refusal:
        return ask(request, status=422, **context, galat=str(refusal))
    messages.success(request, f"Penugasan {task.penilai.user} diakhiri.")
    return redirect("tpi_detail", pk=task.evaluasi_id)
