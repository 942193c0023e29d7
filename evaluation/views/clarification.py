"""Clarifications: the lists of both sides, the request, one round with its answer, and its steps."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_texts import is_standard, standard_text
from evaluation.clarification_workflow import WORKFLOW, is_late
from evaluation.filters_pleno import KlarifikasiFilter
from evaluation.forms_pleno import KlarifikasiForm, question_choices
from evaluation.models import EvaluasiTPI, Jawaban, Klarifikasi
from evaluation.pleno_pages import pages_of
from evaluation.services import clarification
from evaluation.services.assessment import content_of
from evaluation.services.plenary import words
from evaluation.tables_pleno import NADA_KLARIFIKASI, KlarifikasiTable
from evaluation.views.tpi_head import evaluasi_head, fetch_evaluasi
from units.access import has_role, require
from units.autosave import answer, is_autosave, sent_version
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol
from units.scope import INSPEKTORAT_ROLES, UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import ask, paged, render_list

J, S = JenisPeran, Klarifikasi.Status
READERS = (UNIT_ROLES - {J.PEGAWAI}) | INSPEKTORAT_ROLES
WHO_READS = "Inspektorat, Kepala Unit Kerja, dan Tim Pembangunan ZI"
LAMA = 7  # days that a new request offers
DONE = {
    "answer": "Jawaban dikirim kepada TPI.",
    "close": "Klarifikasi selesai.",
    "give_up": "Klarifikasi ditutup tanpa jawaban.",
    "cancel": "Permintaan klarifikasi dibatalkan.",
}
IKON = {"close": "check", "give_up": "circle-x", "cancel": "x"}


def klarifikasi_list(request: HttpRequest) -> HttpResponse:
    """All rounds of the year that the role may see: a unit's own, or every unit's for the Inspektorat."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka klarifikasi")
    rows = (
        Klarifikasi.objects.visible_to(request.peran)
        .filter(evaluasi__pembangunan__periode=request.periode)
        .select_related("evaluasi__pembangunan__unit")
        .order_by("status", "tenggat", "kode", "putaran")
    )
    chosen = KlarifikasiFilter(request.GET, queryset=rows, request=request, peran=request.peran)
    table = KlarifikasiTable(chosen.qs, exclude=("unit",) if request.peran.jenis in UNIT_ROLES else ())
    halaman = Halaman(
        judul=f"Klarifikasi {request.periode or ''}".strip(),
        keterangan="Pertanyaan TPI kepada unit kerja selama evaluasi, dengan jawaban dan data dukungnya.",
    )
    context = {"halaman": halaman, "table": paged(request, table), "filter": chosen}
    return render_list(request, "evaluation/klarifikasi_list.html", context)


def tpi_klarifikasi(request: HttpRequest, pk: int) -> HttpResponse:
    """The rounds of one evaluation, and the way to ask about another question."""
    evaluasi = fetch_evaluasi(request, pk)
    require(has_role(request.peran, *INSPEKTORAT_ROLES), "Inspektorat", what="Membuka klarifikasi evaluasi ini")
    rows = evaluasi.klarifikasi.select_related("evaluasi__pembangunan__unit")
    table = paged(request, KlarifikasiTable(rows, exclude=("unit",)))
    codes = access.askable_codes(request.peran, evaluasi) if access.allows(evaluasi, access.MEMINTA) else frozenset()
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    if (kode := request.GET.get("kode", "")) in codes:
        return redirect("klarifikasi_create", pk=pk, kode=kode)
    return render(request, "evaluation/tpi_klarifikasi.html", {
        "halaman": evaluasi_head(request, evaluasi, tab="tpi_klarifikasi"), "evaluasi": evaluasi, "table": table,
        "pilihan": question_choices(questions, [k for k in questions if k in codes], empty="Pilih pertanyaan") if codes else [],
        "sebab": access.phase_refusal(evaluasi, access.MEMINTA),
    })  # fmt: skip


# --- asking --------------------------------------------------------------------------------------------------


def klarifikasi_create(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """Ask the unit about one question; another reason brings its standard text while nothing else was written."""
    evaluasi = fetch_evaluasi(request, pk)
    require(
        kode in access.askable_codes(request.peran, evaluasi),
        access.PENILAI_UNIT,
        what="Meminta klarifikasi atas pertanyaan ini",
    )

    def send(data: dict) -> Klarifikasi:
        return clarification.request_clarification(evaluasi=evaluasi, kode=kode, by=request.peran, **data)

    return _request_form(request, evaluasi, kode, send=send, batal=reverse("tpi_klarifikasi", args=[pk]))


def klarifikasi_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the answered round and ask once more."""
    row = _fetch(request, pk)
    require(access.can_ask(request.peran, row), access.PENILAI_UNIT, what="Meminta klarifikasi lagi")

    def send(data: dict) -> Klarifikasi:
        return clarification.ask_again(klarifikasi=row, by=request.peran, **data)

    here = reverse("klarifikasi_detail", args=[pk])
    if row.status != S.DIJAWAB and request.method != "POST":
        messages.error(request, f"Klarifikasi ini berstatus “{row.get_status_display()}”; belum dapat diminta lagi.")
        return redirect(here)
    return _request_form(request, row.evaluasi, row.kode, send=send, batal=here, awal=row.alasan)


def _request_form(
    request: HttpRequest, evaluasi: EvaluasiTPI, kode: str, *, send, batal: str, awal: str = ""
) -> HttpResponse:
    item = content_of(evaluasi.instrumen)[0].pertanyaan[kode]
    own = Jawaban.objects.filter(penilaian_id=evaluasi.mandiri_id, kode=kode).first()
    about = {
        "kode": kode,
        "jawaban": words(item, own.nilai) if own else "",
        "tahun": evaluasi.pembangunan.periode.tahun,
    }
    if request.method == "POST":
        form = KlarifikasiForm(request.POST)
        if form.is_valid() and (row := _sent(request, form, send)):
            messages.success(request, f"Klarifikasi {kode} diminta; unit kerja diberi tahu.")
            return redirect("klarifikasi_detail", pk=row.pk)
    else:
        form = KlarifikasiForm(initial=_initial(request, about, awal))
    context = {
        "form": form, "soal": item, "evaluasi": evaluasi, "jawaban_unit": own, "kata_unit": about["jawaban"], "batal": batal,
    }  # fmt: skip
    if request.htmx and request.method == "GET":
        return render(request, "evaluation/_klarifikasi_teks.html", context)
    halaman = Halaman(
        judul=f"Minta klarifikasi {kode}",
        remah=(("Klarifikasi", reverse("tpi_klarifikasi", args=[evaluasi.pk])),),
        keterangan=f"{evaluasi.pembangunan.unit}. {access.phase_refusal(evaluasi, access.MEMINTA)}".strip(),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluation/klarifikasi_create.html", {**context, "halaman": halaman}, status=status)


def _initial(request: HttpRequest, about: dict, awal: str) -> dict:
    """The reason asked for, with its text unless the person has begun to write."""
    chosen = request.GET.get("alasan", awal)
    alasan = chosen if chosen in Klarifikasi.Alasan.values else Klarifikasi.Alasan.TIDAK_ADA
    typed = request.GET.get("permintaan", "").replace("\r\n", "\n")
    text = standard_text(alasan, **about) if is_standard(typed, **about) else typed
    return {"alasan": alasan, "permintaan": text, "tenggat": timezone.localdate() + timedelta(days=LAMA)}


def _sent(request: HttpRequest, form: KlarifikasiForm, send) -> Klarifikasi | None:
    try:
        return send(form.cleaned_data)
    except Ditolak as refusal:
        form.add_error(None, str(refusal))
        return None


# --- one round -----------------------------------------------------------------------------------------------


def _fetch(request: HttpRequest, pk: int) -> Klarifikasi:
    rows = Klarifikasi.objects.visible_to(request.peran).select_related(
        "evaluasi__pembangunan__unit__instansi", "evaluasi__pembangunan__periode", "evaluasi__instrumen",
        "evaluasi__mandiri", "diminta_oleh__user", "dijawab_oleh__user",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def may_answer(request: HttpRequest, row: Klarifikasi) -> bool:
    """The role may write the answer now."""
    return (
        row.status == S.DIMINTA
        and access.allows(row.evaluasi, access.MENJAWAB)
        and access.can_answer_klarifikasi(request.peran, row)
    )


def klarifikasi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, all rounds about it, and what this role can do: answer, or close and ask again."""
    row = _fetch(request, pk)
    if is_autosave(request):
        return answer(lambda: _save_draft(request, row).versi)
    if request.method == "POST":
        return _send_answer(request, row)
    return _detail(request, row)


def _save_draft(request: HttpRequest, row: Klarifikasi) -> Klarifikasi:
    return clarification.save_answer(
        klarifikasi=row, teks=request.POST.get("nilai", ""), versi=sent_version(request), by=request.peran
    )


def _send_answer(request: HttpRequest, row: Klarifikasi) -> HttpResponse:
    """Without scripts the text comes with the button; with them it has been saved already."""
    require(access.can_answer_klarifikasi(request.peran, row), access.PENJAWAB, what="Menjawab klarifikasi ini")
    teks, alasan = request.POST.get("jawaban", ""), request.POST.get("alasan", "")
    try:
        clarification.save_answer(klarifikasi=row, teks=teks, versi=sent_version(request), by=request.peran)
        if "kirim" not in request.POST:
            messages.success(request, "Jawaban tersimpan dan belum dikirim.")
            return redirect("klarifikasi_detail", pk=row.pk)
        clarification.take_step(klarifikasi=row, name="answer", by=request.peran, alasan=alasan)
    except BenturanPerubahan as other:
        galat = f"{other} Yang tersimpan: “{other.nilai or 'kosong'}”. Simpan lagi untuk memakai tulisan Anda."
        row.versi = other.versi
        return _detail(request, row, galat=galat, teks=teks, terlambat=alasan)
    except SyaratBelumTerpenuhi as missing:
        return _detail(request, _fetch(request, row.pk), galat=str(missing), teks=teks, terlambat=alasan)
    except Ditolak as refusal:
        return _detail(request, _fetch(request, row.pk), galat=str(refusal), teks=teks, terlambat=alasan)
    messages.success(request, DONE["answer"])
    return redirect("klarifikasi_detail", pk=row.pk)


def _detail(
    request: HttpRequest, row: Klarifikasi, *, galat: str = "", teks: str | None = None, terlambat: str = ""
) -> HttpResponse:
    evaluasi = row.evaluasi
    item = content_of(evaluasi.instrumen)[0].pertanyaan[row.kode]
    own = Jawaban.objects.filter(penilaian_id=evaluasi.mandiri_id, kode=row.kode).first()
    rounds = (
        Klarifikasi.objects.filter(evaluasi=evaluasi, kode=row.kode)
        .select_related("diminta_oleh__user", "dijawab_oleh__user")
        .prefetch_related("data_dukung")
    )
    inside = request.peran.jenis in UNIT_ROLES
    context = {
        "halaman": _head(request, row), "row": row, "soal": item, "putaran_list": rounds,
        "jawaban_unit": own, "kata_unit": words(item, own.nilai) if own else "",
        "bukti_unit": own.bukti.select_related("data_dukung") if own else [],
        "boleh": may_answer(request, row), "di_unit": inside, "lewat": is_late(row), "galat": galat,
        "teks": row.jawaban if teks is None else teks, "terlambat": terlambat,
        "bukti": shown_evidence(row), "riwayat": row.riwayat.exclude(kolom=clarification.JAWABAN).select_related("oleh", "peran"),
        "sebab": "" if may_answer(request, row) else _why_not(request, row),
    }  # fmt: skip
    return render(request, "evaluation/klarifikasi_detail.html", context, status=422 if galat else 200)


def shown_evidence(row: Klarifikasi) -> list[tuple[int, str]]:
    return list(row.data_dukung.values_list("pk", "judul"))


def _why_not(request: HttpRequest, row: Klarifikasi) -> str:
    """Why a unit role that might answer cannot."""
    if row.status != S.DIMINTA or request.peran.jenis not in UNIT_ROLES:
        return ""
    return access.phase_refusal(row.evaluasi, access.MENJAWAB) or f"Dijawab oleh {access.PENJAWAB}."


def _head(request: HttpRequest, row: Klarifikasi) -> Halaman:
    unit = row.evaluasi.pembangunan.unit
    inside = request.peran.jenis in UNIT_ROLES
    buttons = [] if inside else _buttons(request, row)
    crumb = [("Klarifikasi", reverse("klarifikasi_list"))]
    if not inside and pages_of(row.evaluasi, request.peran):
        crumb.append((unit.nama, reverse("tpi_klarifikasi", args=[row.evaluasi_id])))
    return Halaman(
        judul=f"Klarifikasi {row.kode}, putaran {row.putaran}",
        remah=tuple(crumb),
        status=(NADA_KLARIFIKASI[row.status], row.get_status_display()),
        keterangan=_where(row),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def _where(row: Klarifikasi) -> str:
    if row.status == S.DIMINTA:
        late = " Tenggatnya sudah lewat." if is_late(row) else ""
        return f"Unit kerja menjawab paling lambat {tanggal(row.tenggat)}.{late}"
    if row.status == S.DIJAWAB:
        return f"Dijawab {row.dijawab_oleh.user} pada {tanggal(row.dijawab_at)}. TPI memeriksa jawabannya."
    return ""


def _buttons(request: HttpRequest, row: Klarifikasi) -> list[Tombol]:
    """The steps of TPI that are possible now."""
    found = []
    for step in WORKFLOW.available(request.peran, row):
        if step.name == "ask_again":
            if access.allows(row.evaluasi, access.MEMINTA):
                found.append(Tombol(step.label, reverse("klarifikasi_again", args=[row.pk]), ikon="message-square"))
        elif step.name == "answer" or not access.allows(row.evaluasi, access.MENUTUP):
            continue
        elif step.name != "give_up" or is_late(row):
            reason = "wajib" if step.reason_required else ""
            found.append(
                Tombol(
                    step.label,
                    reverse(f"klarifikasi_{step.name}", args=[row.pk]),
                    ikon=IKON[step.name],
                    metode="post",
                    konfirmasi=step.confirm,
                    alasan=reason,
                )
            )
    return found


def klarifikasi_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Close, close without an answer, withdraw: the question first, then the act."""
    row = _fetch(request, pk)
    step = WORKFLOW.get(langkah)
    require(step.can(request.peran, row), step.who, what=f"“{step.label}”")
    alasan, galat = request.POST.get("alasan", ""), ""
    if request.method == "POST":
        try:
            clarification.take_step(klarifikasi=row, name=langkah, by=request.peran, alasan=alasan)
        except Ditolak as refusal:
            if not step.reason_required or alasan.strip():
                messages.error(request, str(refusal))
                return redirect("klarifikasi_detail", pk=pk)
            galat = str(refusal)
        else:
            messages.success(request, DONE[langkah])
            return redirect("klarifikasi_detail", pk=pk)
    return ask(
        request,
        status=422 if galat else 200,
        halaman=Halaman(
            judul=f"Klarifikasi {row.kode}", remah=(("Klarifikasi", reverse("klarifikasi_detail", args=[pk])),)
        ),
        judul=f"{step.label}?",
        akibat=step.confirm,
        tombol=step.label,
        batal_url=reverse("klarifikasi_detail", args=[pk]),
        alasan="wajib" if step.reason_required else "",
        alasan_nilai=alasan,
        galat=galat,
    )
