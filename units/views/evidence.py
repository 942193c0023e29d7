"""Evidence of a unit's year: list, detail with versions and preview, upload, link, replacement, download."""

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_tables2 import RequestConfig

from units import evidence
from units.access import can_add_data_dukung, require
from units.errors import BerkasDitolak, Ditolak
from units.filters_evidence import DataDukungFilter
from units.forms.team import JudulForm, TautanForm
from units.halaman import Halaman, Tombol
from units.history import save_with_history
from units.models import DataDukung, PembangunanZI, VersiDataDukung
from units.tables_evidence import DataDukungTable
from units.views.common import render_list

TOO_LARGE = (
    f"Berkas terlalu besar; batasnya {settings.MAX_UPLOAD_MB} MB. Perkecil atau bagi berkasnya, lalu unggah lagi."
)
WHO = "Kepala Unit Kerja dan Tim Pembangunan ZI unit ini"


def _rows(request: HttpRequest):
    return DataDukung.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "created_by"
    )


def _pembangunan(request: HttpRequest, pk: int) -> PembangunanZI:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    return get_object_or_404(rows, pk=pk)


def data_dukung_list(request: HttpRequest) -> HttpResponse:
    latest = VersiDataDukung.objects.filter(data_dukung=OuterRef("pk")).order_by("-nomor")
    rows = (
        _rows(request)
        .filter(pembangunan__periode=request.periode)
        .annotate(
            ekstensi=Subquery(latest.values("berkas__ekstensi")[:1]),
            ukuran=Subquery(latest.values("berkas__ukuran")[:1]),
            versi_nomor=Subquery(latest.values("nomor")[:1]),
        )
    )
    chosen = DataDukungFilter(request.GET, queryset=rows, request=request)
    table = DataDukungTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    own = (
        PembangunanZI.objects.filter(unit_id=request.peran.unit_id, periode=request.periode)
        .select_related("unit")
        .first()
        if request.peran and request.peran.unit_id
        else None
    )
    may_add = bool(own) and can_add_data_dukung(request.peran, own)
    halaman = Halaman(
        judul="Data dukung",
        keterangan="Berkas dan tautan yang membuktikan pelaksanaan aksi dan jawaban LKE.",
        tombol=Tombol("Tambah data dukung", reverse("data_dukung_add", args=[own.pk]), ikon="upload")
        if may_add
        else None,
    )
    return render_list(request, "units/data_dukung_list.html", {"halaman": halaman, "table": table, "filter": chosen})


def data_dukung_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload several files (one per request with scripts) or give a link."""
    pembangunan = _pembangunan(request, pk)
    require(can_add_data_dukung(request.peran, pembangunan), WHO, what="Menambah data dukung")
    form = TautanForm(request.POST if "tautan" in request.POST else None, cancel_url=reverse("data_dukung_list"))
    if request.method == "POST" and (request.FILES or getattr(request, "upload_too_large", False)):
        return _receive(request, pembangunan)
    if form.is_bound and form.is_valid():
        row, new = evidence.add_link(
            form.cleaned_data["tautan"], pembangunan=pembangunan, by=request.peran, judul=form.cleaned_data["judul"]
        )
        _say(request, row, new)
        return redirect("data_dukung_detail", pk=row.pk)
    if request.method == "POST" and not form.is_bound:
        messages.error(request, "Pilih sekurang-kurangnya satu berkas, lalu unggah lagi.")
    halaman = Halaman(
        judul="Tambah data dukung", remah=(("Data dukung", reverse("data_dukung_list")),), keterangan=str(pembangunan)
    )
    return render(
        request,
        "units/data_dukung_add.html",
        {
            "halaman": halaman,
            "form": form,
            "pembangunan": pembangunan,
            "terbaru": _latest(pembangunan, request),
        },
    )


def _receive(request: HttpRequest, pembangunan: PembangunanZI) -> HttpResponse:
    scripted = request.headers.get("X-Requested-With") == "fetch"
    if getattr(request, "upload_too_large", False):
        return JsonResponse({"galat": TOO_LARGE}, status=413) if scripted else _back(request, pembangunan, [TOO_LARGE])
    refused = []
    for upload in request.FILES.getlist("berkas"):
        try:
            row, new = evidence.add_file(upload, pembangunan=pembangunan, by=request.peran)
        except BerkasDitolak as error:
            refused.append(str(error))
            continue
        if scripted:
            return render(
                request,
                "units/_data_dukung_terbaru.html",
                {"terbaru": _latest(pembangunan, request), "row": row, "baru": new},
                status=201,
            )
        _say(request, row, new)
    if scripted:
        return JsonResponse({"galat": refused[0]}, status=422)
    return _back(request, pembangunan, refused)


def _latest(pembangunan: PembangunanZI, request: HttpRequest):
    """What this person added last, shown below the upload zone."""
    return DataDukung.objects.filter(pembangunan=pembangunan, created_by=request.user)[:10]


def _back(request: HttpRequest, pembangunan: PembangunanZI, refused: list[str]) -> HttpResponse:
    for text in refused:
        messages.error(request, text)
    return redirect("data_dukung_add", pk=pembangunan.pk) if refused else redirect("data_dukung_list")


def _say(request: HttpRequest, row: DataDukung, new: bool) -> None:
    if new:
        messages.success(request, f"“{row.judul}” tersimpan.")
    else:
        messages.info(request, f"Isi yang sama sudah ada sebagai “{row.judul}”; tidak disimpan dua kali.")


def data_dukung_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(evidence.with_current_version(_rows(request)), pk=pk)
    current = row.versi_list[0]
    may_edit = can_add_data_dukung(request.peran, row.pembangunan)
    download = (
        Tombol("Unduh", reverse("data_dukung_download", args=[current.pk]), ikon="download", unduh=True)
        if current.berkas
        else Tombol("Buka tautan", current.tautan, ikon="external-link")
    )
    menu = (
        Tombol("Ganti dengan versi baru", reverse("data_dukung_replace", args=[pk]), ikon="upload"),
        Tombol("Ubah judul", reverse("data_dukung_edit", args=[pk]), ikon="pencil"),
    )
    halaman = Halaman(
        judul=row.judul,
        remah=(("Data dukung", reverse("data_dukung_list")),),
        keterangan=str(row.pembangunan),
        tombol=download,
        menu=menu if may_edit else (),
    )
    return render(
        request,
        "units/data_dukung_detail.html",
        {
            "halaman": halaman,
            "row": row,
            "sekarang": current,
            "riwayat": row.riwayat.select_related("oleh", "peran"),
            "bisa_dilihat": current.berkas and current.berkas.mime in evidence.PREVIEWABLE,
            "is_gambar": bool(current.berkas and current.berkas.mime.startswith("image/")),
        },
    )


def data_dukung_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    require(can_add_data_dukung(request.peran, row.pembangunan), WHO, what="Mengubah judul")
    form = JudulForm(
        request.POST or None, initial={"judul": row.judul}, cancel_url=reverse("data_dukung_detail", args=[pk])
    )
    if request.method == "POST" and form.is_valid():
        save_with_history(row, {"judul": form.cleaned_data["judul"]}, by=request.peran)
        return redirect("data_dukung_detail", pk=pk)
    halaman = Halaman(
        judul="Ubah judul data dukung",
        remah=(("Data dukung", reverse("data_dukung_list")), (row.judul, reverse("data_dukung_detail", args=[pk]))),
    )
    return render(request, "units/data_dukung_edit.html", {"halaman": halaman, "form": form})


def data_dukung_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version from a file or a link; the old ones are kept."""
    row = get_object_or_404(_rows(request), pk=pk)
    require(can_add_data_dukung(request.peran, row.pembangunan), WHO, what="Mengganti data dukung")
    here = reverse("data_dukung_detail", args=[pk])
    form = TautanForm(request.POST if "tautan" in request.POST else None, cancel_url=here, submit="Ganti dengan tautan")
    upload = request.FILES.get("berkas")
    if request.method == "POST" and (upload or (form.is_bound and form.is_valid())):
        try:
            evidence.replace(
                row,
                by=request.peran,
                upload=upload,
                tautan="" if upload else form.cleaned_data["tautan"],
                alasan=request.POST.get("alasan", ""),
            )
        except (BerkasDitolak, Ditolak) as error:
            messages.error(request, str(error))
            return redirect("data_dukung_replace", pk=pk)
        messages.success(request, "Versi baru tersimpan; versi lama tetap ada.")
        return redirect(here)
    if request.method == "POST" and not form.is_bound:
        messages.error(
            request, TOO_LARGE if getattr(request, "upload_too_large", False) else "Pilih berkas, lalu kirim lagi."
        )
        return redirect("data_dukung_replace", pk=pk)
    halaman = Halaman(
        judul="Ganti dengan versi baru", remah=(("Data dukung", reverse("data_dukung_list")), (row.judul, here))
    )
    return render(request, "units/data_dukung_replace.html", {"halaman": halaman, "form": form, "row": row})


def _versi(request: HttpRequest, pk: int) -> VersiDataDukung:
    rows = VersiDataDukung.objects.filter(
        data_dukung__in=DataDukung.objects.visible_to(request.peran), berkas__isnull=False
    )
    return get_object_or_404(rows.select_related("berkas"), pk=pk)


def data_dukung_download(request: HttpRequest, pk: int) -> HttpResponse:
    versi = _versi(request, pk)
    return evidence.serve(versi.berkas, nama=versi.nama)


def data_dukung_preview(request: HttpRequest, pk: int) -> HttpResponse:
    versi = _versi(request, pk)
    return evidence.serve(versi.berkas, nama=versi.nama, inline=True)
