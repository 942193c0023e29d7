"""The declaration of a unit's year: its facts, the charter, the photos."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from units.access import can_record_pencanangan, require
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.forms.year import PencananganForm
from units.halaman import Halaman, Tombol
from units.models import FotoPencanangan, PembangunanZI, Pencanangan
from units.services import declaration as services
from units.services.pakta import WHO_PAPER
from units.views.common import TOO_LARGE, tell_too_large
from units.views.year import crumbs, fetch_year

WHAT = "Mencatat pencanangan"


def pencanangan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form while the unit has not declared yet; afterwards, and for everybody else, the facts to read."""
    year = fetch_year(request, pk)
    row = Pencanangan.objects.filter(pembangunan=year).select_related("piagam", "dicatat_oleh__user").first()
    may = can_record_pencanangan(request.peran, year) and services.is_open(year)
    if request.method == "POST":
        require(can_record_pencanangan(request.peran, year), WHO_PAPER, what=WHAT)
    form = _form(request, year, row) if may or request.method == "POST" else None
    if form and request.method == "POST" and form.is_valid() and _saved(request, year, form):
        return redirect("pencanangan_edit", pk=pk)
    halaman = Halaman(
        f"Pencanangan {year.unit.nama}",
        remah=crumbs(year),
        keterangan="Pencanangan dilakukan secara terbuka dan dipublikasikan luas."
        if may
        else "Catatan pencanangan pembangunan Zona Integritas.",
        menu=(Tombol("Unduh piagam", reverse("pencanangan_piagam", args=[pk]), ikon="download", unduh=True),)
        if row and row.piagam_id
        else (),
    )
    return render(
        request,
        "units/pencanangan_edit.html",
        {"halaman": halaman, "year": year, "form": form, "row": row, "boleh": may} | _photos(row, may=may),
    )


def _form(request: HttpRequest, year: PembangunanZI, row: Pencanangan | None) -> PencananganForm:
    # A copy, because the form writes on its instance before the service compares with what is stored.
    stored = Pencanangan.objects.get(pk=row.pk) if row else None
    cancel = reverse("pembangunan_detail", args=[year.pk])
    form = PencananganForm(
        request.POST or None, request.FILES or None, instance=stored, pembangunan=year, cancel_url=cancel
    )
    tell_too_large(request, form, "piagam_baru")
    return form


def _saved(request: HttpRequest, year: PembangunanZI, form: PencananganForm) -> bool:
    try:
        services.save_pencanangan(year, form.values(), piagam=form.cleaned_data["piagam_baru"], by=request.peran)
    except BerkasDitolak as refusal:
        form.add_error("piagam_baru", str(refusal))
    except Ditolak as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, "Catatan pencanangan disimpan.")
        return True
    return False


def _photos(row: Pencanangan | None, *, may: bool) -> dict:
    return {"foto_list": row.foto.select_related("berkas") if row else [], "boleh_foto": may}


def pencanangan_piagam(request: HttpRequest, pk: int) -> HttpResponse:
    year = fetch_year(request, pk)
    return serve(get_object_or_404(Pencanangan, pembangunan=year, piagam__isnull=False).piagam)


@require_POST
def pencanangan_foto_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo per request with scripts, several at once without."""
    year = fetch_year(request, pk)
    require(can_record_pencanangan(request.peran, year), WHO_PAPER, what=WHAT)
    scripted = request.headers.get("X-Requested-With") == "fetch"
    refused = [TOO_LARGE] if getattr(request, "upload_too_large", False) else []
    for upload in request.FILES.getlist("berkas"):
        try:
            services.add_photo(year, upload, by=request.peran)
        except (BerkasDitolak, Ditolak) as refusal:
            refused.append(str(refusal))
    if not scripted:
        for text in refused:
            messages.error(request, text)
        return redirect("pencanangan_edit", pk=pk)
    if refused:
        return JsonResponse({"galat": refused[0]}, status=422)
    row = Pencanangan.objects.get(pembangunan=year)
    return render(request, "units/_foto_pencanangan.html", _photos(row, may=True), status=201)


def _foto(request: HttpRequest, pk: int) -> FotoPencanangan:
    years = PembangunanZI.objects.visible_to(request.peran)
    rows = FotoPencanangan.objects.filter(pencanangan__pembangunan__in=years)
    return get_object_or_404(rows.select_related("berkas", "pencanangan__pembangunan"), pk=pk)


def pencanangan_foto(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(_foto(request, pk).berkas, inline=True)


@require_POST
def pencanangan_foto_remove(request: HttpRequest, pk: int) -> HttpResponse:
    foto = _foto(request, pk)
    year = foto.pencanangan.pembangunan
    require(can_record_pencanangan(request.peran, year), WHO_PAPER, what=WHAT)
    try:
        services.remove_photo(foto, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Foto dihapus.")
    return redirect("pencanangan_edit", pk=year.pk)
