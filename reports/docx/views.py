"""Word files of documents, and the administrator's pages for the templates that they are written in."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.choices import Jenis
from reports.contoh import contoh
from reports.docx.checking import USUAL
from reports.docx.draw import draw
from reports.docx.fields import EXAMPLE_CAP, fields_of
from reports.docx.forms import TemplatForm
from reports.models import Dokumen, TemplatDokumen
from reports.services import templat as services
from units.access import is_admin, require
from units.errors import Ditolak
from units.evidence import serve, serve_made
from units.findings import Temuan, galat
from units.halaman import Halaman, Tombol
from units.models import Instansi
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import ADMIN, ask, tell_too_large

SLUG_UMUM = "umum"
UMUM = "Semua jenis"
WHAT = "Mengganti templat Word"


@require_safe
def dokumen_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as Word, from the same data; seen by who sees the document."""
    rows = Dokumen.objects.visible_to(request.peran).select_related("periode__instansi", "pembangunan__unit", "laporan")
    dokumen = get_object_or_404(rows, pk=pk)
    try:
        content, name = services.draw_docx(dokumen)
    except Ditolak as refused:
        back = reverse("dokumen_detail", args=[pk])
        halaman = Halaman("Dokumen Word belum dapat dibuat", remah=((dokumen.judul, back),), tombol=_back(back))
        context = {"halaman": halaman, "temuan": [galat("templat", str(refused))]}
        return render(request, "reports/dokumen_create.html", context, status=422)
    return _word(content, name)


def _back(url: str) -> Tombol:
    return Tombol("Kembali", url, ikon="arrow-left")


def _word(content: bytes, name: str) -> HttpResponse:
    return serve_made(content, nama=name, ekstensi="docx")


# --- templates ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisTemplat:
    """A line of the list; `dipakai` is what Word files of this kind are written in."""

    nama: str
    url: str
    dipakai: str
    sendiri: TemplatDokumen | None


def _instansi(request: HttpRequest) -> Instansi:
    require(is_admin(request.peran), ADMIN, what=WHAT)
    return request.peran.instansi


def _jenis(slug: str) -> str:
    """The kind of an address; "" for the template of all kinds."""
    if slug != SLUG_UMUM and slug not in Jenis.values:
        raise Http404
    return "" if slug == SLUG_UMUM else slug


def _name(jenis: str) -> str:
    return Jenis(jenis).label if jenis else UMUM


@require_safe
def templat_list(request: HttpRequest) -> HttpResponse:
    instansi = _instansi(request)
    newest: dict[str, TemplatDokumen] = {}
    rows = TemplatDokumen.objects.filter(instansi=instansi).select_related("berkas", "diganti_oleh__user")
    for row in rows.order_by("versi"):
        newest[row.jenis] = row
    own = {jenis: row for jenis, row in newest.items() if not row.is_bawaan}
    common = "Templat untuk semua jenis" if "" in own else services.BAWAAN
    lines = [
        BarisTemplat(
            _name(jenis),
            reverse("templat_detail", args=[jenis or SLUG_UMUM]),
            services.name_of(own[jenis]) if jenis in own else common,
            own.get(jenis),
        )
        for jenis in ("", *Jenis.values)
    ]
    halaman = Halaman(
        judul="Templat Word",
        remah=(("Pengaturan instansi", reverse("instansi_edit")),),
        keterangan="Kertas surat dan susunan dokumen Word yang diunduh dari portal. PDF tidak memakai templat ini.",
    )
    return render(request, "reports/templat_list.html", {"halaman": halaman, "baris_list": lines})


def templat_detail(request: HttpRequest, jenis: str) -> HttpResponse:
    """The template of a kind, its fields and versions; an upload is checked and then counts."""
    instansi, kind = _instansi(request), _jenis(jenis)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TemplatForm(*sent, slug=jenis)
    tell_too_large(request, form, "berkas")
    found: list[Temuan] = []
    if request.method == "POST" and form.is_valid():
        found = _kept(request, instansi, kind, form)
        if not found:
            return redirect("templat_detail", jenis=jenis)
    return _detail(request, instansi, kind, form, found)


def _kept(request: HttpRequest, instansi: Instansi, kind: str, form: TemplatForm) -> list[Temuan]:
    """What is wrong with the upload; [] when it became the template."""
    try:
        row = services.save_templat(instansi=instansi, jenis=kind, upload=form.cleaned_data["berkas"], by=request.peran)
    except SyaratBelumTerpenuhi as refused:
        return list(refused.temuan)
    except Ditolak as refused:
        return [galat("ditolak", str(refused))]
    messages.success(request, f"Templat versi {row.versi} dipakai untuk {_name(kind)}.")
    return []


def _detail(
    request: HttpRequest, instansi: Instansi, kind: str, form: TemplatForm, found: list[Temuan]
) -> HttpResponse:
    slug = kind or SLUG_UMUM
    rows = list(
        TemplatDokumen.objects.filter(instansi=instansi, jenis=kind).select_related("berkas", "diganti_oleh__user")
    )
    own = rows[0] if rows and not rows[0].is_bawaan else None
    used = services.used_for(instansi, kind)
    menu = ()
    if own:
        url = reverse("templat_reset", args=[slug])
        words = f"Dokumen Word {_name(kind)} memakai lagi templat bawaan portal."
        menu = (Tombol("Kembali ke bawaan", url, ikon="undo-2", metode="post", konfirmasi=words),)
    halaman = Halaman(
        judul=f"Templat Word: {_name(kind)}",
        remah=(("Templat Word", reverse("templat_list")),),
        status=("hijau", services.name_of(used)) if used else ("netral", services.BAWAAN),
        keterangan=_explained(kind, own, used),
        menu=menu,
    )
    context = {
        "halaman": halaman,
        "slug": slug,
        "form": form,
        "temuan": found,
        "versi_list": rows,
        "medan_list": fields_of(kind),
    }
    return render(request, "reports/templat_detail.html", context, status=422 if found or form.errors else 200)


def _explained(kind: str, own: TemplatDokumen | None, used: TemplatDokumen | None) -> str:
    if not kind:
        return "Dipakai untuk setiap jenis dokumen yang tidak mempunyai templat sendiri."
    if used and own is None:
        return "Jenis ini memakai templat untuk semua jenis. Templat sendiri dapat diunggah di bawah."
    return ""


@require_safe
def templat_download(request: HttpRequest, jenis: str) -> HttpResponse:
    """What is in use now, to be changed in Word and brought back."""
    instansi, kind = _instansi(request), _jenis(jenis)
    return _word(services.content_of(services.used_for(instansi, kind)), f"Templat {_name(kind)}.docx")


@require_safe
def templat_version_download(request: HttpRequest, pk: int) -> HttpResponse:
    rows = TemplatDokumen.objects.filter(instansi=_instansi(request), berkas__isnull=False)
    row = get_object_or_404(rows.select_related("berkas"), pk=pk)
    return serve(row.berkas, nama=f"Templat {row.nama_jenis} versi {row.versi}.docx")


@require_safe
def templat_sample(request: HttpRequest, jenis: str) -> HttpResponse:
    """The template in use, filled with invented data."""
    instansi, kind = _instansi(request), _jenis(jenis)
    row = services.used_for(instansi, kind)
    content = draw(contoh(kind or USUAL), cap=EXAMPLE_CAP, template=services.content_of(row))
    return _word(content, f"Contoh {_name(kind)}.docx")


def templat_reset(request: HttpRequest, jenis: str) -> HttpResponse:
    instansi, kind = _instansi(request), _jenis(jenis)
    back = reverse("templat_detail", args=[jenis])
    if request.method == "POST":
        try:
            services.reset_templat(instansi=instansi, jenis=kind, by=request.peran)
        except Ditolak as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{_name(kind)} memakai lagi templat bawaan portal.")
        return redirect(back)
    return ask(
        request,
        judul=f"Kembali ke templat bawaan: {_name(kind)}",
        akibat="Dokumen Word berikutnya memakai templat bawaan portal. Versi yang pernah diunggah tetap tersimpan.",
        tombol="Pakai templat bawaan",
        batal_url=back,
    )
