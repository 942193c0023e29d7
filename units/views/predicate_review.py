"""A doubt about a predicate: opened by TPI, answered by the unit's head, decided by the ketua TPI."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from units import access
from units import predicate_workflow as workflow
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.forms.predicate import TinjauanAnswerForm, TinjauanOpenForm, TinjauanRevokeForm
from units.halaman import Halaman
from units.models import Predikat, TinjauanPredikat
from units.services import predicate as services
from units.templatetags.indonesia import tanggal
from units.views.common import ask, tell_too_large
from units.views.predicate import fetch_predikat, sees_tinjauan


def _tinjauan(request: HttpRequest, pk: int) -> TinjauanPredikat:
    """Of a predicate and a review that this role may see."""
    rows = TinjauanPredikat.objects.filter(predikat__in=Predikat.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("predikat__unit__instansi"), pk=pk)
    if not sees_tinjauan(request.peran, row.predikat):
        row = get_object_or_404(rows.none(), pk=pk)
    return row


def _remah(predikat: Predikat) -> tuple[tuple[str, str], ...]:
    return ("Predikat", reverse("predikat_list")), (str(predikat), reverse("predikat_detail", args=[predikat.pk]))


def tinjauan_open(request: HttpRequest, pk: int) -> HttpResponse:
    predikat = fetch_predikat(request, pk)
    require(workflow.can_review(request.peran, predikat), workflow.PENINJAU, what="Meninjau predikat")
    here = reverse("predikat_detail", args=[pk])
    form = TinjauanOpenForm(request.POST or None, cancel_url=here)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_tinjauan(predikat=predikat, by=request.peran, **form.cleaned_data)
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Peninjauan dibuka; kepala unit diminta memberi klarifikasi.")
            return redirect(here)
    halaman = Halaman(
        f"Tinjau predikat {predikat}",
        remah=_remah(predikat),
        keterangan="Predikat tetap berlaku sampai Ketua TPI memutus.",
    )
    return render(request, "units/predikat_form.html", {"halaman": halaman, "form": form})


def tinjauan_answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = _tinjauan(request, pk)
    require(access.can_answer_tinjauan(request.peran, row.predikat.unit), workflow.PENJAWAB, what="Memberi klarifikasi")
    here = reverse("predikat_detail", args=[row.predikat_id])
    form = TinjauanAnswerForm(request.POST or None, initial={"tanggapan": row.tanggapan}, cancel_url=here)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_tinjauan(tinjauan=row, tanggapan=form.cleaned_data["tanggapan"], by=request.peran)
        except Ditolak as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Klarifikasi terkirim kepada Ketua TPI.")
        return redirect(here)
    halaman = Halaman(
        "Beri klarifikasi", remah=_remah(row.predikat), keterangan=f"Paling lambat {tanggal(row.tenggat)}."
    )
    context = {"halaman": halaman, "form": form, "tinjauan": row}
    return render(request, "units/tinjauan_answer.html", context)


def tinjauan_keep(request: HttpRequest, pk: int) -> HttpResponse:
    row = _tinjauan(request, pk)
    step = workflow.WORKFLOW.get("keep")
    require(step.can(request.peran, row.predikat), step.who, what=f"“{step.label}”")
    here = reverse("predikat_detail", args=[row.predikat_id])
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            services.keep_predikat(tinjauan=row, alasan=alasan, by=request.peran)
        except Ditolak as error:
            galat = str(error)
        else:
            messages.success(request, "Predikat tetap berlaku; unit diberi tahu.")
            return redirect(here)
    return ask(
        request, judul=f"Pertahankan predikat {row.predikat}?", akibat=step.confirm, tombol=step.label, batal_url=here,
        alasan="wajib", alasan_nilai=alasan, galat=galat, status=422 if galat else 200,
    )  # fmt: skip


def tinjauan_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    row = _tinjauan(request, pk)
    step = workflow.WORKFLOW.get("revoke")
    require(step.can(request.peran, row.predikat), step.who, what=f"“{step.label}”")
    here = reverse("predikat_detail", args=[row.predikat_id])
    signer = services.signer_of(row.predikat.unit.instansi, row.predikat.jenis)
    form = TinjauanRevokeForm(
        request.POST or None, request.FILES or None, penanda_tangan=signer, cancel_url=here
    )  # fmt: skip
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            done = services.revoke_predikat(
                tinjauan=row, keputusan=form.decree(), alasan=form.cleaned_data["alasan"], by=request.peran
            )
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Predikat {done} dicabut; unit diberi tahu.")
            return redirect(here)
    halaman = Halaman(f"Cabut predikat {row.predikat}", remah=_remah(row.predikat))
    heard = services.was_heard(row, today=timezone.localdate())
    return render(
        request,
        "units/tinjauan_revoke.html",
        {"halaman": halaman, "form": form, "tinjauan": row, "akibat": step.confirm, "terdengar": heard},
    )
