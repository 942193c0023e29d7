"""The plenary: the meeting, what is to be decided, one question, the figures of agreement, the minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.field_data import findings_by_code
from evaluation.forms_pleno import PlenoForm
from evaluation.lke.answers import TIDAK_BERLAKU
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN, Pertanyaan
from evaluation.models import EvaluasiTPI, Jawaban, Klarifikasi, Pleno, PutusanPleno
from evaluation.plenary_data import BELUM, BERBEDA, TAMPILAN, RapatPleno, read_minutes, read_plenary
from evaluation.result_data import answer_words, formula_words
from evaluation.services import plenary
from evaluation.services.assessment import content_of
from evaluation.services.final import preview
from evaluation.services.recommendation import carried_into
from evaluation.tpi_access import PEMIMPIN, PENILAI
from evaluation.views.tpi_head import crumbs, evaluasi_head, fetch_evaluasi
from units.access import has_role, require
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol

WHO_READS = "Ketua, Sekretaris, dan Anggota TPI"


def _evaluasi(request: HttpRequest, pk: int) -> EvaluasiTPI:
    """Assessors' names and notes are TPI's own; others read the result."""
    evaluasi = fetch_evaluasi(request, pk)
    require(has_role(request.peran, *PENILAI), WHO_READS, what="Membuka pleno")
    return evaluasi


def may_decide(request: HttpRequest, evaluasi: EvaluasiTPI) -> bool:
    return access.allows(evaluasi, access.MEMUTUS) and access.can_decide(request.peran, evaluasi)


def pleno_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting and the questions: where assessors differ, where TPI differs from the unit, what is undecided, all."""
    evaluasi = _evaluasi(request, pk)
    if evaluasi.status not in (EvaluasiTPI.Fase.PLENO, EvaluasiTPI.Fase.FINAL):
        return _not_yet(request, evaluasi)
    rapat = read_plenary(evaluasi, peran=request.peran)
    pleno = Pleno.objects.filter(evaluasi=evaluasi).prefetch_related("hadir__user").first()
    tampil = request.GET.get("tampil", "")
    tampil = tampil if tampil in TAMPILAN else BERBEDA
    jumlah = rapat.jumlah
    boleh = may_decide(request, evaluasi)
    return render(request, "evaluation/pleno_detail.html", {
        "halaman": evaluasi_head(request, evaluasi, tab="pleno_detail"), "evaluasi": evaluasi, "pleno": pleno,
        "baris": rapat.shown(tampil), "tampil": tampil, "boleh": boleh, "jumlah": jumlah,
        "pilihan": [(kode, label, jumlah[kode]) for kode, label in TAMPILAN.items()],
        "kesepakatan": rapat.kesepakatan if request.peran.jenis in PEMIMPIN else (), "hasil": preview(evaluasi),
        "usang": _stale(evaluasi, boleh), "dibawa": carried_into(evaluasi), "sisa": jumlah[BELUM],
        "siap": sum(b.siap for b in rapat.baris) if boleh else 0,
    })  # fmt: skip


def _stale(evaluasi: EvaluasiTPI, boleh: bool) -> int:
    """How many agreed answers changed since they were taken over."""
    return len(plenary.stale_codes(evaluasi, {p.kode: p for p in evaluasi.putusan.all()})) if boleh else 0


def _not_yet(request: HttpRequest, evaluasi: EvaluasiTPI) -> HttpResponse:
    context = {"halaman": evaluasi_head(request, evaluasi, tab="pleno_detail"), "evaluasi": evaluasi, "belum": True}
    return render(request, "evaluation/pleno_detail.html", context)


# --- the meeting ---------------------------------------------------------------------------------------------


def pleno_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the meeting, or change what was recorded."""
    evaluasi = _evaluasi(request, pk)
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Mencatat pleno")
    row = Pleno.objects.filter(evaluasi=evaluasi).first()
    batal = reverse("pleno_detail", args=[pk])
    data = request.POST if request.method == "POST" else None
    form = PlenoForm(
        data,
        initial=_initial(evaluasi, row),
        hadir=plenary.invited(evaluasi),
        submit="Simpan" if row else "Buka pleno",
        cancel_url=batal,
    )
    if form.is_valid() and _save_meeting(request, evaluasi, row, form):
        return redirect(batal)
    halaman = Halaman(
        judul="Catatan pleno" if row else "Buka pleno",
        remah=(*crumbs(evaluasi), ("Pleno", batal)),
        keterangan=access.phase_refusal(evaluasi, access.MEMUTUS)
        or "Jawaban yang disepakati semua penilai langsung diambil alih sebagai putusan.",
    )
    status = 422 if form.errors else 200
    return render(request, "evaluation/formulir.html", {"halaman": halaman, "form": form}, status=status)


def _initial(evaluasi: EvaluasiTPI, row: Pleno | None) -> dict[str, Any]:
    if row is None:
        return {"tanggal": timezone.localdate(), "tempat": "Kantor Inspektorat"}
    return {
        "tanggal": row.tanggal, "tempat": row.tempat, "hadir": list(row.hadir.all()), "catatan": row.catatan,
        "versi": row.versi,
    }  # fmt: skip


def _save_meeting(request: HttpRequest, evaluasi: EvaluasiTPI, row: Pleno | None, form: PlenoForm) -> bool:
    try:
        if row is None:
            plenary.open_pleno(evaluasi=evaluasi, data=form.values(), by=request.peran)
            messages.success(request, "Pleno dibuka; jawaban yang disepakati sudah diambil alih.")
        else:
            plenary.change_pleno(evaluasi=evaluasi, data=form.values(), versi=form.seen, by=request.peran)
            messages.success(request, "Catatan pleno tersimpan.")
    except BenturanPerubahan as other:
        form.tell_conflict(other)
        return False
    except Ditolak as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def pleno_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = _evaluasi(request, pk)
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Mengambil alih jawaban")
    if request.method == "POST":
        try:
            changed = plenary.take_over_agreed(evaluasi=evaluasi, by=request.peran)
            messages.success(request, f"{changed} pertanyaan diambil alih menurut jawaban penilai yang sekarang.")
        except Ditolak as refusal:
            messages.error(request, str(refusal))
    return redirect("pleno_detail", pk=pk)


# --- one question --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IsianPutusan:
    """The fields of a decision: letters, counts or an index; `tidak_berlaku` when that is chosen."""

    jenis: str
    pilihan: tuple[tuple[str, str, bool], ...]
    isian: tuple[tuple[str, str, str], ...]
    indeks: str
    rumus: str
    tidak_berlaku: bool


def pleno_question(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """One question with everything known about it, and the decision."""
    evaluasi = _evaluasi(request, pk)
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    if kode not in questions:
        messages.error(request, f"Pertanyaan {kode} tidak ada dalam {evaluasi.instrumen.nama}.")
        return redirect("pleno_detail", pk=pk)
    if request.method == "POST":
        return _decide(request, evaluasi, questions[kode])
    return _question_page(request, evaluasi, questions[kode])


def _decide(request: HttpRequest, evaluasi: EvaluasiTPI, item: Pertanyaan) -> HttpResponse:
    require(access.can_decide(request.peran, evaluasi), access.PEMIMPIN_PLENO, what="Memutus nilai")
    raw = request.POST.get("versi", "")
    sent = {"alasan": request.POST.get("alasan", ""), "rekomendasi": request.POST.get("rekomendasi", "")}
    nilai = _typed(request.POST, item)
    try:
        plenary.decide(
            evaluasi=evaluasi, kode=item.kode, nilai=nilai, versi=int(raw) if raw.isdecimal() else 0, by=request.peran, **sent
        )  # fmt: skip
    except BenturanPerubahan as other:
        galat = f"{other} Putusan yang tersimpan: “{other.nilai}”. Simpan lagi bila putusan Anda yang dipakai."
        return _question_page(
            request, evaluasi, item, typed=(nilai, *sent.values()), galat=galat, versi=other.versi, status=409
        )
    except Ditolak as refusal:
        return _question_page(
            request, evaluasi, item, typed=(nilai, *sent.values()), galat=str(refusal), versi=raw, status=422
        )
    messages.success(request, f"Putusan {item.kode} tersimpan.")
    following = request.POST.get("berikut", "")
    if following in content_of(evaluasi.instrumen)[0].pertanyaan:
        return redirect("pleno_question", pk=evaluasi.pk, kode=following)
    return redirect("pleno_detail", pk=evaluasi.pk)


def _typed(data: Mapping[str, str], item: Pertanyaan) -> Any:
    """The answer of the form, as `evaluation.lke.answers` reads it; that a question does not apply needs the reason."""
    if data.get("nilai") == TIDAK_BERLAKU:
        return {TIDAK_BERLAKU: data.get("alasan", "").strip()}
    if item.jenis == JENIS_PERSEN:
        counts = {name: data.get(f"isian-{name}", "").strip() for name in item.isian}
        return {name: count for name, count in counts.items() if count}
    if item.jenis == JENIS_INDEKS:
        return data.get("indeks", "").strip()
    return data.get("nilai", "").strip()


def _question_page(
    request: HttpRequest,
    evaluasi: EvaluasiTPI,
    item: Pertanyaan,
    *,
    typed: tuple[Any, str, str] | None = None,
    galat: str = "",
    versi: object = None,
    status: int = 200,
) -> HttpResponse:
    rapat = read_plenary(evaluasi, peran=request.peran)
    baris = next(b for b in rapat.baris if b.kode == item.kode)
    putusan = PutusanPleno.objects.filter(evaluasi=evaluasi, kode=item.kode).first()
    stored = (putusan.nilai, putusan.alasan, putusan.rekomendasi) if putusan else _offered(baris)
    nilai, alasan, rekomendasi = typed or stored
    own = Jawaban.objects.filter(penilaian_id=evaluasi.mandiri_id, kode=item.kode).first()
    boleh = may_decide(request, evaluasi)
    halaman = Halaman(
        judul=f"Putusan {item.kode}",
        remah=(*crumbs(evaluasi), ("Pleno", reverse("pleno_detail", args=[evaluasi.pk]))),
        keterangan="" if boleh else access.phase_refusal(evaluasi, access.MEMUTUS),
    )
    return render(request, "evaluation/pleno_question.html", {
        "halaman": halaman, "evaluasi": evaluasi, "b": baris, "soal": item, "boleh": boleh, "galat": galat,
        "isian": _fields(item, nilai), "alasan": alasan, "rekomendasi": rekomendasi, "versi": baris.versi if versi is None else versi,
        "jawaban_unit": own, "kata_unit": baris.unit, "bukti_unit": own.bukti.select_related("data_dukung") if own else [],
        "temuan_list": findings_by_code(evaluasi).get(item.kode, []),
        "putaran_list": evaluasi.klarifikasi.filter(kode=item.kode).exclude(status=Klarifikasi.Status.DIBATALKAN).prefetch_related("data_dukung"),
        "riwayat": putusan.riwayat.select_related("oleh", "peran") if putusan else [], "berikut": _following(rapat, item.kode),
    }, status=status)  # fmt: skip


def _offered(baris) -> tuple[Any, str, str]:
    """Nothing is preselected; the assessors' recommendations are there to be edited."""
    return None, "", plenary.joined(p.rekomendasi for p in baris.penilai)


def _following(rapat: RapatPleno, kode: str) -> str:
    """The next question without a decision, after this one and then from the beginning."""
    codes = [b.kode for b in rapat.baris]
    at = codes.index(kode)
    waiting = {b.kode for b in rapat.shown(BELUM)} - {kode}
    return next((code for code in codes[at + 1 :] + codes[:at] if code in waiting), "")


def _fields(item: Pertanyaan, nilai: Any) -> IsianPutusan:
    unfit = isinstance(nilai, Mapping) and TIDAK_BERLAKU in nilai
    counts = nilai if isinstance(nilai, Mapping) and not unfit else {}
    chosen = str(nilai).strip().casefold() if isinstance(nilai, str) else ""
    return IsianPutusan(
        jenis=item.jenis,
        pilihan=tuple(
            (h, answer_words(item, h) + (f": {item.rubrik[h]}" if h in item.rubrik else ""), h == chosen)
            for h in item.skala
        ),
        isian=tuple((name, label, str(counts.get(name, ""))) for name, label in item.isian.items()),
        indeks=str(nilai).replace(".", ",") if item.jenis == JENIS_INDEKS and isinstance(nilai, str) else "",
        rumus=formula_words(item),
        tidak_berlaku=unfit,
    )


# --- minutes -------------------------------------------------------------------------------------------------


def pleno_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a page that prints."""
    evaluasi = _evaluasi(request, pk)
    acara = read_minutes(evaluasi, peran=request.peran)
    back = reverse("pleno_detail", args=[pk])
    if acara is None:
        messages.error(request, "Berita acara tersedia setelah pleno dibuka.")
        return redirect(back)
    halaman = Halaman(
        judul=f"Berita acara pleno {evaluasi.pembangunan.unit}",
        remah=(*crumbs(evaluasi), ("Pleno", back)),
        menu=(Tombol("Catatan pleno", reverse("pleno_edit", args=[pk]), ikon="pencil"),)
        if may_decide(request, evaluasi)
        else (),
    )
    return render(request, "evaluation/pleno_minutes.html", {"halaman": halaman, "acara": acara, "evaluasi": evaluasi})
