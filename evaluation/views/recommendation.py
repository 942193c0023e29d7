"""Recommendations: in the plenary, on the list of all, and one with its follow-up."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.filters_pleno import RekomendasiFilter
from evaluation.forms_pleno import RekomendasiForm, TindakLanjutForm
from evaluation.models import EvaluasiTPI, Rekomendasi, TindakLanjut
from evaluation.recommendation_workflow import PENINDAK, WORKFLOW
from evaluation.services import recommendation
from evaluation.services.assessment import content_of
from evaluation.tables_pleno import NADA_REKOMENDASI, RekomendasiTable
from evaluation.tpi_access import PENILAI
from evaluation.views.evidence import TOO_LARGE
from evaluation.views.tpi_head import crumbs, evaluasi_head, fetch_evaluasi
from units import evidence
from units.access import has_role, require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak
from units.halaman import Halaman, Tombol
from units.models import DataDukung, PembangunanZI
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.views.common import ask, paged, render_list

J, S, F = JenisPeran, Rekomendasi.Status, EvaluasiTPI.Fase
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Tim Pembangunan ZI, Kepala Unit Kerja, Inspektorat, Kepala Daerah, dan Administrator Instansi"
SELESAI = {"accept": "Tindak lanjut diterima; rekomendasi selesai.", "send_back": "Tindak lanjut dikembalikan."}
BANYAK = 60  # pieces of evidence offered to tick


def rekomendasi_list(request: HttpRequest) -> HttpResponse:
    """Of all years: what was recommended stays until it is done. Those with the nearest date first."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka rekomendasi")
    rows = (
        Rekomendasi.objects.visible_to(request.peran)
        .filter(evaluasi__status=F.FINAL)
        .select_related("unit", "evaluasi__pembangunan__periode")
    )
    chosen = RekomendasiFilter(request.GET, queryset=rows, request=request, peran=request.peran)
    table = RekomendasiTable(chosen.qs, exclude=("unit",) if request.peran.jenis in UNIT_ROLES else ())
    halaman = Halaman(
        judul="Rekomendasi TPI",
        keterangan="Yang harus diperbaiki menurut hasil evaluasi, dengan penanggung jawab, tenggat, dan tindak lanjutnya.",
    )
    context = {"halaman": halaman, "table": paged(request, table), "filter": chosen}
    return render_list(request, "evaluation/rekomendasi_list.html", context)


# --- in the plenary ------------------------------------------------------------------------------------------


def tpi_rekomendasi(request: HttpRequest, pk: int) -> HttpResponse:
    """The recommendations of one evaluation; in the plenary they are worded here."""
    evaluasi = fetch_evaluasi(request, pk)
    if evaluasi.status != F.FINAL:
        require(has_role(request.peran, *PENILAI), "TPI, sampai hasilnya ditetapkan", what="Membuka rekomendasi")
    boleh = access.allows(evaluasi, access.MEMUTUS) and access.can_decide(request.peran, evaluasi)
    return render(request, "evaluation/tpi_rekomendasi.html", {
        "halaman": evaluasi_head(request, evaluasi, tab="tpi_rekomendasi"), "evaluasi": evaluasi, "boleh": boleh,
        "rekomendasi_list": evaluasi.rekomendasi.order_by("kode", "pk"), "dibawa": recommendation.carried_into(evaluasi),
        "menunggu": recommendation.without_record(evaluasi).count() if boleh else 0,
    })  # fmt: skip


def rekomendasi_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Menyusun rekomendasi")
    if request.method == "POST":
        try:
            made = recommendation.prepare_recommendations(evaluasi=evaluasi, by=request.peran)
            messages.success(request, f"{made} rekomendasi disusun. Periksa penanggung jawab dan tenggatnya.")
        except Ditolak as refusal:
            messages.error(request, str(refusal))
    return redirect("tpi_rekomendasi", pk=pk)


def rekomendasi_add(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Menambah rekomendasi")
    unit = evaluasi.pembangunan.unit
    due = timezone.localdate() + timedelta(days=recommendation.TENGGAT_HARI)
    form = _form(request, evaluasi, {"penanggung_jawab": unit.jabatan_kepala, "tenggat": due})
    if form.is_valid():
        try:
            recommendation.add_recommendation(evaluasi=evaluasi, data=form.values(), by=request.peran)
            return redirect("tpi_rekomendasi", pk=pk)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, evaluasi, form, "Tambah rekomendasi")


def rekomendasi_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _fetch(request, pk)
    require(access.can_edit_rekomendasi(request.peran, row), access.PEMIMPIN_PLENO, what="Mengubah rekomendasi")
    initial = {name: getattr(row, name) for name in ("kode", "uraian", "penanggung_jawab", "tenggat", "versi")}
    form = _form(request, row.evaluasi, initial)
    if form.is_valid():
        try:
            recommendation.change_recommendation(rekomendasi=row, data=form.values(), versi=form.seen, by=request.peran)
            return redirect("tpi_rekomendasi", pk=row.evaluasi_id)
        except BenturanPerubahan as other:
            form.tell_conflict(other)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, row.evaluasi, form, "Ubah rekomendasi")


def _form(request: HttpRequest, evaluasi: EvaluasiTPI, initial: dict) -> RekomendasiForm:
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    batal = reverse("tpi_rekomendasi", args=[evaluasi.pk])
    data = request.POST if request.method == "POST" else None
    return RekomendasiForm(data, initial=initial, pertanyaan=questions, cancel_url=batal)


def _form_page(request: HttpRequest, evaluasi: EvaluasiTPI, form: RekomendasiForm, judul: str) -> HttpResponse:
    halaman = Halaman(
        judul=judul,
        remah=(*crumbs(evaluasi), ("Rekomendasi", reverse("tpi_rekomendasi", args=[evaluasi.pk]))),
        keterangan=access.phase_refusal(evaluasi, access.MEMUTUS),
    )
    status = 422 if form.errors else 200
    return render(request, "evaluation/formulir.html", {"halaman": halaman, "form": form}, status=status)


def rekomendasi_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _fetch(request, pk)
    require(access.can_edit_rekomendasi(request.peran, row), access.PEMIMPIN_PLENO, what="Menghapus rekomendasi")
    back, galat, alasan = reverse("tpi_rekomendasi", args=[row.evaluasi_id]), "", request.POST.get("alasan", "")
    if request.method == "POST":
        try:
            recommendation.remove_recommendation(rekomendasi=row, alasan=alasan, by=request.peran)
            return redirect(back)
        except Ditolak as refusal:
            galat = str(refusal)
    return ask(
        request,
        status=422 if galat else 200,
        halaman=Halaman(judul="Hapus rekomendasi", remah=(*crumbs(row.evaluasi), ("Rekomendasi", back))),
        judul="Hapus rekomendasi?",
        akibat=row.uraian,
        tombol="Hapus",
        batal_url=back,
        alasan="wajib",
        alasan_nilai=alasan,
        galat=galat,
        bahaya=True,
    )


# --- one recommendation --------------------------------------------------------------------------------------


def _fetch(request: HttpRequest, pk: int) -> Rekomendasi:
    rows = Rekomendasi.objects.visible_to(request.peran).select_related(
        "unit__instansi",
        "evaluasi__pembangunan__unit__instansi",
        "evaluasi__pembangunan__periode",
        "evaluasi__instrumen",
    )
    return get_object_or_404(rows, pk=pk)


def rekomendasi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be mended, what was done about it, TPI's verdicts; the unit writes its follow-up here."""
    row = _fetch(request, pk)
    boleh = row.status == S.TERBUKA and row.evaluasi.status == F.FINAL and access.can_follow_up(request.peran, row)
    form = TindakLanjutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(access.can_follow_up(request.peran, row), PENINDAK, what="Menindaklanjuti rekomendasi")
        if form.is_valid() and _send(request, row, form):
            return redirect("rekomendasi_detail", pk=pk)
    item = content_of(row.evaluasi.instrumen)[0].pertanyaan.get(row.kode)
    done = row.tindak_lanjut.select_related("oleh__user", "diverifikasi_oleh__user").prefetch_related("data_dukung")
    return render(request, "evaluation/rekomendasi_detail.html", {
        "halaman": _head(request, row), "row": row, "soal": item, "tindak_list": done, "boleh": boleh, "form": form,
        "bukti_unit": _own_evidence(row) if boleh else [], "dipilih": request.POST.getlist("bukti"),
        "riwayat": row.riwayat.select_related("oleh", "peran"), "menunggu": TindakLanjut.Verifikasi.MENUNGGU,
    }, status=422 if form.errors else 200)  # fmt: skip


def _own_evidence(row: Rekomendasi) -> Iterable[DataDukung]:
    """What the unit has stored, newest first; older pieces are found by their page."""
    return DataDukung.objects.filter(pembangunan__unit_id=row.unit_id)[:BANYAK]


def _send(request: HttpRequest, row: Rekomendasi, form: TindakLanjutForm) -> bool:
    """Ticked evidence and new files go with the text; nothing is sent when one of them is refused."""
    chosen = [int(pk) for pk in request.POST.getlist("bukti") if pk.isdecimal()]
    shown = list(DataDukung.objects.visible_to(request.peran).filter(pk__in=chosen).select_related("pembangunan"))
    try:
        shown += _stored(request, row)
        recommendation.follow_up(
            rekomendasi=row, uraian=form.cleaned_data["uraian"], data_dukung=shown, by=request.peran
        )
    except (BerkasDitolak, Ditolak) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Tindak lanjut dikirim kepada TPI untuk diverifikasi.")
    return True


def _stored(request: HttpRequest, row: Rekomendasi) -> list[DataDukung]:
    """New files, kept as evidence of the unit's latest year."""
    if getattr(request, "upload_too_large", False):
        raise BerkasDitolak(TOO_LARGE)
    year = (
        PembangunanZI.objects.filter(unit_id=row.unit_id)
        .select_related("unit__instansi")
        .order_by("-periode__tahun")
        .first()
    )
    return [
        evidence.add_file(upload, pembangunan=year, by=request.peran)[0] for upload in request.FILES.getlist("berkas")
    ]


def _head(request: HttpRequest, row: Rekomendasi) -> Halaman:
    buttons = []
    for step in WORKFLOW.available(request.peran, row):
        if step.name != "follow_up" and row.evaluasi.status == F.FINAL:
            back = step.name == "send_back"
            buttons.append(
                Tombol(
                    step.label, reverse(f"rekomendasi_{step.name}", args=[row.pk]), ikon="undo-2" if back else "check",
                    metode="post", konfirmasi=step.confirm, alasan="wajib" if back else "",
                )
            )  # fmt: skip
    if access.allows(row.evaluasi, access.MEMUTUS) and access.can_edit_rekomendasi(request.peran, row):
        buttons.append(Tombol("Ubah", reverse("rekomendasi_edit", args=[row.pk]), ikon="pencil"))
    late = " Tenggatnya sudah lewat." if row.status == S.TERBUKA and row.tenggat < timezone.localdate() else ""
    return Halaman(
        judul=f"Rekomendasi {row.evaluasi.pembangunan.periode.tahun}",
        remah=(("Rekomendasi", reverse("rekomendasi_list")),),
        status=(NADA_REKOMENDASI[row.status], row.get_status_display()),
        keterangan=f"{row.unit}, {row.penanggung_jawab}, paling lambat {tanggal(row.tenggat)}.{late}",
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def rekomendasi_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Accept the follow-up or send it back: the question first, then the act."""
    row = _fetch(request, pk)
    step = WORKFLOW.get(langkah)
    require(step.can(request.peran, row), step.who, what=f"“{step.label}”")
    back, galat, alasan = reverse("rekomendasi_detail", args=[pk]), "", request.POST.get("alasan", "")
    if request.method == "POST":
        try:
            recommendation.verify(rekomendasi=row, name=langkah, alasan=alasan, by=request.peran)
        except Ditolak as refusal:
            if not step.reason_required or alasan.strip():
                messages.error(request, str(refusal))
                return redirect(back)
            galat = str(refusal)
        else:
            messages.success(request, SELESAI[langkah])
            return redirect(back)
    return ask(
        request,
        status=422 if galat else 200,
        halaman=Halaman(judul=f"{step.label} tindak lanjut", remah=(("Rekomendasi", back),)),
        judul=f"{step.label} tindak lanjut?",
        akibat=step.confirm,
        tombol=step.label,
        batal_url=back,
        alasan="wajib" if step.reason_required else "",
        alasan_nilai=alasan,
        galat=galat,
    )
