"""Fill the LKE: one area per page or all on one; every field saves itself, and a plain form does the same without scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from evaluation import access, fill_data
from evaluation.fill_data import SEMUA, HalamanIsi, SoalIsian
from evaluation.lke.scoring import Hasil
from evaluation.models import Penilaian
from evaluation.result_data import HasilLKE, build
from evaluation.services import assessment, takeover
from evaluation.typed_answers import keep_typed, typed
from evaluation.views.head import fetch_penilaian, penilaian_head
from units.access import require
from units.autosave import answer, is_autosave, sent_version
from units.choices import Area
from units.errors import BenturanPerubahan, Ditolak


def penilaian_fill(request: HttpRequest, pk: int) -> HttpResponse:
    penilaian = fetch_penilaian(request, pk)
    if request.method == "POST":
        return _save_form(request, penilaian)
    return _page(request, penilaian, _read(request, penilaian))


def _read(request: HttpRequest, penilaian: Penilaian) -> HalamanIsi:
    area = SEMUA if request.GET.get(SEMUA) == "1" else request.GET.get("area", "")
    if not area:
        area = next((a for a in Area.values if a in access.fillable_areas(request.peran, penilaian)), "")
    return fill_data.read_page(penilaian, area=area, peran=request.peran)


def _page(request: HttpRequest, penilaian: Penilaian, isi: HalamanIsi, *, status: int = 200) -> HttpResponse:
    context = {
        "halaman": penilaian_head(request, penilaian, tab="penilaian_fill"), "penilaian": penilaian, "isi": isi, "hasil": isi.hasil,
        "area_kini": isi.area, "alasan_baca": _why_read_only(penilaian, isi),
    }  # fmt: skip
    return render(request, "evaluation/penilaian_fill.html", context, status=status)


def _why_read_only(penilaian: Penilaian, isi: HalamanIsi) -> str:
    if isi.boleh:
        return ""
    if penilaian.status != Penilaian.Status.DRAF:
        return f"Penilaian berstatus {penilaian.get_status_display()}; jawabannya tidak dapat diubah."
    return f"Jawaban diisi oleh {access.PENGISI}."


# --- each field as one goes ----------------------------------------------------------------------------------


def jawaban_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """One field of one answer. What it changes on the page comes back with the new version."""
    penilaian = fetch_penilaian(request, pk)
    if not is_autosave(request):
        require(access.can_answer(request.peran, penilaian, kode), access.PENGISI, what="Mengisi jawaban ini")
        return redirect(fill_data.question_url(penilaian, kode))
    scored: list[Hasil] = []

    def save() -> int:
        seen = sent_version(request)
        row, hasil = assessment.save_and_score(
            penilaian=penilaian, kode=kode, kolom=request.POST["kolom"], nilai=request.POST.get("nilai", ""),
            versi=seen, by=request.peran,
        )  # fmt: skip
        scored.append(hasil)
        # Where others changed another field meanwhile, the page has not seen that yet: it keeps the version it saw.
        return row.versi if row.versi <= seen + 1 else seen

    return answer(save, extra=lambda: {"bagian": changed_parts(penilaian, kode, scored[0])})


def changed_parts(penilaian: Penilaian, kode: str, hasil: Hasil) -> dict[str, Any]:
    """The parts of the page that a changed answer changes: element id -> HTML."""
    _, ambang = assessment.content_of(penilaian.instrumen)
    target = assessment.target_of(penilaian)
    whole = build(hasil, ambang, versi=penilaian.instrumen.versi, target=target, rinci=False)
    soal = hasil.pertanyaan[kode]
    return {
        "dijawab": not soal.jawaban.is_missing,
        f"nilai-{kode.replace('.', '-')}": render_to_string(
            "evaluation/_soal_hasil.html", {"h": fill_data.outcome(soal, fill_data.chips())}
        ),
        "lke-bilah": _bar(penilaian, whole),
        **{f"pohon-{a.area}": render_to_string("evaluation/_pohon_butir.html", {"a": a}) for a in whole.area},
    }


def _bar(penilaian: Penilaian, hasil: HasilLKE) -> str:
    return render_to_string("evaluation/_bilah_nilai.html", {"hasil": hasil, "penilaian": penilaian})


def jawaban_take_over(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """Answer as in the earlier year; with scripts the question comes back as it now stands."""
    penilaian = fetch_penilaian(request, pk)
    require(access.can_answer(request.peran, penilaian, kode), access.PENGISI, what="Mengisi jawaban ini")
    if request.method == "POST":
        try:
            takeover.take_over(penilaian, kode, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
    if not request.htmx:
        return redirect(fill_data.question_url(penilaian, kode))
    soal, hasil = fill_data.read_question(penilaian, kode)
    return render(request, "evaluation/_soal_baru.html", {"s": soal, "hasil": hasil, "penilaian": penilaian})


# --- a whole area at once, without scripts -------------------------------------------------------------------


def _save_form(request: HttpRequest, penilaian: Penilaian) -> HttpResponse:
    """Every field that differs from what is stored, each saved by itself; what is refused comes back with its sentence."""
    isi = _read(request, penilaian)
    require(isi.boleh, access.PENGISI, what="Mengisi jawaban")
    saved = 0
    for soal in isi.soal():
        if soal.boleh:
            saved += _save_question(request, penilaian, soal)
    if any(soal.galat for soal in isi.soal()):
        return _page(request, penilaian, isi, status=422)
    messages.success(request, f"{saved} isian tersimpan." if saved else "Tidak ada isian yang berubah.")
    return redirect(f"{request.path}?{request.GET.urlencode()}")


def _save_question(request: HttpRequest, penilaian: Penilaian, soal: SoalIsian) -> int:
    """How many fields were stored. The field keeps what the person typed when it was refused."""
    raw = request.POST.get(f"versi-{soal.kode}", "")
    versi = int(raw) if raw.isdecimal() else 0
    saved, soal.versi = 0, versi
    for kolom, nilai in typed(request.POST, soal):
        try:
            assessment.save_jawaban(
                penilaian=penilaian, kode=soal.kode, kolom=kolom, nilai=nilai, versi=versi, by=request.peran
            )
            saved += 1
        except BenturanPerubahan as other:
            soal.galat.append(
                f"{other} Yang tersimpan: “{other.nilai or 'kosong'}”. Simpan lagi untuk memakai isian Anda."
            )
            soal.versi = other.versi
        except Ditolak as refusal:
            soal.galat.append(str(refusal))
        if soal.galat:
            keep_typed(soal, kolom, nilai)
    return saved
