"""Attach evidence to the progress of a month: files, a link, what the unit has already; and take it off again."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap, retarget, trigger_client_event

from action_plans import access
from action_plans.forms.progress import TautanBuktiForm
from action_plans.models import Aksi, BuktiRealisasi
from action_plans.services import progress
from action_plans.views.progress import evidence_context, find_aksi
from units.access import require
from units.choices import BULAN
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman
from units.models import DataDukung

TOO_LARGE = (
    f"Berkas terlalu besar; batasnya {settings.MAX_UPLOAD_MB} MB. Perkecil atau bagi berkasnya, lalu unggah lagi."
)
SHOWN = 30


def _find(request: HttpRequest, pk: int, bulan: int) -> Aksi:
    aksi = find_aksi(request, pk, bulan)
    require(access.can_fill_progress(request.peran, aksi), access.PELAKSANA, what="Melampirkan data dukung")
    return aksi


def _is_upload_script(request: HttpRequest) -> bool:
    """static/js/unggah.js, which reads refusals as JSON; htmx is answered with fragments."""
    return not request.htmx and request.headers.get("X-Requested-With") == "fetch"


def bukti_add(request: HttpRequest, pk: int, bulan: int) -> HttpResponse:
    """Files (one per request with scripts) or a link."""
    aksi = _find(request, pk, bulan)
    if request.method != "POST":
        return redirect("realisasi_edit", pk=pk, bulan=bulan)
    if "tautan" in request.POST:
        return _add_link(request, aksi, bulan)
    said, refused = [], [TOO_LARGE] if getattr(request, "upload_too_large", False) else []
    for upload in request.FILES.getlist("berkas"):
        try:
            said.append(_words(progress.attach_file(aksi=aksi, bulan=bulan, upload=upload, by=request.peran)))
        except (BerkasDitolak, Ditolak) as error:
            refused.append(str(error))
    if not said and not refused:
        refused = ["Pilih sekurang-kurangnya satu berkas, lalu unggah lagi."]
    return _answer(request, aksi, bulan, said=said, refused=refused)


def _add_link(request: HttpRequest, aksi: Aksi, bulan: int) -> HttpResponse:
    form = TautanBuktiForm(request.POST)
    if form.is_valid():
        try:
            found = progress.attach_link(aksi=aksi, bulan=bulan, by=request.peran, **form.cleaned_data)
            return _answer(request, aksi, bulan, said=[_words(found)], fresh_form=True)
        except Ditolak as error:
            form.add_error("tautan", str(error))
    context = evidence_context(request, aksi, bulan) | {"tautan_form": form}
    if request.htmx:
        response = render(request, "action_plans/_bukti_tautan.html", context, status=422)
        return retarget(reswap(response, "outerHTML"), f"#{context['panel']}-tautan")
    context["halaman"] = _page(aksi, bulan, "Lampirkan tautan")
    return render(request, "action_plans/bukti_add.html", context, status=422)


def _words(found: progress.Lampiran) -> str:
    judul = found.data_dukung.judul
    if found.baru:
        return f"“{judul}” tersimpan dan dilampirkan."
    return f"Isi yang sama sudah ada sebagai “{judul}”; data dukung itu yang dilampirkan, tidak disimpan dua kali."


def _answer(
    request: HttpRequest,
    aksi: Aksi,
    bulan: int,
    *,
    said: Sequence[str] = (),
    refused: Sequence[str] = (),
    detached: DataDukung | None = None,
    fresh_form: bool = False,
) -> HttpResponse:
    scripted = _is_upload_script(request)
    if scripted and refused and not said:
        return JsonResponse({"galat": " ".join(refused)}, status=422)
    if scripted or request.htmx:
        context = evidence_context(request, aksi, bulan)
        context |= {"kabar": said, "ditolak": refused, "dilepas": detached, "formulir_baru": fresh_form}
        return trigger_client_event(render(request, "action_plans/_bukti.html", context), "bukti-berubah")
    for text in said:
        messages.success(request, text)
    for text in refused:
        messages.error(request, text)
    return redirect("realisasi_edit", pk=aksi.pk, bulan=bulan)


@vary_on_headers("HX-Request")
def bukti_search(request: HttpRequest, pk: int, bulan: int) -> HttpResponse:
    """Evidence the unit has already, to be shown for this month as well."""
    aksi = _find(request, pk, bulan)
    q = request.GET.get("q", "").strip()
    shown = BuktiRealisasi.objects.filter(realisasi__aksi=aksi, realisasi__bulan=bulan).values("data_dukung")
    rows = (
        DataDukung.objects.visible_to(request.peran)
        .filter(pembangunan=aksi.rencana.pembangunan)
        .exclude(pk__in=shown)
        .select_related("created_by")
    )
    if q:
        rows = rows.filter(judul__icontains=q)
    found = list(rows[: SHOWN + 1])
    context = {
        "aksi": aksi,
        "bulan": bulan,
        "q": q,
        "rows": found[:SHOWN],
        "lebih": len(found) > SHOWN,
        "panel": f"realisasi-{aksi.pk}-{bulan}",
    }
    if request.htmx:
        return render(request, "action_plans/_bukti_pilih.html", context)
    context["halaman"] = _page(aksi, bulan, "Pilih data dukung yang sudah ada")
    return render(request, "action_plans/bukti_search.html", context)


def bukti_attach(request: HttpRequest, pk: int, bulan: int, data_dukung: int) -> HttpResponse:
    aksi = _find(request, pk, bulan)
    row = get_object_or_404(DataDukung.objects.visible_to(request.peran), pk=data_dukung)
    if request.method != "POST":
        return redirect("realisasi_edit", pk=pk, bulan=bulan)
    try:
        created = progress.attach(aksi=aksi, bulan=bulan, data_dukung=row, by=request.peran)
    except Ditolak as error:
        return _answer(request, aksi, bulan, refused=[str(error)])
    words = "dilampirkan." if created else "sudah dilampirkan sebelumnya."
    return _answer(request, aksi, bulan, said=[f"“{row.judul}” {words}"])


def bukti_detach(request: HttpRequest, pk: int, bulan: int, data_dukung: int) -> HttpResponse:
    aksi = _find(request, pk, bulan)
    row = get_object_or_404(DataDukung.objects.visible_to(request.peran), pk=data_dukung)
    if request.method != "POST":
        return redirect("realisasi_edit", pk=pk, bulan=bulan)
    try:
        progress.detach(aksi=aksi, bulan=bulan, data_dukung=row, by=request.peran)
    except Ditolak as error:
        return _answer(request, aksi, bulan, refused=[str(error)])
    said = f"“{row.judul}” dilepas dari bulan ini; berkasnya tetap ada di Data dukung."
    return _answer(request, aksi, bulan, said=[said], detached=row)


def _page(aksi: Aksi, bulan: int, judul: str) -> Halaman:
    here = reverse("realisasi_edit", args=[aksi.pk, bulan])
    return Halaman(judul=judul, remah=((f"Realisasi {BULAN[bulan - 1]}", here),), keterangan=aksi.aksi)
