"""What is entered in TPN's evaluation: answers at the desk, surveys, field notes, TPN's letter; and the comparison."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from evaluation import fill_data
from evaluation import tpn_access as access
from evaluation.forms_usulan import SurveiForm
from evaluation.lke.scoring import Hasil
from evaluation.models import EvaluasiTPN, Survei
from evaluation.result_data import build
from evaluation.services import tpn as services
from evaluation.services.assessment import content_of, target_of
from evaluation.services.tpn_scoring import save_field
from evaluation.tpn_data import HalamanMeja, compare, desk_url, read_desk
from evaluation.tpn_forms import CatatanLapanganForm, SuratTPNForm
from evaluation.typed_answers import keep_typed, typed
from evaluation.views.tpn import fetch_evaluasi, tpn_head
from units.access import require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak
from units.evidence import serve
from units.halaman import Halaman
from units.views.common import tell_too_large

S = EvaluasiTPN.Status


def _for_evaluator(request: HttpRequest, pk: int) -> EvaluasiTPN:
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_evaluate(request.peran, evaluasi), access.PENILAI, what="Membuka meja TPN")
    return evaluasi


def _crumbs(evaluasi: EvaluasiTPN) -> tuple[tuple[str, str], ...]:
    unit = evaluasi.unit_usulan.pembangunan.unit
    return ("Evaluasi TPN", reverse("tpn_list")), (unit.nama, reverse("tpn_detail", args=[evaluasi.pk]))


# --- desk ----------------------------------------------------------------------------------------------------------


def tpn_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One area: the package read-only, and TPN's own answers while it evaluates."""
    evaluasi = _for_evaluator(request, pk)
    isi = read_desk(evaluasi, area=request.GET.get("area", ""), peran=request.peran)
    if request.method == "POST":
        return _save_form(request, evaluasi, isi)
    return _desk(request, evaluasi, isi)


def _desk(request: HttpRequest, evaluasi: EvaluasiTPN, isi: HalamanMeja, *, status: int = 200) -> HttpResponse:
    locked = (
        "" if isi.boleh else f"Evaluasi berstatus “{evaluasi.get_status_display()}”; jawaban TPN tidak dapat diisi."
    )
    return render(request, "evaluation/tpn_desk.html", {
        "halaman": tpn_head(request, evaluasi, tab="tpn_desk"), "evaluasi": evaluasi, "isi": isi, "hasil": isi.hasil,
        "alasan_baca": locked,
    }, status=status)  # fmt: skip


def jawaban_tpn_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """One field of one answer; what it changes on the page comes back with the new version."""
    evaluasi = _for_evaluator(request, pk)
    if not is_autosave(request):
        return redirect(desk_url(evaluasi, kode))
    scored: list[Hasil] = []

    def save() -> int:
        seen = sent_version(request)
        row, hasil = save_field(
            evaluasi=evaluasi, kode=kode, kolom=request.POST["kolom"], nilai=request.POST.get("nilai", ""), versi=seen,
            by=request.peran,
        )  # fmt: skip
        scored.append(hasil)
        # Where a colleague changed another field meanwhile, the page has not seen that yet: it keeps the version it saw.
        return row.versi if row.versi <= seen + 1 else seen

    return answer(save, extra=lambda: {"bagian": _changed(evaluasi, kode, scored[0])})


def _changed(evaluasi: EvaluasiTPN, kode: str, hasil: Hasil) -> dict[str, Any]:
    """The parts of the page that a changed answer changes: element id -> HTML."""
    tpi = evaluasi.unit_usulan.penilaian
    _, ambang = content_of(tpi.instrumen)
    whole = build(hasil, ambang, versi=tpi.instrumen.versi, target=target_of(tpi))
    soal = hasil.pertanyaan[kode]
    return {
        "dijawab": not soal.jawaban.is_missing,
        f"nilai-{kode.replace('.', '-')}": render_to_string(
            "evaluation/_soal_hasil.html", {"h": fill_data.outcome(soal, fill_data.chips())}
        ),
        "lke-bilah": render_to_string("evaluation/_tpn_bilah.html", {"hasil": whole}),
        **{f"pohon-{a.area}": render_to_string("evaluation/_pohon_butir.html", {"a": a}) for a in whole.area},
    }


def _save_form(request: HttpRequest, evaluasi: EvaluasiTPN, isi: HalamanMeja) -> HttpResponse:
    """A whole area without scripts: every field that differs from what is stored, each saved by itself."""
    require(isi.boleh, access.PENILAI, what="Mengisi jawaban TPN")
    saved = 0
    for soal in (s.isi for group in isi.kelompok for s in group.soal):
        saved += _save_question(request, evaluasi, soal)
    if any(s.isi.galat for group in isi.kelompok for s in group.soal):
        return _desk(request, evaluasi, isi, status=422)
    messages.success(request, f"{saved} isian tersimpan." if saved else "Tidak ada isian yang berubah.")
    return redirect(f"{request.path}?area={isi.area}")


def _save_question(request: HttpRequest, evaluasi: EvaluasiTPN, soal: fill_data.SoalIsian) -> int:
    """How many fields were stored; a refused one keeps what was typed and says why."""
    raw = request.POST.get(f"versi-{soal.kode}", "")
    versi, saved = int(raw) if raw.isdecimal() else 0, 0
    for kolom, nilai in typed(request.POST, soal):
        try:
            save_field(evaluasi=evaluasi, kode=soal.kode, kolom=kolom, nilai=nilai, versi=versi, by=request.peran)
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


# --- surveys, field, letter ----------------------------------------------------------------------------------------


def tpn_survey(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = _for_evaluator(request, pk)
    here = reverse("tpn_detail", args=[pk])
    form = SurveiForm(request.POST or None, request.FILES or None, cancel_url=here)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("jenis", "indeks", "responden", "tanggal", "pelaksana")}
        try:
            services.record_survei(evaluasi=evaluasi, data=data, upload=form.cleaned_data["berkas"], by=request.peran)
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Survei dicatat; indeksnya menjadi jawaban TPN atas pertanyaan survei.")
            return redirect(here)
    halaman = Halaman("Catat survei eksternal", remah=_crumbs(evaluasi), keterangan="Indeks survei TPN, 0 sampai 4.")
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/tpn_form.html", context, status=422 if form.errors else 200)


def tpn_survey_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of an external survey, for those who see the evaluation."""
    seen = EvaluasiTPN.objects.visible_to(request.peran).values("unit_usulan__pembangunan")
    rows = Survei.objects.filter(sumber=Survei.Sumber.TPN, pembangunan__in=seen, berkas__isnull=False)
    return serve(get_object_or_404(rows.select_related("berkas"), pk=pk).berkas)


def tpn_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes of the field verification; a colleague's newer notes are shown, not overwritten."""
    evaluasi = _for_evaluator(request, pk)
    here = reverse("tpn_detail", args=[pk])
    last = evaluasi.riwayat.filter(kolom=services.CATATAN_LAPANGAN).order_by("-pk").values_list("pk", flat=True).first()
    initial = {"catatan": evaluasi.catatan_lapangan, "versi": last or 0}
    form = CatatanLapanganForm(request.POST or None, initial=initial, cancel_url=here)
    lain = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.save_field_notes(
                evaluasi=evaluasi, catatan=data["catatan"], versi=data["versi"] or 0, by=request.peran
            )
        except BenturanPerubahan as other:
            lain = other
            form.data = form.data.copy()
            form.data["versi"] = str(other.versi)
            form.add_error(None, f"{other} Gabungkan dengan catatan di bawah, lalu simpan lagi.")
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Catatan lapangan tersimpan.")
            return redirect(here)
    halaman = Halaman("Catatan verifikasi lapangan", remah=_crumbs(evaluasi))
    context = {"halaman": halaman, "form": form, "lain": lain}
    return render(request, "evaluation/tpn_form.html", context, status=422 if form.errors else 200)


def tpn_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """TPN's result from its letter, where evaluators do not sign in."""
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_lead(request.peran, evaluasi), access.PEMIMPIN, what="Mencatat surat TPN")
    here = reverse("tpn_detail", args=[pk])
    form = SuratTPNForm(request.POST or None, request.FILES or None, cancel_url=here)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_letter(
                evaluasi=evaluasi, hasil=data["hasil"], nomor=data["nomor"], tanggal_surat=data["tanggal_surat"],
                upload=data["berkas"], nilai_total=data["nilai_total"], alasan=data["alasan"], by=request.peran,
            )  # fmt: skip
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Hasil menurut surat TPN dicatat.")
            return redirect(here)
    halaman = Halaman(
        "Catat surat TPN", remah=_crumbs(evaluasi), keterangan="Bila penilai TPN tidak mengevaluasi di portal ini."
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/tpn_form.html", context, status=422 if form.errors else 200)


def tpn_letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    if evaluasi.berkas_surat is None:
        raise Http404("Surat TPN tidak ada.")
    return serve(evaluasi.berkas_surat)


def tpn_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit, TPI and TPN per area and per question, from frozen results."""
    evaluasi = fetch_evaluasi(request, pk)
    require(
        access.can_compare(request.peran, evaluasi),
        "penilai TPN sampai evaluasi TPN selesai",
        what="Membandingkan hasil",
    )
    only = request.GET.get("beda") == "1"
    banding = compare(evaluasi, hanya_beda=only)
    kolom = ("Unit kerja", "TPI", "TPN")
    return render(request, "evaluation/tpn_compare.html", {
        "halaman": tpn_head(request, evaluasi, tab="tpn_compare"), "evaluasi": evaluasi, "hanya_beda": only,
        "banding": banding, "kolom": kolom, "kartu": list(zip(kolom, banding.hasil, strict=True)),
    })  # fmt: skip
