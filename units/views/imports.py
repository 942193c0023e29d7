"""Imports of units and people from Excel."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from units import jobs
from units.access import is_admin, require
from units.errors import BerkasDitolak, Ditolak
from units.findings import Temuan
from units.forms.imports import ImporForm
from units.halaman import Halaman, Tombol
from units.importing import KEADAAN
from units.models import Impor, StatusPekerjaan
from units.services import imports as services
from units.tables import ImporTable
from units.views.common import ADMIN, ask, paged, tell_too_large

ROWS_PER_PAGE = 50
REMAH = "Impor"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NADA = {"baru": "hijau", "berubah": "biru", "sama": "netral", "ditolak": "merah"}


def _impor(request: HttpRequest, pk: int) -> Impor:
    # Asked each second while a job runs; the rows of the file are read only where they are shown.
    rows = (
        Impor.objects.visible_to(request.peran).select_related("berkas", "oleh__user", "oleh__instansi").defer("hasil")
    )
    return get_object_or_404(rows, pk=pk)


def impor_list(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Mengimpor data")
    rows = Impor.objects.visible_to(request.peran).select_related("berkas", "oleh__user").defer("hasil")
    halaman = Halaman(
        "Impor",
        keterangan="Unit kerja dan pegawai dari buku kerja Excel.",
        tombol=Tombol("Impor berkas", reverse("impor_create"), ikon="file-up"),
    )
    return render(request, "units/impor_list.html", {"halaman": halaman, "table": paged(request, ImporTable(rows))})


def impor_create(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Mengimpor data")
    initial = {"jenis": request.GET.get("jenis", "unit")}
    form = ImporForm(request.POST or None, request.FILES or None, initial=initial, cancel_url=reverse("impor_list"))
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            impor = services.request_import(form.cleaned_data["jenis"], form.cleaned_data["berkas"], by=request.peran)
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        else:
            return redirect("impor_detail", pk=impor.pk)
    halaman = Halaman(
        "Impor dari Excel",
        remah=((REMAH, reverse("impor_list")),),
        keterangan="Berkas diperiksa dahulu; tidak ada yang tersimpan sebelum Anda menerapkannya.",
    )
    return render(
        request, "units/impor_create.html", {"form": form, "halaman": halaman, "jenis_list": Impor.Jenis.choices}
    )


def impor_template(request: HttpRequest, jenis: str) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Mengunduh templat impor")
    filled = request.GET.get("isi") == "1"
    content = services.template_workbook(jenis, request.peran.instansi, filled=filled)
    nama = f"{'Data' if filled else 'Templat'} {Impor.Jenis(jenis).label.lower()}.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{nama}"'})


def impor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while the job runs, then the rows. The progress part asks this same page for itself."""
    impor = _impor(request, pk)
    running = impor.status in (StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN)
    if request.htmx and running:
        fragment = render(request, "units/impor_progress.html", {"impor": impor})
        patch_vary_headers(fragment, ["HX-Request"])
        return fragment
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if running or impor.status == StatusPekerjaan.GAGAL:
        context = {"halaman": _halaman(impor), "impor": impor}
        return render(request, "units/impor_detail.html", context)
    return render(
        request, "units/impor_detail.html", {"halaman": _halaman(impor), "impor": impor} | _rows(request, impor)
    )


def _rows(request: HttpRequest, impor: Impor) -> dict:
    chosen = request.GET.get("keadaan", "")
    baris = [row for row in impor.hasil["baris"] if chosen not in KEADAAN or row["keadaan"] == chosen]
    applied = impor.tahap == Impor.Tahap.TERAPKAN
    return {
        "page": Paginator(
            [(row, NADA[row["keadaan"]], KEADAAN[row["keadaan"]]) for row in baris], ROWS_PER_PAGE
        ).get_page(request.GET.get("page")),
        "temuan": [Temuan(kode="impor", **hal) for hal in impor.hasil["temuan"]],
        "ringkasan": [(kode, kata, impor.hasil["ringkasan"][kode]) for kode, kata in KEADAAN.items()],
        "pilihan": chosen,
        "jumlah": len(impor.hasil["baris"]),
        "boleh_ulang": not impor.hasil["ringkasan"]["ditolak"],
        "berubah_sejak": impor.hasil.get("berubah_sejak", []),
        "penghalang": "" if applied else services.blocked(impor),
        "sandi_sampai": services.passwords_until(impor),
    }


def _halaman(impor: Impor) -> Halaman:
    done = impor.status == StatusPekerjaan.JADI
    ready = done and impor.tahap == Impor.Tahap.PERIKSA and not services.blocked(impor)
    tombol = (
        Tombol(
            "Terapkan", reverse("impor_apply", args=[impor.pk]), ikon="check", metode="post", konfirmasi=_effect(impor)
        )
        if ready
        else None
    )
    applied = done and impor.tahap == Impor.Tahap.TERAPKAN
    return Halaman(
        f"Impor {impor.get_jenis_display().lower()}",
        remah=((REMAH, reverse("impor_list")),),
        keterangan=str(impor.berkas),
        status=("hijau", "Sudah diterapkan") if applied else None,
        tombol=tombol,
    )


def _effect(impor: Impor) -> str:
    ringkasan, apa = impor.hasil["ringkasan"], "unit" if impor.jenis == Impor.Jenis.UNIT else "orang"
    parts = ((ringkasan["baru"], "baru dibuat"), (ringkasan["berubah"], "diubah"))
    return (
        " dan ".join(f"{count} {apa} {words}" for count, words in parts if count)
        + ": semuanya, atau tidak sama sekali."
    )


def impor_apply(request: HttpRequest, pk: int) -> HttpResponse:
    impor = _impor(request, pk)
    if request.method == "POST":
        try:
            services.request_apply(impor, by=request.peran)
        except Ditolak as error:
            messages.error(request, str(error))
        return redirect("impor_detail", pk=pk)
    if impor.status != StatusPekerjaan.JADI or services.blocked(impor):
        return redirect("impor_detail", pk=pk)
    return ask(
        request,
        judul="Terapkan impor ini?",
        akibat=_effect(impor),
        tombol="Terapkan",
        batal_url=reverse("impor_detail", args=[pk]),
    )


@require_POST
def impor_restart(request: HttpRequest, pk: int) -> HttpResponse:
    jobs.restart(_impor(request, pk))
    return redirect("impor_detail", pk=pk)


@require_POST
@never_cache
def impor_passwords(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of initial passwords; a POST, so that no preview or prefetch uses up the only time."""
    try:
        content = services.take_passwords(_impor(request, pk))
    except Ditolak as error:
        messages.error(request, str(error))
        return redirect("impor_detail", pk=pk)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="Kata sandi awal.xlsx"'}
    )
