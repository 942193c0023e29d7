"""Evidence of one answer: choose from the unit's, drop files, add a link, take it off again."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from evaluation import access
from evaluation.fill_data import question_url
from evaluation.lke.structure import Pertanyaan, Simpul
from evaluation.models import BuktiJawaban, Penilaian
from evaluation.services import assessment
from evaluation.suggestions import Saran, evidence_of, proven_by_actions, suggest_evidence
from evaluation.views.head import crumbs, fetch_penilaian
from units import evidence
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.evidence_origins import origins_of
from units.halaman import Halaman
from units.models import DataDukung

TOO_LARGE = (
    f"Berkas terlalu besar; batasnya {settings.MAX_UPLOAD_MB} MB. Perkecil atau bagi berkasnya, lalu unggah lagi."
)
SHOWN = 30
BERUBAH = "bukti-berubah"


def _find(request: HttpRequest, pk: int, kode: str) -> Penilaian:
    penilaian = fetch_penilaian(request, pk)
    require(access.can_answer(request.peran, penilaian, kode), access.PENGISI, what="Mengubah data dukung jawaban")
    return penilaian


def jawaban_bukti(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """What can be shown for this answer: suggestions with their reason, then all evidence of the unit's year."""
    penilaian = _find(request, pk, kode)
    isi, _ = assessment.content_of(penilaian.instrumen)
    pertanyaan, q = isi.pertanyaan[kode], request.GET.get("q", "").strip()
    shown = dict(_shown(penilaian, kode))
    rows = [row for row in evidence_of(penilaian.pembangunan) if row[0] not in shown]
    found = [row for row in rows if q.casefold() in row[1].casefold()] if q else rows
    context = _context(penilaian, pertanyaan) | {
        "q": q, "rows": found[:SHOWN], "lebih": len(found) > SHOWN,
        "saran": [] if q else _suggest(penilaian, pertanyaan, isi.simpul[kode.rpartition(".")[0]], rows),
        "bukti": list(shown.items()),
    }  # fmt: skip
    if request.htmx:
        return render(request, "evaluation/_bukti_panel.html", context)
    halaman = Halaman(judul=f"Data dukung {kode}", remah=crumbs(request, penilaian), keterangan=pertanyaan.teks)
    return render(
        request,
        "evaluation/jawaban_bukti.html",
        {**context, "halaman": halaman, "kembali": question_url(penilaian, kode)},
    )


def _suggest(
    penilaian: Penilaian, pertanyaan: Pertanyaan, indikator: Simpul, rows: Sequence[tuple[int, str]]
) -> list[Saran]:
    teks = f"{pertanyaan.teks} {indikator.nama} {pertanyaan.rubrik.get('a', '')}"
    return suggest_evidence(teks, rows, proven_by_actions(indikator, origins_of(penilaian.pembangunan)))


def _context(penilaian: Penilaian, pertanyaan: Pertanyaan) -> dict:
    kode = pertanyaan.kode
    return {
        "penilaian": penilaian, "kode": kode, "jangkar": kode.replace(".", "-"), "boleh": True,
        "url_bukti": reverse("jawaban_bukti", args=[penilaian.pk, kode]),
    }  # fmt: skip


def _shown(penilaian: Penilaian, kode: str) -> list[tuple[int, str]]:
    rows = BuktiJawaban.objects.filter(jawaban__penilaian=penilaian, jawaban__kode=kode)
    return list(rows.values_list("data_dukung_id", "data_dukung__judul"))


def jawaban_bukti_add(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """Files (one per request with scripts) or a link: stored as evidence of the unit's year and shown for this answer."""
    penilaian = _find(request, pk, kode)
    if request.method != "POST":
        return redirect("jawaban_bukti", pk=pk, kode=kode)
    refused = [TOO_LARGE] if getattr(request, "upload_too_large", False) else []
    stored = []
    for upload in request.FILES.getlist("berkas"):
        try:
            stored.append(evidence.add_file(upload, pembangunan=penilaian.pembangunan, by=request.peran))
        except (BerkasDitolak, Ditolak) as error:
            refused.append(str(error))
    if request.POST.get("tautan", "").strip():
        try:
            judul = request.POST.get("judul", "").strip()
            stored.append(
                evidence.add_link(
                    request.POST["tautan"], pembangunan=penilaian.pembangunan, by=request.peran, judul=judul
                )
            )
        except Ditolak as error:
            refused.append(str(error))
    if not stored and not refused:
        refused = ["Pilih berkas atau tulis tautan, lalu kirim lagi."]
    said = [_attach(penilaian, kode, row, new, request) for row, new in stored]
    return _answer(request, penilaian, kode, said=said, refused=refused)


def _attach(penilaian: Penilaian, kode: str, row: DataDukung, new: bool, request: HttpRequest) -> str:
    assessment.attach_bukti(penilaian=penilaian, kode=kode, data_dukung=row, by=request.peran)
    if new:
        return f"“{row.judul}” tersimpan dan dilampirkan."
    return f"Isi yang sama sudah ada sebagai “{row.judul}”; data dukung itu yang dilampirkan, tidak disimpan dua kali."


def jawaban_bukti_attach(request: HttpRequest, pk: int, kode: str, data_dukung: int) -> HttpResponse:
    penilaian = _find(request, pk, kode)
    row = get_object_or_404(DataDukung.objects.visible_to(request.peran).select_related("pembangunan"), pk=data_dukung)
    if request.method != "POST":
        return redirect("jawaban_bukti", pk=pk, kode=kode)
    try:
        assessment.attach_bukti(penilaian=penilaian, kode=kode, data_dukung=row, by=request.peran)
    except Ditolak as error:
        return _answer(request, penilaian, kode, refused=[str(error)])
    return _answer(request, penilaian, kode, said=[f"“{row.judul}” dilampirkan."])


def jawaban_bukti_detach(request: HttpRequest, pk: int, kode: str, data_dukung: int) -> HttpResponse:
    penilaian = _find(request, pk, kode)
    row = get_object_or_404(DataDukung.objects.visible_to(request.peran), pk=data_dukung)
    if request.method != "POST":
        return redirect("jawaban_bukti", pk=pk, kode=kode)
    try:
        assessment.detach_bukti(penilaian=penilaian, kode=kode, data_dukung=row, by=request.peran)
    except Ditolak as error:
        return _answer(request, penilaian, kode, refused=[str(error)])
    return _answer(request, penilaian, kode, said=[f"“{row.judul}” dilepas; berkasnya tetap ada di Data dukung."])


def _answer(
    request: HttpRequest, penilaian: Penilaian, kode: str, *, said: Sequence[str] = (), refused: Sequence[str] = ()
) -> HttpResponse:
    """The chips of the answer for scripts; a message and the panel's page without them."""
    by_script = not request.htmx and request.headers.get("X-Requested-With") == "fetch"
    if by_script and refused and not said:
        return JsonResponse({"galat": " ".join(refused)}, status=422)
    if by_script or request.htmx:
        isi, _ = assessment.content_of(penilaian.instrumen)
        context = _context(penilaian, isi.pertanyaan[kode])
        context |= {"bukti": _shown(penilaian, kode), "kabar": said, "ditolak": refused}
        return trigger_client_event(render(request, "evaluation/_bukti.html", context), BERUBAH)
    for text in said:
        messages.success(request, text)
    for text in refused:
        messages.error(request, text)
    return redirect("jawaban_bukti", pk=penilaian.pk, kode=kode)
