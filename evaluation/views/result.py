"""The result of an assessment: verdict, rules, tree, charts; the way to the predicate, what-if, comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evaluation import charts
from evaluation.access import area_of
from evaluation.fill_data import question_url
from evaluation.lke.answers import Status as StatusJawaban
from evaluation.lke.answers import read_jawaban
from evaluation.lke.path import find_path
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN, Pertanyaan
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import Penilaian
from evaluation.result_data import HasilLKE, NilaiArea, Soal, answer_words
from evaluation.services import assessment
from evaluation.views.head import crumbs, fetch_penilaian, penilaian_head, title_of
from evaluation.workflow import BEKU
from units.halaman import Halaman

RIWAYAT_TAMPIL = 30


def penilaian_detail(request: HttpRequest, pk: int) -> HttpResponse:
    penilaian = fetch_penilaian(request, pk)
    hasil = assessment.result_of(penilaian)
    before = _behind(request, penilaian)
    lain = assessment.result_of(before, rinci=False).area if before else ()
    riwayat = penilaian.riwayat.exclude(kolom=BEKU).select_related("oleh", "peran")
    return render(request, "evaluation/penilaian_detail.html", {
        "halaman": penilaian_head(request, penilaian, tab="penilaian_detail", others=before is not None),
        "penilaian": penilaian, "hasil": hasil, "predikat": hasil.of_target(), "sebelum": before,
        "radar": charts.radar(hasil.area, lain), "batang": charts.bars(hasil.area, lain), "area_list": beside(hasil.area, lain),
        "dikembalikan": _returned_because(penilaian), "riwayat": riwayat[:RIWAYAT_TAMPIL],
    })  # fmt: skip


def _returned_because(penilaian: Penilaian) -> object | None:
    """The last step, when it sent the assessment back."""
    if penilaian.status != Penilaian.Status.DRAF:
        return None
    last = penilaian.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    return last if last and last.alasan else None


def beside(area: tuple[NilaiArea, ...], lain: tuple[NilaiArea, ...]) -> list[tuple[NilaiArea, NilaiArea | None]]:
    other = {item.area: item for item in lain}
    return [(item, other.get(item.area)) for item in area]


def _behind(request: HttpRequest, penilaian: Penilaian) -> Penilaian | None:
    """What a result is read against: a self-assessment against the one before it, TPI's and TPN's against the unit's own
    of the year; the latest other one where that is missing."""
    own = Q(jenis=Penilaian.Jenis.MANDIRI)
    if penilaian.jenis != Penilaian.Jenis.MANDIRI:
        own &= Q(pembangunan=penilaian.pembangunan)
    rank = Case(When(own, then=0), default=1)
    return _others(request, penilaian).order_by(rank, *Penilaian._meta.ordering).first()


def _others(request: HttpRequest, penilaian: Penilaian):
    """Other assessments of the same unit, the latest year first; a draft has no place beside a signed result."""
    rows = (
        Penilaian.objects.visible_to(request.peran)
        .filter(pembangunan__unit=penilaian.pembangunan.unit)
        .exclude(pk=penilaian.pk)
    )
    return rows.exclude(diajukan_at=None).select_related("pembangunan__periode", "pembangunan__unit", "instrumen")


# --- the way to the predicate --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LangkahTampil:
    kode: str
    teks: str
    kini: str
    menjadi: str
    poin: Fraction
    ada_bukti: bool
    url: str


def penilaian_path(request: HttpRequest, pk: int) -> HttpResponse:
    """The smallest set of better answers that meets every minimum."""
    penilaian = fetch_penilaian(request, pk)
    _, ambang = assessment.content_of(penilaian.instrumen)
    chosen = request.GET.get("predikat", assessment.target_of(penilaian))
    chosen = chosen if chosen in ambang.predikat else next(iter(ambang.predikat))
    hasil = assessment.score_penilaian(penilaian)
    berbukti = set(penilaian.jawaban.filter(bukti__isnull=False).values_list("kode", flat=True))
    jalur = find_path(ambang, chosen, hasil, berbukti=berbukti)
    steps = [
        LangkahTampil(
            item.kode, item.pertanyaan.pertanyaan.teks, answer_words(item.pertanyaan.pertanyaan, item.pertanyaan.jawaban.isi),
            _words(item.pertanyaan.pertanyaan, item.perbaikan.jawaban), item.poin, item.ada_bukti, question_url(penilaian, item.kode),
        )
        for item in jalur.langkah
    ]  # fmt: skip
    here = reverse("penilaian_path", args=[pk])
    return render(request, "evaluation/penilaian_path.html", {
        "halaman": penilaian_head(request, penilaian, tab="penilaian_path"), "penilaian": penilaian, "jalur": jalur,
        "langkah_list": steps, "nilai": hasil.nilai, "menjadi": hasil.nilai + jalur.poin,
        "predikat": chosen, "pilihan": [(kode, f"{here}?predikat={kode}") for kode in ambang.predikat],
        "coba": {item.kode: item.perbaikan.jawaban for item in jalur.langkah},
    })  # fmt: skip


def _words(pertanyaan: Pertanyaan, jawaban: Any) -> str:
    return answer_words(pertanyaan, read_jawaban(pertanyaan, jawaban).isi)


# --- what if -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SoalCoba:
    kode: str
    teks: str
    jenis: str
    pilihan: tuple[tuple[str, str, bool], ...]
    isian: tuple[tuple[str, str, str], ...]
    indeks: str
    kini: str
    berubah: bool


def penilaian_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Other answers than the stored ones, scored and shown; nothing is saved."""
    penilaian = fetch_penilaian(request, pk)
    isi, _ = assessment.content_of(penilaian.instrumen)
    stored = assessment.answers_of(penilaian)
    tried = _tried(request.POST, isi.pertanyaan, stored) if request.method == "POST" else dict(stored)
    now = assessment.result_of(penilaian, answers=stored, rinci=False)
    then = assessment.result_of(penilaian, answers=tried, rinci=False)
    problems = [t for t in assessment.score_penilaian(penilaian, answers=tried).temuan if t.is_galat]
    changed = [kode for kode in isi.pertanyaan if tried.get(kode) != stored.get(kode)]
    groups = [
        (
            item,
            [_try_question(isi.pertanyaan[kode], stored.get(kode), tried.get(kode)) for kode in _codes(isi, item.area)],
        )
        for item in now.area
    ]
    return render(request, "evaluation/penilaian_try.html", {
        "halaman": penilaian_head(request, penilaian, tab="penilaian_try"), "penilaian": penilaian, "kini": now, "nanti": then,
        "kelompok": groups, "berubah": changed, "masalah": problems, "area_list": beside(then.area, now.area),
        "predikat": list(zip(now.predikat, then.predikat, strict=True)),
    })  # fmt: skip


def _codes(isi: IsiInstrumen, area: str) -> list[str]:
    return [kode for kode in isi.pertanyaan if area_of(kode) == area]


def _tried(data: Mapping[str, str], pertanyaan: Mapping[str, Pertanyaan], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the form over the stored ones; an emptied field is an unanswered question."""
    tried = dict(stored)
    for kode, item in pertanyaan.items():
        value = _sent(data, item)
        if value is None:
            continue
        if value in ("", {}):
            tried.pop(kode, None)
        elif _same(item, stored.get(kode), value):
            continue
        else:
            tried[kode] = value
    return tried


def _sent(data: Mapping[str, str], item: Pertanyaan) -> Any:
    """None when the form did not carry this question."""
    if item.jenis == JENIS_PERSEN:
        sent = {
            name: data[f"isian-{item.kode}-{name}"].strip()
            for name in item.isian
            if f"isian-{item.kode}-{name}" in data
        }
        return {name: value for name, value in sent.items() if value} if sent else None
    return data[f"nilai-{item.kode}"].strip() if f"nilai-{item.kode}" in data else None


def _same(item: Pertanyaan, stored: Any, sent: Any) -> bool:
    return read_jawaban(item, stored).isi == read_jawaban(item, sent).isi


def _try_question(item: Pertanyaan, stored: Any, tried: Any) -> SoalCoba:
    counts = tried if isinstance(tried, Mapping) else {}
    chosen = str(tried).strip().casefold() if isinstance(tried, str) else ""
    return SoalCoba(
        item.kode, item.teks, item.jenis,
        tuple((h, answer_words(item, h) + (f": {item.rubrik[h]}" if h in item.rubrik else ""), h == chosen) for h in item.skala),
        tuple((name, label, str(counts.get(name, ""))) for name, label in item.isian.items()),
        str(tried).replace(".", ",") if item.jenis == JENIS_INDEKS and tried is not None else "",
        _words(item, stored), not _same(item, stored, tried),
    )  # fmt: skip


# --- two assessments beside each other -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisBanding:
    kode: str
    teks: str
    kiri: str
    kanan: str
    selisih: Fraction


def penilaian_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This assessment beside another one of the unit; questions are matched by code within the same instrument."""
    penilaian = fetch_penilaian(request, pk)
    others = list(_others(request, penilaian))
    wanted = request.GET.get("dengan", "")
    other = next((p for p in others if str(p.pk) == wanted), None) or _behind(request, penilaian)
    halaman = Halaman(
        judul=f"Bandingkan {title_of(penilaian).lower()}",
        remah=crumbs(request, penilaian),
        keterangan=penilaian.pembangunan.unit.nama,
    )
    if other is None:
        return render(request, "evaluation/penilaian_compare.html", {"halaman": halaman, "penilaian": penilaian})
    here, there = assessment.result_of(penilaian), assessment.result_of(other)
    return render(request, "evaluation/penilaian_compare.html", {
        "halaman": halaman, "penilaian": penilaian, "lain": other, "lain_list": others, "hasil": here, "hasil_lain": there,
        "nama": title_of(penilaian), "nama_lain": title_of(other),
        "area_list": beside(here.area, there.area), "radar": charts.radar(here.area, there.area),
        "batang": charts.bars(here.area, there.area), "baris": differences(here, there), "sama_instrumen": here.kode == there.kode,
    })  # fmt: skip


def differences(here: HasilLKE, there: HasilLKE) -> list[BarisBanding]:
    """Questions whose answers differ, the greatest change of points first; none between different instruments."""
    if here.kode != there.kode:
        return []
    known = there.soal()
    rows = [
        BarisBanding(kode, item.teks, _said(item), _said(known[kode]), item.nilai - known[kode].nilai)
        for kode, item in here.soal().items()
        if kode in known and _said(item) != _said(known[kode])
    ]
    return sorted(rows, key=lambda row: (-abs(row.selisih), row.kode))


def _said(item: Soal) -> str:
    """The answer in words; what TPI found not to apply says so."""
    return "tidak berlaku" if item.status == StatusJawaban.TIDAK_BERLAKU else item.jawaban
