"""The assessor's desk: every field saves itself, a plain form does the same, and answers are handed in one by one or by
area.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation import tpi_desk_data as desk
from evaluation.access import area_of
from evaluation.models import EvaluasiTPI
from evaluation.services import tpi_scoring
from evaluation.tpi_queue import ANTREAN, score_url
from evaluation.tpi_workflow import window_refusal
from evaluation.views.tpi_head import evaluasi_head, fetch_evaluasi
from units.access import has_role, require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, Ditolak

PEMBACA = "Ketua, Sekretaris, dan Anggota TPI"
Act = Callable[[EvaluasiTPI], object]


def _fetch(request: HttpRequest, pk: int) -> EvaluasiTPI:
    evaluasi = fetch_evaluasi(request, pk)
    require(has_role(request.peran, *access.PENILAI), PEMBACA, what="Membuka lembar penilaian")
    return evaluasi


def _is_open(evaluasi: EvaluasiTPI) -> bool:
    return not window_refusal(evaluasi, timezone.localdate())


def tpi_score(request: HttpRequest, pk: int) -> HttpResponse:
    """One area, or the queue of what waits for this assessor."""
    evaluasi = _fetch(request, pk)
    return _page(request, evaluasi, area=request.GET.get("area", ""))


def _page(
    request: HttpRequest,
    evaluasi: EvaluasiTPI,
    *,
    area: str,
    kode: str = "",
    galat: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with `galat` the question `kode` keeps what was typed and says what was refused."""
    isi = desk.read_page(evaluasi, request.peran, area=area, terbuka=_is_open(evaluasi))
    for soal in isi.soal():
        if soal.kode == kode and galat:
            _keep_typed(soal, request, galat)
    context = {
        "halaman": evaluasi_head(request, evaluasi, tab="tpi_score"), "evaluasi": evaluasi, "isi": isi,
        "alasan_baca": _why_read_only(request, evaluasi, isi), "ANTREAN": ANTREAN, "SEMUA": desk.SEMUA,
    }  # fmt: skip
    return render(request, "evaluation/tpi_score.html", context, status=status)


def _why_read_only(request: HttpRequest, evaluasi: EvaluasiTPI, isi: desk.HalamanNilai) -> str:
    if not access.allows(evaluasi, access.MENILAI):
        return f"Fase {evaluasi.get_status_display()}: nilai penilai tidak dapat diubah."
    if access.is_own_unit(request.peran, evaluasi):
        return "Anda pegawai unit ini; tidak seorang pun menilai unitnya sendiri."
    if isi.tugas is None:
        return "Anda tidak ditugasi pada evaluasi ini. Penilai ditugaskan Ketua atau Sekretaris TPI."
    return window_refusal(evaluasi, timezone.localdate())


# --- one field as one goes ---------------------------------------------------------------------------------------


def _seen(request: HttpRequest) -> list[int] | None:
    """Pks of the evidence versions that the page showed; None when the request does not say."""
    raw = request.GET.get("bukti")
    return None if raw is None else [int(part) for part in raw.split(",") if part.isdecimal()]


def jawaban_penilai_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """One field by script, with what it changes on the page; without scripts all fields of the question."""
    evaluasi = _fetch(request, pk)
    if request.method != "POST":
        return redirect(score_url(evaluasi, area_of(kode), kode))
    if not is_autosave(request):
        return _after_form(request, evaluasi, kode, _save_form(request, evaluasi, kode), "Nilai tersimpan.")
    kolom = request.POST["kolom"]

    def save() -> int:
        seen = sent_version(request)
        row = tpi_scoring.save_field(
            evaluasi=evaluasi, kode=kode, kolom=kolom, nilai=request.POST.get("nilai", ""), versi=seen,
            by=request.peran, dilihat=_seen(request),
        )  # fmt: skip
        # Where another window changed another field, this page has not seen that yet: it keeps the version it saw.
        return row.versi if row.versi <= seen + 1 else seen

    return answer(save, extra=lambda: {"bagian": _changed_parts(request, evaluasi, kode, kolom)})


def _changed_parts(request: HttpRequest, evaluasi: EvaluasiTPI, kode: str, kolom: str) -> dict[str, Any]:
    """The parts of the page that a saved field changes: element id -> HTML. Words change nothing else."""
    if kolom in tpi_scoring.TEKS or kolom.startswith(tpi_scoring.BUKTI):
        return {}
    meja = desk.read_desk(evaluasi, request.peran, terbuka=True)
    soal = desk.draw_own(meja, kode)
    j, context = soal.jangkar, {"s": soal, "evaluasi": evaluasi}
    parts = {
        "dijawab": soal.dijawab,
        f"nilai-{j}": render_to_string("evaluation/_soal_hasil.html", {"h": soal.hasil}),
        f"serah-{j}": render_to_string("evaluation/_tpi_serah.html", context, request=request),
        "lke-bilah": render_to_string("evaluation/_tpi_bilah.html", {"r": desk.summary(meja)}),
        **{f"pohon-{a.area}": render_to_string("evaluation/_pohon_butir.html", {"a": a}) for a in meja.pohon},
    }
    if kolom == tpi_scoring.TIDAK_BERLAKU:  # an answer and "does not apply" exclude each other
        parts[f"jawab-{j}"] = render_to_string("evaluation/_tpi_jawab.html", context)
    else:
        parts[f"na-{j}"] = render_to_string("evaluation/_tpi_na.html", context)
    return parts


# --- the form of one question ------------------------------------------------------------------------------------


def _save_form(request: HttpRequest, evaluasi: EvaluasiTPI, kode: str) -> list[str]:
    """Every field that was sent, each saved by itself. Returns what was refused, in sentences."""
    versi, refused = sent_version(request), []
    for kolom, nilai in _typed(request, kode):
        try:
            tpi_scoring.save_field(
                evaluasi=evaluasi, kode=kode, kolom=kolom, nilai=nilai, versi=versi, by=request.peran,
                dilihat=_seen(request),
            )  # fmt: skip
        except BenturanPerubahan as other:
            refused.append(
                f"{other} Yang tersimpan: “{other.nilai or 'kosong'}”. Simpan lagi untuk memakai isian Anda."
            )
        except Ditolak as refusal:
            refused.append(str(refusal))
    return refused


def _typed(request: HttpRequest, kode: str) -> list[tuple[str, Any]]:
    """(field, value) of the form. A reason why the question does not apply stands in place of the answer."""
    data = request.POST
    found: list[tuple[str, Any]] = [(name, data[name]) for name in tpi_scoring.TEKS if name in data]
    found += [(name, value) for name, value in data.items() if name.startswith(tpi_scoring.BUKTI)]
    reason = data.get(tpi_scoring.TIDAK_BERLAKU, "").strip()
    if reason:
        return [*found, (tpi_scoring.TIDAK_BERLAKU, reason)]
    if tpi_scoring.TIDAK_BERLAKU in data:
        found.append((tpi_scoring.TIDAK_BERLAKU, ""))
    prefix = f"isian-{kode}-"
    counts = {name.removeprefix(prefix): v.strip() for name, v in data.items() if name.startswith(prefix)}
    if counts:
        found.append(("nilai", {name: value for name, value in counts.items() if value}))
    elif f"nilai-{kode}" in data:
        found.append(("nilai", data[f"nilai-{kode}"].strip()))
    return found


def _keep_typed(soal: desk.SoalPenilai, request: HttpRequest, galat: list[str]) -> None:
    """What the person typed stays on the page beside the refusal."""
    typed = dict(_typed(request, soal.kode))
    soal.galat = list(galat)
    soal.catatan = typed.get("catatan", soal.catatan)
    soal.rekomendasi = typed.get("rekomendasi", soal.rekomendasi)
    soal.tak_berlaku = typed.get(tpi_scoring.TIDAK_BERLAKU, soal.tak_berlaku)
    nilai = typed.get("nilai")
    if soal.is_indeks and isinstance(nilai, str):
        soal.indeks = nilai
    elif soal.is_persen and isinstance(nilai, dict):
        soal.isian = [desk.retyped(item, nilai) for item in soal.isian]
    elif isinstance(nilai, str):
        soal.pilihan = [desk.rechosen(item, nilai) for item in soal.pilihan]


def _after_form(request: HttpRequest, evaluasi: EvaluasiTPI, kode: str, refused: list[str], said: str) -> HttpResponse:
    """The question as it now stands for scripts; else the page with what was refused, or the way back."""
    area = request.GET.get("area") or area_of(kode)
    if request.htmx:
        meja = desk.read_desk(evaluasi, request.peran, terbuka=_is_open(evaluasi))
        soal = desk.draw(meja, [kode])[kode]
        if refused:
            _keep_typed(soal, request, refused)
        context = {"s": soal, "evaluasi": evaluasi, "r": desk.summary(meja), "pohon": meja.pohon}
        return render(request, "evaluation/_tpi_soal_baru.html", context, status=422 if refused else 200)
    if refused:
        return _page(request, evaluasi, area=area, kode=kode, galat=refused, status=422)
    messages.success(request, said)
    return redirect(score_url(evaluasi, area, kode))


def _act(request: HttpRequest, pk: int, kode: str, act: Act, said: str, *, form: bool = False) -> HttpResponse:
    """Save what the form carries when asked to, then act; refusals are said at the question."""
    evaluasi = _fetch(request, pk)
    if request.method != "POST":
        return redirect(score_url(evaluasi, area_of(kode), kode))
    refused = _save_form(request, evaluasi, kode) if form else []
    if not refused:
        try:
            act(evaluasi)
        except Ditolak as refusal:
            refused = [str(refusal)]
    return _after_form(request, evaluasi, kode, refused, said)


def jawaban_penilai_hand_in(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    def act(evaluasi: EvaluasiTPI) -> object:
        return tpi_scoring.hand_in(evaluasi=evaluasi, kode=kode, by=request.peran)

    return _act(request, pk, kode, act, f"Nilai {kode} diserahkan.", form=True)


def jawaban_penilai_take_back(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    def act(evaluasi: EvaluasiTPI) -> object:
        return tpi_scoring.take_back(evaluasi=evaluasi, kode=kode, by=request.peran)

    return _act(request, pk, kode, act, f"Nilai {kode} ditarik kembali dan dapat diubah.")


def jawaban_penilai_keep(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    def act(evaluasi: EvaluasiTPI) -> object:
        return tpi_scoring.keep_score(evaluasi=evaluasi, kode=kode, dilihat=_seen(request), by=request.peran)

    return _act(request, pk, kode, act, f"Bukti baru {kode} ditinjau; nilai tetap.")


def tpi_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in every ready answer of one area, or of all areas given."""
    evaluasi = _fetch(request, pk)
    area = request.POST.get("area", "")
    if request.method != "POST":
        return redirect(score_url(evaluasi))
    codes = access.scorable_codes(request.peran, evaluasi)
    require(bool(codes), access.YANG_DITUGASI, what="Menyerahkan nilai")
    chosen = {kode for kode in codes if area in ("", ANTREAN, desk.SEMUA) or area_of(kode) == area}
    try:
        done, left = tpi_scoring.hand_in_all(evaluasi=evaluasi, codes=chosen, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect(score_url(evaluasi, area))
    more = f" {left} belum dapat diserahkan karena belum lengkap atau perlu ditinjau." if left else ""
    messages.success(request, f"{done} nilai diserahkan.{more}")
    return redirect(score_url(evaluasi, area))
