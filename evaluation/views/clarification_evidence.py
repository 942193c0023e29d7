"""Evidence of an answer to a clarification: files, links, what the unit has stored already; taken off again."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from evaluation import pleno_access as access
from evaluation.models import Klarifikasi
from evaluation.services import clarification
from evaluation.suggestions import evidence_of
from evaluation.views.clarification import _fetch, shown_evidence
from evaluation.views.evidence import BERUBAH, SHOWN, TOO_LARGE
from units import evidence
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman
from units.models import DataDukung


def _find(request: HttpRequest, pk: int) -> Klarifikasi:
    row = _fetch(request, pk)
    require(access.can_answer_klarifikasi(request.peran, row), access.PENJAWAB, what="Mengubah data dukung jawaban")
    return row


def klarifikasi_bukti(request: HttpRequest, pk: int) -> HttpResponse:
    """All evidence of the unit's year that is not attached yet, by title; and the places to add more."""
    row = _find(request, pk)
    q, shown = request.GET.get("q", "").strip(), dict(shown_evidence(row))
    rows = [item for item in evidence_of(row.evaluasi.pembangunan) if item[0] not in shown]
    found = [item for item in rows if q.casefold() in item[1].casefold()] if q else rows
    context = {
        "row": row, "q": q, "daftar": found[:SHOWN], "lebih": len(found) > SHOWN, "bukti": list(shown.items()), "boleh": True,
    }  # fmt: skip
    if request.htmx:
        return render(request, "evaluation/_klarifikasi_panel.html", context)
    here = reverse("klarifikasi_detail", args=[pk])
    halaman = Halaman(judul=f"Data dukung klarifikasi {row.kode}", remah=((f"Klarifikasi {row.kode}", here),))
    return render(request, "evaluation/klarifikasi_bukti.html", {**context, "halaman": halaman})


def klarifikasi_bukti_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Files (one per request with scripts) or a link: stored as evidence of the year and attached to the answer."""
    row = _find(request, pk)
    if request.method != "POST":
        return redirect("klarifikasi_bukti", pk=pk)
    refused = [TOO_LARGE] if getattr(request, "upload_too_large", False) else []
    said = []
    year = row.evaluasi.pembangunan
    for upload in request.FILES.getlist("berkas"):
        try:
            said.append(_attach(request, row, evidence.add_file(upload, pembangunan=year, by=request.peran)[0]))
        except (BerkasDitolak, Ditolak) as error:
            refused.append(str(error))
    if tautan := request.POST.get("tautan", "").strip():
        judul = request.POST.get("judul", "").strip()
        try:
            new = evidence.add_link(tautan, pembangunan=year, by=request.peran, judul=judul)[0]
            said.append(_attach(request, row, new))
        except Ditolak as error:
            refused.append(str(error))
    if not said and not refused:
        refused = ["Pilih berkas atau tulis tautan, lalu kirim lagi."]
    return _answer(request, row, said=said, refused=refused)


def _attach(request: HttpRequest, row: Klarifikasi, data_dukung: DataDukung) -> str:
    new = clarification.attach(klarifikasi=row, data_dukung=data_dukung, by=request.peran)
    return f"“{data_dukung.judul}” dilampirkan." if new else f"“{data_dukung.judul}” sudah terlampir."


def klarifikasi_bukti_attach(request: HttpRequest, pk: int, data_dukung: int) -> HttpResponse:
    row = _find(request, pk)
    item = get_object_or_404(DataDukung.objects.visible_to(request.peran).select_related("pembangunan"), pk=data_dukung)
    if request.method != "POST":
        return redirect("klarifikasi_bukti", pk=pk)
    try:
        return _answer(request, row, said=[_attach(request, row, item)])
    except Ditolak as error:
        return _answer(request, row, refused=[str(error)])


def klarifikasi_bukti_detach(request: HttpRequest, pk: int, data_dukung: int) -> HttpResponse:
    row = _find(request, pk)
    item = get_object_or_404(DataDukung.objects.visible_to(request.peran), pk=data_dukung)
    if request.method != "POST":
        return redirect("klarifikasi_bukti", pk=pk)
    try:
        clarification.detach(klarifikasi=row, data_dukung=item, by=request.peran)
    except Ditolak as error:
        return _answer(request, row, refused=[str(error)])
    return _answer(request, row, said=[f"“{item.judul}” dilepas; berkasnya tetap ada di Data dukung."])


def _answer(
    request: HttpRequest, row: Klarifikasi, *, said: Sequence[str] = (), refused: Sequence[str] = ()
) -> HttpResponse:
    """The chips for scripts; messages and the page without them."""
    by_script = not request.htmx and request.headers.get("X-Requested-With") == "fetch"
    if by_script and refused and not said:
        return JsonResponse({"galat": " ".join(refused)}, status=422)
    if by_script or request.htmx:
        context = {"row": row, "bukti": shown_evidence(row), "boleh": True, "kabar": said, "ditolak": refused}
        return trigger_client_event(render(request, "evaluation/_klarifikasi_bukti.html", context), BERUBAH)
    for text in said:
        messages.success(request, text)
    for text in refused:
        messages.error(request, text)
    return redirect("klarifikasi_bukti", pk=row.pk)
