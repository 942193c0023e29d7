"""Questions of the units to Tim Pembina: list, thread, asking, answering, resolving."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from action_plans import access
from action_plans.coaching_workflow import KONSULTASI
from action_plans.filters_coaching import KonsultasiFilter
from action_plans.forms.coaching import KonsultasiForm
from action_plans.models import Aksi, Konsultasi
from action_plans.services import consultation
from action_plans.tables_coaching import NADA_KONSULTASI, KonsultasiTable
from action_plans.views.agreement import TOO_LARGE
from action_plans.views.coaching_head import READERS, WHO_READS, tabs
from units.access import has_role, require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman, Tombol
from units.models import DataDukung, PembangunanZI
from units.views.common import render_list

DONE = {"resolve": "Konsultasi ditandai selesai.", "reopen": "Konsultasi dibuka lagi."}
LANGKAH = {
    Konsultasi.Status.DITANYAKAN: "Menunggu jawaban Tim Pembina ZI.",
    Konsultasi.Status.DIJAWAB: "Unit kerja membaca jawabannya, lalu menandai selesai atau bertanya lagi.",
    Konsultasi.Status.SELESAI: "Dapat dibuka lagi bila masih ada pertanyaan.",
}


def konsultasi_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka konsultasi")
    rows = (
        Konsultasi.objects.visible_to(request.peran)
        .filter(pembangunan__periode=request.periode)
        .select_related("pembangunan__unit")
        .annotate(jumlah=Count("pesan"))
        .order_by("-pesan_terakhir_at", "-pk")  # counting drops the model's own order
    )
    chosen = KonsultasiFilter(request.GET, queryset=rows, request=request)
    table = KonsultasiTable(chosen.qs, unread=consultation.unread_threads(request.user))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    own = (
        PembangunanZI.objects.filter(unit_id=request.peran.unit_id, periode=request.periode)
        .select_related("unit")
        .first()
        if request.peran.unit_id
        else None
    )
    may = own is not None and access.can_ask(request.peran, own)
    halaman = Halaman(
        judul=f"Konsultasi {request.periode or ''}".strip(),
        keterangan="Pertanyaan unit kerja kepada Tim Pembina ZI dan jawabannya.",
        tombol=Tombol("Ajukan pertanyaan", reverse("konsultasi_create", args=[own.pk]), ikon="plus") if may else None,
        tab=tabs(request.peran, "konsultasi_list"),
    )
    context = {"halaman": halaman, "table": table, "filter": chosen}
    return render_list(request, "action_plans/konsultasi_list.html", context)


# --- ask -----------------------------------------------------------------------------------------------------


def _year(request: HttpRequest, pk: int) -> PembangunanZI:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    pembangunan = get_object_or_404(rows, pk=pk)
    require(access.can_ask(request.peran, pembangunan), access.PENANYA, what="Bertanya kepada Tim Pembina ZI")
    return pembangunan


def konsultasi_create(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _year(request, pk)
    form = KonsultasiForm(request.POST or None, indikator=_indicators(pembangunan))
    draft = consultation.draft_of(pembangunan, None, request.user)
    galat = ""
    if request.method == "POST" and getattr(request, "upload_too_large", False):
        galat = TOO_LARGE
    elif request.method == "POST" and form.is_valid():
        try:
            row = consultation.ask(
                pembangunan=pembangunan,
                **{name: form.cleaned_data[name] for name in ("judul", "area", "indikator")},
                isi=request.POST.get("isi", ""),
                berkas=request.FILES.getlist("berkas"),
                tautan=request.POST.get("tautan", ""),
                by=request.peran,
            )
        except (BerkasDitolak, Ditolak) as refusal:
            galat = str(refusal)
        else:
            messages.success(request, "Pertanyaan terkirim kepada Tim Pembina ZI.")
            return redirect("konsultasi_detail", pk=row.pk)
    halaman = Halaman(
        judul="Ajukan pertanyaan",
        remah=(("Konsultasi", reverse("konsultasi_list")),),
        keterangan=pembangunan.unit.nama,
    )
    context = {
        "halaman": halaman,
        "form": form,
        "galat": galat,
        "isi": request.POST.get("isi", draft.isi),
        "tautan": request.POST.get("tautan", ""),
        "draf": draft,
        "draf_url": reverse("konsultasi_draft_new", args=[pk]),
        "lampiran": True,
        "label_kirim": "Kirim pertanyaan",
    }
    failed = request.method == "POST"
    return render(request, "action_plans/konsultasi_create.html", context, status=422 if failed else 200)


def _indicators(pembangunan: PembangunanZI) -> list[str]:
    """Those of the unit's plan, in its order."""
    rows = Aksi.objects.filter(rencana__pembangunan=pembangunan, dihapus_at=None).values_list("indikator", flat=True)
    return list(dict.fromkeys(name for name in rows if name.strip()))


@require_POST
def konsultasi_draft_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep_draft(request, _year(request, pk), None)


# --- one thread ----------------------------------------------------------------------------------------------


def _fetch(request: HttpRequest, pk: int) -> Konsultasi:
    rows = Konsultasi.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode"
    )
    return get_object_or_404(rows, pk=pk)


def konsultasi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The thread; opening it is having read its notices."""
    konsultasi = _fetch(request, pk)
    consultation.mark_read(konsultasi, user=request.user)
    return _page(request, konsultasi)


def _page(request: HttpRequest, konsultasi: Konsultasi, *, galat: str = "", status: int = 200) -> HttpResponse:
    may = konsultasi.status != Konsultasi.Status.SELESAI and access.can_reply(request.peran, konsultasi)
    draft = consultation.draft_of(konsultasi.pembangunan, konsultasi, request.user)
    steps = [
        Tombol(
            t.label,
            reverse(f"konsultasi_{t.name}", args=[konsultasi.pk]),
            ikon="check" if t.name == "resolve" else "rotate-ccw",
            metode="post",
            konfirmasi=t.confirm,
        )
        for t in KONSULTASI.available(request.peran, konsultasi)
        if t.name in DONE
    ]
    unit = konsultasi.pembangunan.unit
    about = f"{konsultasi.get_area_display()}{f', {konsultasi.indikator}' if konsultasi.indikator else ''}"
    halaman = Halaman(
        judul=konsultasi.judul,
        remah=(("Konsultasi", reverse("konsultasi_list")),),
        status=(NADA_KONSULTASI[konsultasi.status], konsultasi.get_status_display()),
        keterangan=f"{unit}. {about}. {LANGKAH[konsultasi.status]}",
        menu=tuple(steps),
    )
    asks = access.can_ask_again(request.peran, konsultasi)
    return render(
        request,
        "action_plans/konsultasi_detail.html",
        {
            "halaman": halaman,
            "konsultasi": konsultasi,
            "pesan_list": konsultasi.pesan.select_related("oleh__user").prefetch_related("data_dukung"),
            "bukti_terlihat": set(
                DataDukung.objects.visible_to(request.peran)
                .filter(pesan_konsultasi__konsultasi=konsultasi)
                .values_list("pk", flat=True)
            ),
            "boleh": may,
            "lampiran": asks,
            "galat": galat,
            "isi": request.POST.get("isi", draft.isi),
            "tautan": request.POST.get("tautan", ""),
            "draf": draft,
            "draf_url": reverse("konsultasi_draft", args=[konsultasi.pk]),
            "label_kirim": "Kirim pertanyaan" if asks else "Kirim jawaban",
            "riwayat": konsultasi.riwayat.select_related("oleh", "peran"),
        },
        status=status,
    )


@require_POST
def konsultasi_reply(request: HttpRequest, pk: int) -> HttpResponse:
    konsultasi = _fetch(request, pk)
    require(access.can_reply(request.peran, konsultasi), access.PESERTA_KONSULTASI, what="Menulis pesan")
    if getattr(request, "upload_too_large", False):
        return _page(request, konsultasi, galat=TOO_LARGE, status=422)
    try:
        consultation.reply(
            konsultasi=konsultasi,
            isi=request.POST.get("isi", ""),
            berkas=request.FILES.getlist("berkas"),
            tautan=request.POST.get("tautan", ""),
            by=request.peran,
        )
    except (BerkasDitolak, Ditolak) as refusal:
        return _page(request, _fetch(request, pk), galat=str(refusal), status=422)
    return redirect(f"{reverse('konsultasi_detail', args=[pk])}#akhir")


@require_POST
def konsultasi_draft(request: HttpRequest, pk: int) -> HttpResponse:
    konsultasi = _fetch(request, pk)
    require(access.can_reply(request.peran, konsultasi), access.PESERTA_KONSULTASI, what="Menulis pesan")
    return _keep_draft(request, konsultasi.pembangunan, konsultasi)


def _keep_draft(request: HttpRequest, pembangunan: PembangunanZI, konsultasi: Konsultasi | None) -> HttpResponse:
    """Only scripts come here; without them the text is sent, not kept."""
    if not is_autosave(request):
        return HttpResponse(status=400)
    return answer(
        lambda: (
            consultation.save_draft(
                pembangunan=pembangunan,
                konsultasi=konsultasi,
                isi=request.POST.get("nilai", ""),
                versi=sent_version(request),
                by=request.peran,
            ).versi
        )
    )


def konsultasi_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    konsultasi = _fetch(request, pk)
    step = KONSULTASI.get(langkah)
    require(step.can(request.peran, konsultasi), step.who, what=f"“{step.label}”")
    if request.method != "POST":
        context = {
            "halaman": Halaman(judul=step.label, remah=(("Konsultasi", reverse("konsultasi_list")),)),
            "judul": f"{step.label}?",
            "akibat": f"“{konsultasi.judul}”. {step.confirm}",
            "tombol": step.label,
            "batal_url": consultation.url_of(pk),
        }
        return render(request, "action_plans/konsultasi_step.html", context)
    try:
        consultation.take_step(konsultasi=konsultasi, name=langkah, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, DONE[langkah])
    return redirect("konsultasi_detail", pk=pk)
