"""Pakta integritas of a unit's year: one's own signature, the coverage, the list, signatures on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from units.access import can_record_pencanangan, can_see_people, can_sign_pakta, require
from units.choices import Tahap
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.forms.year import PaktaKertasForm, TandaTanganForm
from units.halaman import Halaman, Tombol
from units.models import PaktaIntegritas, PembangunanZI
from units.pakta import KOLOM, PETUNJUK
from units.profiles import get_profil
from units.services import pakta as services
from units.views.accounts import password_refusal
from units.views.common import PER_PAGE, ask, tell_too_large
from units.views.imports import XLSX
from units.views.year import crumbs, fetch_year
from units.xlsx import write_table


def pakta_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Coverage and one's own signature for all; names only for those who have to do with people."""
    year = fetch_year(request, pk)
    may_sign = can_sign_pakta(request.peran, year)
    mine = services.signature_of(year, request.user) if may_sign else None
    may_record = can_record_pencanangan(request.peran, year)
    context = {
        "halaman": _halaman(year, may_sign=may_sign and mine is None, may_record=may_record),
        "year": year,
        "cakupan": services.coverage(year),
        "tanda_tangan": mine,
        "boleh_tanda_tangan": may_sign,
        "aturan": get_profil(year.periode.profil).pakta,
        "teks": mine.teks if mine and mine.teks else services.pledge_text(year, request.user),
    }
    if can_see_people(request.peran):
        rows = year.pakta.select_related("dicatat_oleh__user")
        signed = set(year.pakta.exclude(user=None).values_list("user_id", flat=True))
        context |= {
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "belum": services.employees(year).exclude(pk__in=signed).order_by("nama"),
            "boleh_hapus": may_record and year.tahap == Tahap.DIIDENTIFIKASI,
        }
    return render(request, "units/pakta_detail.html", context)


def _halaman(year: PembangunanZI, *, may_sign: bool, may_record: bool) -> Halaman:
    paper = Tombol("Catat tanda tangan di atas kertas", reverse("pakta_import", args=[year.pk]), ikon="file-up")
    sign = Tombol("Tanda tangani", reverse("pakta_sign", args=[year.pk]), ikon="signature")
    return Halaman(
        f"Pakta integritas {year.unit.nama}",
        remah=crumbs(year),
        keterangan=f"Ditandatangani pimpinan dan sebagian besar pegawai sebelum pencanangan. Tahun {year.periode}.",
        tombol=sign if may_sign else paper if may_record else None,
        menu=(paper,) if may_sign and may_record else (),
    )


@never_cache
@sensitive_post_parameters("sandi")
def pakta_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, and the password as signature."""
    year = fetch_year(request, pk)
    require(can_sign_pakta(request.peran, year), services.WHO_SIGN, what="Menandatangani pakta integritas unit ini")
    url = reverse("pakta_detail", args=[pk])
    if services.signature_of(year, request.user):
        return redirect(url)
    form = TandaTanganForm(request.POST or None, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        if refusal := password_refusal(request, form.cleaned_data["sandi"]):
            form.add_error("sandi", refusal)
        elif _signed(request, year, form):
            return redirect(url)
    halaman = Halaman("Tanda tangani pakta integritas", remah=(*crumbs(year), ("Pakta integritas", url)))
    return render(
        request,
        "units/pakta_sign.html",
        {"halaman": halaman, "form": form, "teks": services.pledge_text(year, request.user)},
    )


def _signed(request: HttpRequest, year: PembangunanZI, form: TandaTanganForm) -> bool:
    try:
        services.sign(year, by=request.peran)
    except Ditolak as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Pakta integritas Anda sudah ditandatangani.")
    return True


def pakta_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Signatures on paper: all rows are saved, or none and what is wrong with each."""
    year = fetch_year(request, pk)
    require(can_record_pencanangan(request.peran, year), services.WHO_PAPER, what="Mencatat pakta di atas kertas")
    url = reverse("pakta_detail", args=[pk])
    form = PaktaKertasForm(request.POST or None, request.FILES or None, cancel_url=url)
    tell_too_large(request, form, "pindaian")
    found = []
    if request.method == "POST" and form.is_valid():
        try:
            made, found = services.import_paper(year, form.rows, scan=form.cleaned_data["pindaian"], by=request.peran)
        except BerkasDitolak as refusal:
            form.add_error("pindaian", str(refusal))
        else:
            if made:
                messages.success(request, f"{len(made)} tanda tangan di atas kertas dicatat.")
                return redirect(url)
    halaman = Halaman(
        "Catat tanda tangan di atas kertas",
        remah=(*crumbs(year), ("Pakta integritas", url)),
        keterangan="Bila satu baris salah, tidak ada yang disimpan.",
        menu=(Tombol("Unduh templat Excel", reverse("pakta_template", args=[pk]), ikon="download", unduh=True),),
    )
    return render(
        request,
        "units/pakta_import.html",
        {"halaman": halaman, "form": form, "temuan": found},
        status=422 if found else 200,
    )


def pakta_template(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook with the names of those who have not signed yet."""
    year = fetch_year(request, pk)
    require(can_record_pencanangan(request.peran, year), services.WHO_PAPER, what="Mengunduh templat pakta")
    signed = year.pakta.exclude(user=None).values("user_id")
    rows = services.employees(year).exclude(pk__in=signed).order_by("nama").values("nama", "nip")
    content = write_table(KOLOM, rows, petunjuk=PETUNJUK)
    name = f"Pakta integritas {year.periode}.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _paper(request: HttpRequest, pk: int) -> PaktaIntegritas:
    rows = PaktaIntegritas.objects.filter(pembangunan__in=PembangunanZI.objects.visible_to(request.peran))
    rows = rows.filter(cara=PaktaIntegritas.Cara.KERTAS).select_related("pembangunan__unit", "berkas")
    return get_object_or_404(rows, pk=pk)


def pakta_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanned list carries everybody's NIP."""
    row = _paper(request, pk)
    require(can_see_people(request.peran), "pengelola pegawai unit dan Inspektorat", what="Membuka pindaian pakta")
    return serve(row.berkas)


def pakta_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _paper(request, pk)
    require(
        can_record_pencanangan(request.peran, row.pembangunan),
        services.WHO_PAPER,
        what="Menghapus catatan pakta integritas",
    )
    url = reverse("pakta_detail", args=[row.pembangunan_id])
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            services.remove_paper(row, alasan=alasan, by=request.peran)
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            messages.success(request, f"Catatan pakta integritas {row.nama} dihapus.")
            return redirect(url)
    return ask(
        request,
        judul=f"Hapus catatan pakta integritas {row.nama}?",
        akibat="Hanya untuk baris yang salah catat. Alasannya tersimpan dalam riwayat unit.",
        tombol="Hapus",
        batal_url=url,
        alasan="wajib",
        alasan_nilai=alasan,
        galat=galat,
        bahaya=True,
        status=422 if galat else 200,
    )
