"""LHE: the result, its number and date, the signatures, and the step that makes it final."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from evaluation import charts
from evaluation import pleno_access as access
from evaluation.digest import digest_of
from evaluation.final_checks import check_final, check_signable
from evaluation.final_workflow import WORKFLOW
from evaluation.forms_pleno import LHEForm, TandaTanganForm
from evaluation.lhe_data import read_lhe
from evaluation.models import EvaluasiTPI, HasilEvaluasi
from evaluation.services import final
from evaluation.tpi_access import PENILAI
from evaluation.views.tpi_head import crumbs, evaluasi_head, fetch_evaluasi
from units.access import has_role, require
from units.errors import BenturanPerubahan, Ditolak
from units.findings import has_galat
from units.halaman import Halaman
from units.transitions import SyaratBelumTerpenuhi
from units.views.accounts import password_refusal
from units.views.common import ask

F = EvaluasiTPI.Fase
WHO_READS = "TPI, sampai hasilnya ditetapkan"


def _evaluasi(request: HttpRequest, pk: int) -> EvaluasiTPI:
    """Before the last step the result is TPI's own work."""
    evaluasi = fetch_evaluasi(request, pk)
    if evaluasi.status != F.FINAL:
        require(has_role(request.peran, *PENILAI), WHO_READS, what="Membuka LHE")
    return evaluasi


def lhe_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores, thresholds, requirements, conclusion, recommendations; a preview until the result is final."""
    evaluasi = _evaluasi(request, pk)
    lhe = read_lhe(evaluasi, today=timezone.localdate())
    context = {
        "halaman": evaluasi_head(request, evaluasi, tab="lhe_detail"), "evaluasi": evaluasi, "lhe": lhe,
        "row": HasilEvaluasi.objects.filter(evaluasi=evaluasi).first(),
        "hari_ini": timezone.localdate(),
    }  # fmt: skip
    if lhe:
        context |= {
            "radar": charts.radar(lhe.hasil.area, lhe.mandiri.area),
            "batang": charts.bars(lhe.hasil.area, lhe.mandiri.area),
        }
    return render(request, "evaluation/lhe_detail.html", context)


def lhe_edit(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = _evaluasi(request, pk)
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Mengisi LHE")
    row = HasilEvaluasi.objects.filter(evaluasi=evaluasi).first()
    initial = {"tanggal": timezone.localdate(), "versi": 0}
    if row:
        initial = {"nomor": row.nomor, "tanggal": row.tanggal, "catatan": row.catatan, "versi": row.versi}
    batal = reverse("lhe_detail", args=[pk])
    form = LHEForm(request.POST if request.method == "POST" else None, initial=initial, cancel_url=batal)
    if form.is_valid():
        data = form.cleaned_data
        try:
            final.change_lhe(
                evaluasi=evaluasi, nomor=data["nomor"], tanggal_lhe=data["tanggal"], catatan=data["catatan"],
                versi=form.seen, by=request.peran,
            )  # fmt: skip
        except BenturanPerubahan as other:
            form.tell_conflict(other)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "LHE tersimpan.")
            return redirect(batal)
    halaman = Halaman(
        judul="Nomor dan catatan LHE",
        remah=(*crumbs(evaluasi), ("LHE", batal)),
        keterangan=access.phase_refusal(evaluasi, access.MEMUTUS)
        or "Perubahan sesudah ditandatangani menggugurkan tanda tangan.",
    )
    status = 422 if form.errors else 200
    return render(request, "evaluation/formulir.html", {"halaman": halaman, "form": form}, status=status)


# --- signatures ----------------------------------------------------------------------------------------------


@sensitive_post_parameters("kata_sandi")
def lhe_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """What is signed, its digest, who has signed, what is missing; the password signs."""
    evaluasi = _evaluasi(request, pk)
    require(access.can_sign(request.peran, evaluasi), access.PENANDA_TANGAN, what="Menandatangani LHE")
    sidik = digest_of(evaluasi)
    batal = reverse("lhe_detail", args=[pk])
    form = TandaTanganForm(
        request.POST if request.method == "POST" else None, initial={"sidik": sidik}, cancel_url=batal
    )
    if form.is_valid() and (refusal := password_refusal(request, form.cleaned_data["kata_sandi"])):
        form.add_error("kata_sandi", refusal)
    elif form.is_valid():
        try:
            final.sign(evaluasi=evaluasi, by=request.peran, sidik=form.cleaned_data["sidik"])
        except SyaratBelumTerpenuhi:
            form.add_error(None, "LHE belum dapat ditandatangani; lengkapi yang ditandai galat.")
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            form.data["sidik"] = sidik
        else:
            messages.success(request, "LHE ditandatangani.")
            return redirect("lhe_sign", pk=pk)
    return _sign_page(request, evaluasi, form, sidik)


def _sign_page(request: HttpRequest, evaluasi: EvaluasiTPI, form: TandaTanganForm, sidik: str) -> HttpResponse:
    row = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").filter(evaluasi=evaluasi).first()
    findings = check_signable(evaluasi) if evaluasi.status == F.PLENO else []
    mine = final.SLOT[request.peran.jenis][0]
    signed = bool(row and getattr(row, f"{mine}_id"))
    halaman = Halaman(
        judul=f"Tanda tangan LHE {evaluasi.pembangunan.unit}",
        remah=(*crumbs(evaluasi), ("LHE", reverse("lhe_detail", args=[evaluasi.pk]))),
        keterangan=access.phase_refusal(evaluasi, access.MEMUTUS),
    )
    return render(request, "evaluation/lhe_sign.html", {
        "halaman": halaman, "evaluasi": evaluasi, "row": row, "form": form, "sidik": sidik, "temuan": findings,
        "boleh": evaluasi.status == F.PLENO and not signed and not has_galat(findings), "sudah": signed,
        "milik_saya": bool(row and getattr(row, f"{mine}_id") == request.peran.pk),
        "lengkap": bool(row and row.ketua_id and row.sekretaris_id), "lhe": read_lhe(evaluasi, today=timezone.localdate()),
        "kursi": [(label, getattr(row, slot, None), getattr(row, f"{slot}_at", None)) for slot, label in final.SLOT.values()],
    }, status=422 if form.errors else 200)  # fmt: skip


def lhe_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own signature back, with the reason."""
    evaluasi = _evaluasi(request, pk)
    require(access.can_sign(request.peran, evaluasi), access.PENANDA_TANGAN, what="Menarik tanda tangan")
    back, galat, alasan = reverse("lhe_sign", args=[pk]), "", request.POST.get("alasan", "")
    if request.method == "POST":
        try:
            final.withdraw_signature(evaluasi=evaluasi, alasan=alasan, by=request.peran)
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            messages.success(request, "Tanda tangan ditarik kembali; Ketua dan Sekretaris menandatangani lagi.")
            return redirect(back)
    return ask(
        request,
        status=422 if galat else 200,
        halaman=Halaman(judul="Tarik tanda tangan", remah=(*crumbs(evaluasi), ("Tanda tangan LHE", back))),
        judul="Tarik tanda tangan?",
        akibat="Tanda tangan Ketua dan Sekretaris gugur, dan LHE ditandatangani sekali lagi.",
        tombol="Tarik",
        batal_url=back,
        alasan="wajib",
        alasan_nilai=alasan,
        galat=galat,
    )


# --- the last step -------------------------------------------------------------------------------------------


def tpi_finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands against it first, then the act."""
    evaluasi = _evaluasi(request, pk)
    step = WORKFLOW.get("finalise")
    require(step.can(request.peran, evaluasi), step.who, what=f"“{step.label}”")
    if request.method == "POST":
        try:
            final.finalise(evaluasi=evaluasi, by=request.peran)
        except SyaratBelumTerpenuhi:
            return _ask_final(request, evaluasi, status=422)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("lhe_detail", pk=pk)
        messages.success(request, "Hasil evaluasi TPI ditetapkan; unit kerja dan pimpinan diberi tahu.")
        return redirect("lhe_detail", pk=pk)
    return _ask_final(request, evaluasi)


def _ask_final(request: HttpRequest, evaluasi: EvaluasiTPI, *, status: int = 200) -> HttpResponse:
    step, passed = WORKFLOW.get("finalise"), evaluasi.status != F.PLENO
    findings = [] if passed else check_final(evaluasi)
    back = reverse("lhe_sign", args=[evaluasi.pk])
    halaman = Halaman(
        judul=f"{step.label}: {evaluasi.pembangunan.unit}", remah=(*crumbs(evaluasi), ("Tanda tangan LHE", back))
    )
    return render(request, "evaluation/tpi_finalise.html", {
        "halaman": halaman, "evaluasi": evaluasi, "temuan": findings, "terhalang": has_galat(findings), "sudah_lewat": passed,
        "judul": f"{step.label}?", "akibat": step.confirm, "tombol": step.label, "batal_url": back,
    }, status=status)  # fmt: skip
