"""The LKE as a workbook: download, upload, what it would change, apply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from evaluation import access
from evaluation.forms import ImporLKEForm
from evaluation.models import ImporLKE, Penilaian
from evaluation.services import workbook
from evaluation.views.head import crumbs, fetch_penilaian
from units import jobs
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.findings import Temuan
from units.halaman import Halaman
from units.models import StatusPekerjaan
from units.views.common import tell_too_large

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NADA = {"baru": "hijau", "berubah": "biru", "benturan": "kuning", "ditolak": "merah", "sama": "netral"}


def penilaian_export(request: HttpRequest, pk: int) -> HttpResponse:
    penilaian = fetch_penilaian(request, pk)
    name = slugify(f"LKE {penilaian.pembangunan.unit.nama} {penilaian.pembangunan.periode.tahun}")
    disposition = f'attachment; filename="{name}.xlsx"'
    content = workbook.export_workbook(penilaian)
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


def penilaian_import(request: HttpRequest, pk: int) -> HttpResponse:
    penilaian = fetch_penilaian(request, pk)
    require(bool(access.fillable_areas(request.peran, penilaian)), access.PENGISI, what="Mengimpor jawaban")
    here = reverse("penilaian_fill", args=[pk])
    form = ImporLKEForm(request.POST or None, request.FILES or None, cancel_url=here)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            impor = workbook.request_import(penilaian, form.cleaned_data["berkas"], by=request.peran)
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        else:
            return redirect("impor_lke_detail", pk=impor.pk)
    halaman = Halaman(
        judul="Impor LKE dari Excel",
        remah=crumbs(request, penilaian),
        keterangan="Berkas dibandingkan dahulu sel demi sel; tidak ada yang tersimpan sebelum Anda menerapkannya.",
    )
    context = {"halaman": halaman, "form": form, "penilaian": penilaian}
    return render(request, "evaluation/penilaian_import.html", context)


def _impor(request: HttpRequest, pk: int) -> ImporLKE:
    """Seen by those who fill in the assessment it was uploaded for."""
    seen = Penilaian.objects.visible_to(request.peran)
    rows = ImporLKE.objects.filter(penilaian__in=seen).select_related(
        "berkas", "oleh__user", "penilaian__pembangunan__unit__instansi", "penilaian__pembangunan__periode"
    )
    impor = get_object_or_404(rows.select_related("penilaian__instrumen"), pk=pk)
    areas = access.areas_of(request.peran, impor.penilaian.pembangunan)
    require(bool(areas), access.PENGISI, what="Mengimpor jawaban")
    return impor


def impor_lke_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while the file is read, then what it would change. The progress part asks this page for itself."""
    impor = _impor(request, pk)
    running = impor.status in (StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN)
    if request.htmx and not running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "evaluation/_impor_kemajuan.html", {"impor": impor})
    halaman = Halaman(
        judul="Impor LKE dari Excel",
        remah=crumbs(request, impor.penilaian),
        keterangan=str(impor.berkas),
        status=("hijau", "Sudah diterapkan") if impor.diterapkan_at else None,
    )
    context = {"halaman": halaman, "impor": impor, "penilaian": impor.penilaian}
    done = impor.status == StatusPekerjaan.JADI
    return render(request, "evaluation/impor_lke_detail.html", context | (_shown(request, impor) if done else {}))


def _shown(request: HttpRequest, impor: ImporLKE) -> dict:
    counts = impor.hasil["ringkasan"]
    may = bool(access.fillable_areas(request.peran, impor.penilaian)) and not impor.diterapkan_at
    return {
        "selesai": True,
        "baris": [(row, NADA[row["keadaan"]], workbook.KEADAAN[row["keadaan"]]) for row in impor.hasil["baris"]],
        "bagian": workbook.BAGIAN,
        "temuan": [Temuan(kode="impor", **item) for item in impor.hasil["temuan"]],
        "ringkasan": [(NADA[name], words, counts[name]) for name, words in workbook.KEADAAN.items()],
        "boleh": may and bool(counts["baru"] + counts["berubah"] + counts["benturan"]),
    }


@require_POST
def impor_lke_apply(request: HttpRequest, pk: int) -> HttpResponse:
    impor = _impor(request, pk)
    try:
        count = workbook.apply_import(impor, pakai=request.POST.getlist("pakai"), by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect("impor_lke_detail", pk=pk)
    messages.success(request, f"{count} sel dari buku kerja tersimpan.")
    return redirect("penilaian_detail", pk=impor.penilaian_id)


@require_POST
def impor_lke_restart(request: HttpRequest, pk: int) -> HttpResponse:
    jobs.restart(_impor(request, pk))
    return redirect("impor_lke_detail", pk=pk)
