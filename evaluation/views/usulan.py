"""Proposals to TPN: the list, a new one, its papers, its checklist, sending and withdrawing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from evaluation import proposal_access as access
from evaluation.filters import UsulanFilter
from evaluation.forms_usulan import PertimbanganForm, SPTJMForm, SuratForm, UsulanForm
from evaluation.models import EvaluasiTPN, UnitUsulan, Usulan
from evaluation.proposal_checks import Kelengkapan, checklist, deadline_finding, deadline_of
from evaluation.proposal_workflow import WORKFLOW
from evaluation.services import proposal
from evaluation.tables_usulan import NADA_USULAN, UsulanTable
from units import evidence
from units.access import has_role, require
from units.choices import JenisPeran, JenisPredikat
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman, Tombol
from units.models import Peran
from units.scope import UNIT_ROLES
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import paged, render_list, shown_rows, tell_too_large
from units.year import can_decide

S = Usulan.Status
LANGKAH = {
    S.DRAF: "Langkah berikutnya: lengkapi surat dan SPTJM, lalu TPI mengirimkannya.",
    S.DIKIRIM: "Menunggu evaluasi TPN.",
    S.DITARIK: "Usulan ini tidak berlaku lagi.",
}
READERS = access.READERS | {JenisPeran.PENILAI_TPN}
WHO_READS = f"{access.WHO_READS}, dan Penilai TPN"


def fetch_usulan(request: HttpRequest, pk: int) -> Usulan:
    rows = Usulan.objects.visible_to(request.peran).select_related("periode__instansi", "berkas_surat")
    return get_object_or_404(rows, pk=pk)


def fetch_row(request: HttpRequest, pk: int) -> UnitUsulan:
    """A unit in a proposal, for those who see both."""
    seen = Usulan.objects.visible_to(request.peran)
    rows = UnitUsulan.objects.filter(usulan__in=seen).select_related(
        "usulan__periode__instansi", "pembangunan__unit__instansi", "pembangunan__periode", "sptjm"
    )
    row = get_object_or_404(rows, pk=pk)
    if not may_see(request.peran)(row):
        raise Http404
    return row


def may_see(peran: Peran) -> Callable[[UnitUsulan], bool]:
    """Which units of a proposal this role sees: a unit its own, an evaluator of TPN what was given to them."""
    if peran.jenis in UNIT_ROLES:
        return lambda row: row.pembangunan.unit_id == peran.unit_id
    if peran.jenis == JenisPeran.PENILAI_TPN:
        given = set(EvaluasiTPN.objects.filter(penilai=peran).values_list("unit_usulan_id", flat=True))
        return lambda row: row.pk in given
    return lambda row: True


def usulan_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka usulan")
    periode = request.periode
    rows = Usulan.objects.visible_to(request.peran).filter(periode=periode).select_related("periode")
    shown = may_see(request.peran)
    chosen = UsulanFilter(request.GET, queryset=rows.prefetch_related("unit__pembangunan__unit"))
    table = paged(request, UsulanTable(chosen.qs))
    for row in shown_rows(request, table):
        row.terlihat = [line.pembangunan.unit.nama for line in row.unit.all() if shown(line)]
    may = bool(periode) and access.can_prepare_usulan(request.peran, periode.instansi_id)
    halaman = Halaman(
        judul=f"Usulan ke TPN {periode or ''}".strip(),
        keterangan="Surat usulan kepala daerah dengan unit kerja, SPTJM, dan paket berkasnya.",
        tombol=Tombol("Susun usulan", reverse("usulan_create"), ikon="plus") if may else None,
    )
    due = deadline_finding(deadline_of(periode), timezone.localdate()) if may else None
    context = {"halaman": halaman, "filter": chosen, "table": table, "temuan": [due] if due else []}
    return render_list(request, "evaluation/usulan_list.html", context)


def usulan_create(request: HttpRequest) -> HttpResponse:
    """Choose the target, then among the decided units."""
    periode = request.periode
    allowed = bool(periode) and access.can_prepare_usulan(request.peran, periode.instansi_id)
    require(allowed, access.PENYUSUN, what="Menyusun usulan")
    target = request.GET.get("target", "")
    choices = {kode: list(proposal.proposable(periode, kode)) for kode in JenisPredikat.values}
    if target not in choices:
        target = max(choices, key=lambda kode: len(choices[kode]))
    form = UsulanForm(
        request.POST or None, pilihan=[(year.pk, year.unit.nama) for year in choices[target]], submit="Susun usulan",
        cancel_url=reverse("usulan_list"), initial={"unit": [year.pk for year in choices[target]]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            done = proposal.create_usulan(
                periode=periode, target=target, units=form.cleaned_data["unit"], by=request.peran
            )
        except Ditolak as refusal:
            form.add_error("unit", str(refusal))
        else:
            return redirect("usulan_detail", pk=done.pk)
    halaman = Halaman(
        judul="Susun usulan ke TPN",
        remah=(("Usulan", reverse("usulan_list")),),
        keterangan="Satu surat memuat unit kerja dengan target yang sama, yang sudah diputuskan kepala daerah.",
    )
    return render(request, "evaluation/usulan_create.html", {
        "halaman": halaman, "form": form, "target": target, "ada": bool(choices[target]),
        "target_list": [(kode, label, len(choices[kode])) for kode, label in JenisPredikat.choices],
    }, status=422 if form.errors else 200)  # fmt: skip


def usulan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    usulan = fetch_usulan(request, pk)
    found = checklist(usulan, today=timezone.localdate())
    shown = may_see(request.peran)
    whole = request.peran.jenis not in UNIT_ROLES and request.peran.jenis != JenisPeran.PENILAI_TPN
    draft = usulan.status == S.DRAF
    units = [
        (item, draft and access.can_give_sptjm(request.peran, item.baris.pembangunan),
         draft and can_decide(request.peran, item.baris.pembangunan))
        for item in found.unit if shown(item.baris)
    ]  # fmt: skip
    may = access.can_prepare_usulan(request.peran, usulan.periode.instansi_id)
    return render(request, "evaluation/usulan_detail.html", {
        "halaman": usulan_head(request, usulan, found), "usulan": usulan, "kelengkapan": found, "unit_list": units,
        "draf": draft, "seluruhnya": whole, "may": may,
        "paket": usulan.paket.select_related("berkas").first() if whole else None,
        "riwayat": usulan.riwayat.select_related("oleh", "peran")[:30] if whole else None,
    })  # fmt: skip


def usulan_head(request: HttpRequest, usulan: Usulan, found: Kelengkapan | None = None) -> Halaman:
    may = access.can_prepare_usulan(request.peran, usulan.periode.instansi_id)
    buttons = _buttons(usulan, found) if may else []
    return Halaman(
        judul=f"Usulan {usulan.get_target_display()} {usulan.periode}",
        remah=(("Usulan", reverse("usulan_list")),),
        status=(NADA_USULAN[usulan.status], usulan.get_status_display()),
        keterangan=f"{f'Surat nomor {usulan.nomor_surat}. ' if usulan.nomor_surat else ''}{LANGKAH[usulan.status]}",
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def _buttons(usulan: Usulan, found: Kelengkapan | None) -> list[Tombol]:
    pk, buttons = usulan.pk, []
    if usulan.status == S.DRAF:
        letter = Tombol("Isi surat usulan", reverse("usulan_letter_edit", args=[pk]), ikon="pencil")
        send = Tombol("Kirim ke TPN", reverse("usulan_send", args=[pk]), ikon="send")
        buttons += [send, letter] if found and found.lengkap else [letter, send]
        buttons.append(Tombol("Ubah unit kerja", reverse("usulan_units", args=[pk]), ikon="list-checks"))
    if usulan.status != S.DITARIK:
        buttons.append(Tombol("Buat paket", reverse("paket_create", args=[pk]), ikon="archive", metode="post"))
        buttons.append(Tombol("Periksa antarmuka PortalRB", reverse("portalrb_check"), ikon="shield-check"))
        step = WORKFLOW.get("withdraw")
        buttons.append(Tombol(
            step.label, reverse("usulan_withdraw", args=[pk]), ikon="undo-2", metode="post", konfirmasi=step.confirm,
            alasan="wajib", bahaya=True,
        ))  # fmt: skip
    return buttons


def _mine(request: HttpRequest, pk: int, what: str) -> Usulan:
    usulan = fetch_usulan(request, pk)
    require(access.can_prepare_usulan(request.peran, usulan.periode.instansi_id), access.PENYUSUN, what=what)
    return usulan


def _crumbs(usulan: Usulan) -> tuple[tuple[str, str], ...]:
    return (("Usulan", reverse("usulan_list")), (str(usulan), reverse("usulan_detail", args=[usulan.pk])))


def usulan_letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    usulan = _mine(request, pk, "Mengisi surat usulan")
    back = reverse("usulan_detail", args=[pk])
    due = deadline_finding(deadline_of(usulan.periode), timezone.localdate())
    form = SuratForm(
        request.POST or None, request.FILES or None, instance=usulan, lewat=bool(due and due.is_galat), cancel_url=back
    )
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            proposal.save_letter(
                fetch_usulan(request, pk), nomor=data["nomor_surat"], tanggal=data["tanggal_surat"],
                upload=data["berkas"], alasan=data.get("alasan_lewat_tenggat", usulan.alasan_lewat_tenggat),
                by=request.peran,
            )  # fmt: skip
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        else:
            messages.success(request, "Surat usulan tersimpan.")
            return redirect(back)
    halaman = Halaman(judul="Surat usulan", remah=_crumbs(usulan), keterangan="Ditandatangani kepala daerah.")
    context = {"halaman": halaman, "form": form, "usulan": usulan, "temuan": [due] if due else []}
    return render(request, "evaluation/usulan_letter_edit.html", context, status=422 if form.errors else 200)


def usulan_letter(request: HttpRequest, pk: int) -> HttpResponse:
    usulan = fetch_usulan(request, pk)
    if usulan.berkas_surat is None:
        raise Http404
    return evidence.serve(usulan.berkas_surat)


def usulan_units(request: HttpRequest, pk: int) -> HttpResponse:
    usulan = _mine(request, pk, "Mengubah unit kerja dalam usulan")
    back = reverse("usulan_detail", args=[pk])
    inside = [
        (row.pembangunan_id, row.pembangunan.unit.nama) for row in usulan.unit.select_related("pembangunan__unit")
    ]
    free = [(year.pk, year.unit.nama) for year in proposal.proposable(usulan.periode, usulan.target)]
    form = UsulanForm(
        request.POST or None, pilihan=[*inside, *free], submit="Simpan unit kerja", cancel_url=back,
        initial={"unit": [pk for pk, _ in inside]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            proposal.change_units(usulan, units=form.cleaned_data["unit"], by=request.peran)
        except Ditolak as refusal:
            form.add_error("unit", str(refusal))
        else:
            return redirect(back)
    halaman = Halaman(
        judul="Unit kerja dalam usulan",
        remah=_crumbs(usulan),
        keterangan="SPTJM unit yang dikeluarkan tidak ikut lagi; unit itu dapat dimasukkan ke usulan lain.",
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/usulan_units.html", context, status=422 if form.errors else 200)


def usulan_send(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "send", "Usulan dikirim ke TPN.")


def usulan_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "withdraw", "Usulan ditarik.")


def _step(request: HttpRequest, pk: int, name: str, done: str) -> HttpResponse:
    step = WORKFLOW.get(name)
    usulan = _mine(request, pk, f"“{step.label}”")
    back, alasan = reverse("usulan_detail", args=[pk]), request.POST.get("alasan", "")
    temuan, galat, status = step.check(usulan) if usulan.status in step.sources else [], "", 200
    if request.method == "POST":
        try:
            proposal.move_usulan(usulan, name, by=request.peran, alasan=alasan)
        except SyaratBelumTerpenuhi as missing:
            temuan, status = missing.temuan, 422
        except Ditolak as refusal:
            if step.reason_required and not alasan.strip():
                galat, status = str(refusal), 422
            else:
                messages.error(request, str(refusal))
                return redirect(back)
        else:
            messages.success(request, done)
            return redirect(back)
    return render(request, "evaluation/usulan_step.html", {
        "halaman": Halaman(judul=f"{step.label}: {usulan}", remah=_crumbs(usulan)), "temuan": temuan,
        "terhalang": any(item.is_galat for item in temuan), "lewat": usulan.status not in step.sources,
        "usulan": usulan, "judul": f"{step.label}?", "akibat": step.confirm, "tombol": step.label, "batal_url": back,
        "alasan": "wajib" if step.reason_required else "", "alasan_nilai": alasan, "galat": galat,
        "bahaya": step.reason_required,
    }, status=status)  # fmt: skip


# --- one unit in it ------------------------------------------------------------------------------------------


def sptjm_give(request: HttpRequest, pk: int) -> HttpResponse:
    """The head uploads the statement that was signed over a meterai, and confirms it."""
    row = fetch_row(request, pk)
    require(access.can_give_sptjm(request.peran, row.pembangunan), access.KEPALA_UNIT, what="Menyampaikan SPTJM")
    back = reverse("usulan_detail", args=[row.usulan_id])
    form = SPTJMForm(request.POST or None, request.FILES or None, cancel_url=back)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            proposal.give_sptjm(
                row, tanggal=form.cleaned_data["tanggal"], upload=form.cleaned_data["berkas"], by=request.peran
            )
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        else:
            messages.success(request, "SPTJM tersampaikan.")
            return redirect(back)
    halaman = Halaman(
        judul="Surat pernyataan tanggung jawab mutlak (SPTJM)",
        remah=_crumbs(row.usulan),
        keterangan=f"{row.pembangunan.unit.nama}, {row.usulan}.",
    )
    context = {"halaman": halaman, "form": form, "baris": row}
    return render(request, "evaluation/sptjm_give.html", context, status=422 if form.errors else 200)


def sptjm_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(request, pk)
    if row.sptjm is None:
        raise Http404
    return evidence.serve(row.sptjm)


def usulan_ground(request: HttpRequest, pk: int) -> HttpResponse:
    """The kepala daerah records why a unit is proposed although a rule came to fail."""
    row = fetch_row(request, pk)
    require(can_decide(request.peran, row.pembangunan), access.PEMUTUS, what="Mencatat pertimbangan teknis")
    back = reverse("usulan_detail", args=[row.usulan_id])
    ground = getattr(row.pembangunan, "pertimbangan_teknis", None)
    initial = {"pertimbangan": ground.alasan} if ground else {}
    form = PertimbanganForm(request.POST or None, cancel_url=back, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            proposal.record_ground(row, alasan=form.cleaned_data["pertimbangan"], by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Pertimbangan teknis tercatat.")
        return redirect(back)
    halaman = Halaman(judul="Pertimbangan teknis", remah=_crumbs(row.usulan), keterangan=row.pembangunan.unit.nama)
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/usulan_ground.html", context, status=422 if form.errors else 200)


@require_POST
def usulan_afirmasi(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(request, pk)
    allowed = access.can_prepare_usulan(request.peran, row.usulan.periode.instansi_id)
    require(allowed, access.PENYUSUN, what="Mengubah jalur afirmasi")
    try:
        proposal.set_afirmasi(row, afirmasi=request.POST.get("afirmasi") == "ya", by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
    return redirect("usulan_detail", pk=row.usulan_id)
