"""Instruments of the institution: list, adoption of a shipped one, structure, publication, new versions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from evaluation import access
from evaluation.filters import InstrumenFilter
from evaluation.forms import InstrumenAdoptForm, InstrumenImportForm, InstrumenPublishForm
from evaluation.lke.instrument import InstrumenSalah
from evaluation.lke.threshold import AmbangSalah
from evaluation.models import Instrumen
from evaluation.services import instruments
from evaluation.services.assessment import content_of
from evaluation.tables import NADA_INSTRUMEN, InstrumenTable
from evaluation.views.assessment import READERS, WHO_READS
from units import evidence
from units.access import has_role, require
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman, Tombol
from units.views.common import ask, paged, render_list, tell_too_large

REMAH = ("Instrumen LKE", "instrumen_list")


def crumb() -> tuple[str, str]:
    return REMAH[0], reverse(REMAH[1])


def fetch_instrumen(request: HttpRequest, pk: int) -> Instrumen:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka instrumen LKE")
    return get_object_or_404(
        Instrumen.objects.visible_to(request.peran).select_related("instansi", "berkas_keputusan", "asal"), pk=pk
    )


def instrumen_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka instrumen LKE")
    chosen = InstrumenFilter(
        request.GET, queryset=Instrumen.objects.visible_to(request.peran).defer("isi", "ambang"), request=request
    )
    may = access.can_manage_instrumen(request.peran, request.peran.instansi_id)
    halaman = Halaman(
        judul="Instrumen LKE",
        remah=(("Penilaian", reverse("penilaian_list")),),
        keterangan="LKE ditetapkan dengan Keputusan Inspektur; versi yang sudah terbit tidak berubah lagi.",
        tombol=Tombol("Adopsi instrumen", reverse("instrumen_adopt"), ikon="plus") if may else None,
        menu=(Tombol("Impor dari Excel", reverse("instrumen_import"), ikon="file-up"),) if may else (),
    )
    context = {"halaman": halaman, "table": paged(request, InstrumenTable(chosen.qs)), "filter": chosen}
    return render_list(request, "evaluation/instrumen_list.html", context)


def instrumen_adopt(request: HttpRequest) -> HttpResponse:
    """A draft with the content of an instrument that comes with the portal."""
    peran = request.peran
    require(
        peran is not None and access.can_manage_instrumen(peran, peran.instansi_id),
        access.PENGELOLA,
        what="Mengadopsi LKE",
    )
    form = InstrumenAdoptForm(request.POST or None, cancel_url=reverse("instrumen_list"))
    if form.is_valid():
        try:
            row = instruments.begin_from_shipped(form.cleaned_data["kode"], instansi=peran.instansi, by=peran)
        except Ditolak as refusal:
            form.add_error("kode", str(refusal))
        else:
            messages.success(request, "Draf dibuat. Periksa isinya, lalu terbitkan dengan Keputusan Inspektur.")
            return redirect("instrumen_detail", pk=row.pk)
    halaman = Halaman(
        judul="Adopsi instrumen", remah=(crumb(),), keterangan="Isinya disalin menjadi draf milik instansi."
    )
    return render(request, "evaluation/instrumen_adopt.html", {"halaman": halaman, "form": form})


def instrumen_import(request: HttpRequest) -> HttpResponse:
    """A draft from the workbook of an LKE that the portal does not know."""
    peran = request.peran
    may = peran is not None and access.can_manage_instrumen(peran, peran.instansi_id)
    require(may, access.PENGELOLA, what="Mengimpor LKE")
    form = InstrumenImportForm(request.POST or None, request.FILES or None, cancel_url=reverse("instrumen_list"))
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            upload = data.pop("berkas")
            row = instruments.begin_from_workbook(upload, instansi=peran.instansi, by=peran, **data)
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        except Ditolak as refusal:
            form.add_error("kode", str(refusal))
        else:
            messages.success(
                request, "Draf dibuat dari buku kerja. Lengkapi yang belum terbaca; catatannya ada pada riwayat."
            )
            return redirect("instrumen_detail", pk=row.pk)
    halaman = Halaman(
        judul="Impor instrumen dari Excel",
        remah=(crumb(),),
        keterangan="Susunan, bobot, dan jenis jawaban dibaca dari formulirnya menjadi draf.",
    )
    return render(request, "evaluation/instrumen_import.html", {"halaman": halaman, "form": form})


def instrumen_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Structure, weights, thresholds, and what stands against publishing a draft."""
    row = fetch_instrumen(request, pk)
    found = instruments.problems(row.isi, row.ambang) if row.status == Instrumen.Status.DRAF else []
    context = {
        "halaman": _head(request, row, blocked=bool(found)),
        "instrumen": row,
        "masalah": found,
        "riwayat": row.riwayat.select_related("oleh", "peran")[:30],
    }
    return render(request, "evaluation/instrumen_detail.html", context | _content(row))


def _content(row: Instrumen) -> dict:
    """A draft in the middle of an edit may not load; then its problems say why, and the editor has its content."""
    try:
        isi, ambang = content_of(row)
    except (InstrumenSalah, AmbangSalah):
        return {"isi": None, "ambang": None}
    return {"isi": isi, "ambang": ambang}


def _head(request: HttpRequest, row: Instrumen, *, blocked: bool) -> Halaman:
    buttons = []
    if access.can_edit_instrumen(request.peran, row):
        buttons.append(Tombol("Sunting", reverse("instrumen_edit", args=[row.pk]), ikon="pencil"))
    if row.status == Instrumen.Status.DRAF and access.can_publish_instrumen(request.peran, row) and not blocked:
        buttons.append(Tombol("Terbitkan", reverse("instrumen_publish", args=[row.pk]), ikon="stamp"))
    if row.status != Instrumen.Status.DRAF and access.can_manage_instrumen(request.peran, row.instansi_id):
        copy = reverse("instrumen_copy", args=[row.pk])
        buttons.append(Tombol("Buat versi baru", copy, ikon="copy", metode="post", konfirmasi=COPY))
    if row.berkas_keputusan_id:
        url = reverse("instrumen_decree", args=[row.pk])
        buttons.append(Tombol("Unduh Keputusan Inspektur", url, ikon="download", unduh=True))
    if not blocked and len(buttons) > 1 and row.status == Instrumen.Status.DRAF:
        buttons[0], buttons[1] = buttons[1], buttons[0]  # a draft without problems is there to be published
    return Halaman(
        judul=str(row),
        remah=(crumb(),),
        status=(NADA_INSTRUMEN[row.status], row.get_status_display()),
        keterangan=_where(row),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def _where(row: Instrumen) -> str:
    if row.status == Instrumen.Status.DRAF:
        return "Draf ini belum dipakai. Ketua atau Sekretaris TPI menerbitkannya dengan Keputusan Inspektur."
    return f"Ditetapkan dengan Keputusan Inspektur Nomor {row.nomor_keputusan}."


COPY = "Isi versi ini disalin menjadi draf versi berikutnya; versi ini tidak berubah dan tetap dipakai sampai draf itu terbit."


def instrumen_copy(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_instrumen(request, pk)
    require(access.can_manage_instrumen(request.peran, row.instansi_id), access.PENGELOLA, what="Menyalin LKE")
    if request.method != "POST":
        return ask(
            request,
            judul=f"Buat versi baru {row.nama}?",
            akibat=COPY,
            tombol="Buat versi baru",
            batal_url=reverse("instrumen_detail", args=[pk]),
        )
    try:
        new = instruments.copy_instrumen(row, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect("instrumen_detail", pk=pk)
    return redirect("instrumen_detail", pk=new.pk)


def instrumen_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_instrumen(request, pk)
    require(access.can_publish_instrumen(request.peran, row), access.PENERBIT, what="Menerbitkan LKE")
    here = reverse("instrumen_detail", args=[pk])
    form = InstrumenPublishForm(request.POST or None, request.FILES or None, cancel_url=here)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            instruments.publish_instrumen(
                row, nomor=data["nomor"], tanggal=data["tanggal"], upload=data["berkas"], by=request.peran
            )
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(here)
        else:
            messages.success(request, "Instrumen terbit dan dapat dipakai unit kerja.")
            return redirect(here)
    halaman = Halaman(
        judul=f"Terbitkan {row}",
        remah=(crumb(), (str(row), here)),
        keterangan="Sesudah terbit, versi ini tidak berubah lagi.",
    )
    return render(request, "evaluation/instrumen_publish.html", {"halaman": halaman, "form": form, "instrumen": row})


def instrumen_decree(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_instrumen(request, pk)
    if row.berkas_keputusan is None:
        raise Http404
    return evidence.serve(row.berkas_keputusan)
