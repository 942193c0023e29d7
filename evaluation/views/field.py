"""Field visits: their list, the record, findings that save themselves, photos, and the checklist to print."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.field_data import read_list
from evaluation.forms_pleno import KunjunganForm, question_choices
from evaluation.models import EvaluasiTPI, FotoLapangan, KunjunganLapangan, TemuanLapangan
from evaluation.services import field
from evaluation.services.assessment import content_of
from evaluation.services.plenary import invited
from evaluation.tpi_access import PENILAI
from evaluation.views.tpi_head import crumbs, evaluasi_head, fetch_evaluasi
from units import evidence
from units.access import has_role, require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak
from units.halaman import Halaman, Tombol
from units.templatetags.indonesia import tanggal

WHO_READS = "Ketua, Sekretaris, dan Anggota TPI"
TOO_LARGE = f"Foto terlalu besar; batasnya {settings.MAX_UPLOAD_MB} MB. Perkecil, lalu unggah lagi."


def _evaluasi(request: HttpRequest, pk: int) -> EvaluasiTPI:
    """TPI's own work, which units and others do not read."""
    evaluasi = fetch_evaluasi(request, pk)
    require(has_role(request.peran, *PENILAI), WHO_READS, what="Membuka evaluasi lapangan")
    return evaluasi


def may_record(request: HttpRequest, evaluasi: EvaluasiTPI) -> bool:
    return access.allows(evaluasi, access.MENCATAT) and access.can_work_on(request.peran, evaluasi)


def _require_recording(request: HttpRequest, evaluasi: EvaluasiTPI) -> None:
    require(access.can_work_on(request.peran, evaluasi), access.PENILAI_UNIT, what="Mencatat kunjungan lapangan")


def kunjungan_list(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = _evaluasi(request, pk)
    rows = evaluasi.kunjungan.prefetch_related("penilai__user", "foto", "temuan")
    return render(request, "evaluation/kunjungan_list.html", {
        "halaman": evaluasi_head(request, evaluasi, tab="kunjungan_list"), "evaluasi": evaluasi, "kunjungan_list": rows,
        "boleh": may_record(request, evaluasi), "sebab": access.phase_refusal(evaluasi, access.MENCATAT),
    })  # fmt: skip


def _form(request: HttpRequest, evaluasi: EvaluasiTPI, *, submit: str, batal: str, initial: dict) -> KunjunganForm:
    data = request.POST if request.method == "POST" else None
    return KunjunganForm(data, initial=initial, penilai=invited(evaluasi), submit=submit, cancel_url=batal)


def kunjungan_create(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = _evaluasi(request, pk)
    _require_recording(request, evaluasi)
    batal = reverse("kunjungan_list", args=[pk])
    initial = {
        "tanggal": timezone.localdate(), "tempat": evaluasi.pembangunan.unit.nama[:150], "penilai": [request.peran],
    }  # fmt: skip
    form = _form(request, evaluasi, submit="Catat kunjungan", batal=batal, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = field.record_visit(evaluasi=evaluasi, data=form.values(), by=request.peran)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kunjungan dicatat. Lanjutkan dengan temuan dan foto.")
            return redirect("kunjungan_detail", pk=row.pk)
    return _form_page(request, evaluasi, form, "Catat kunjungan lapangan")


def _form_page(request: HttpRequest, evaluasi: EvaluasiTPI, form: KunjunganForm, judul: str) -> HttpResponse:
    remah = (*crumbs(evaluasi), ("Lapangan", reverse("kunjungan_list", args=[evaluasi.pk])))
    halaman = Halaman(judul=judul, remah=remah, keterangan=access.phase_refusal(evaluasi, access.MENCATAT))
    status = 422 if form.errors else 200
    return render(request, "evaluation/formulir.html", {"halaman": halaman, "form": form}, status=status)


def _kunjungan(request: HttpRequest, pk: int) -> KunjunganLapangan:
    rows = KunjunganLapangan.objects.filter(evaluasi__in=EvaluasiTPI.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("evaluasi"), pk=pk)
    row.evaluasi = _evaluasi(request, row.evaluasi_id)
    return row


def kunjungan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The record, the questions to look at with what was seen, the photos."""
    row = _kunjungan(request, pk)
    evaluasi, boleh = row.evaluasi, may_record(request, row.evaluasi)
    groups = read_list(evaluasi, peran=request.peran, kunjungan=row)
    listed = {soal.kode for _, rows in groups for soal in rows}
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    others = [kode for kode in questions if kode not in listed]
    return render(request, "evaluation/kunjungan_detail.html", {
        "halaman": _head(request, row, boleh), "row": row, "kelompok": groups, "boleh": boleh,
        "hadir": row.penilai.select_related("user"), "foto_list": row.foto.select_related("berkas"),
        "kesesuaian": TemuanLapangan.Kesesuaian.choices,
        "pilihan": question_choices(questions, others, empty="Pilih pertanyaan") if boleh and others else [],
    })  # fmt: skip


def _head(request: HttpRequest, row: KunjunganLapangan, boleh: bool) -> Halaman:
    evaluasi = row.evaluasi
    daftar = Tombol("Daftar periksa untuk dicetak", reverse("lapangan_checklist", args=[evaluasi.pk]), ikon="printer")
    ubah = Tombol("Ubah catatan kunjungan", reverse("kunjungan_edit", args=[row.pk]), ikon="pencil")
    return Halaman(
        judul=f"Kunjungan {tanggal(row.tanggal)}",
        remah=(*crumbs(evaluasi), ("Lapangan", reverse("kunjungan_list", args=[evaluasi.pk]))),
        keterangan=f"{row.tempat}. {access.phase_refusal(evaluasi, access.MENCATAT)}".strip(),
        menu=(ubah, daftar) if boleh else (daftar,),
    )


def kunjungan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kunjungan(request, pk)
    _require_recording(request, row.evaluasi)
    initial = {
        "tanggal": row.tanggal, "tempat": row.tempat, "penilai": list(row.penilai.all()), "ditemui": row.ditemui,
        "ringkasan": row.ringkasan, "versi": row.versi,
    }  # fmt: skip
    batal = reverse("kunjungan_detail", args=[pk])
    form = _form(request, row.evaluasi, submit="Simpan", batal=batal, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            field.change_visit(kunjungan=row, data=form.values(), versi=form.seen, by=request.peran)
        except BenturanPerubahan as other:
            form.tell_conflict(other)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Catatan kunjungan tersimpan.")
            return redirect(batal)
    return _form_page(request, row.evaluasi, form, f"Ubah kunjungan {tanggal(row.tanggal)}")


# --- findings ------------------------------------------------------------------------------------------------


def temuan_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """One field of a finding as one writes it; a plain form sends both fields."""
    row = _kunjungan(request, pk)
    _require_recording(request, row.evaluasi)
    if request.method != "POST":
        return redirect(f"{reverse('kunjungan_detail', args=[pk])}#soal-{kode.replace('.', '-')}")
    if is_autosave(request):
        return answer(lambda: _save(request, row, kode, request.POST["kolom"], request.POST.get("nilai", "")))
    try:
        for kolom in field.KOLOM:
            if kolom in request.POST:
                _save(request, row, kode, kolom, request.POST[kolom])
    except BenturanPerubahan as other:
        messages.error(request, f"{kode}: {other} Yang tersimpan: “{other.nilai}”. Periksa, lalu isi lagi.")
    except Ditolak as refusal:
        messages.error(request, f"{kode}: {refusal}")
    else:
        messages.success(request, f"Temuan {kode} tersimpan.")
    return redirect(f"{reverse('kunjungan_detail', args=[pk])}#soal-{kode.replace('.', '-')}")


def _save(request: HttpRequest, row: KunjunganLapangan, kode: str, kolom: str, nilai: str) -> int:
    saved = field.save_finding(
        kunjungan=row, kode=kode, kolom=kolom, nilai=nilai, versi=sent_version(request), by=request.peran
    )
    return saved.versi


def temuan_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another question on the list of this visit, or take one off that nothing was written about."""
    row = _kunjungan(request, pk)
    _require_recording(request, row.evaluasi)
    kode = request.POST.get("kode", "")
    if request.method == "POST":
        try:
            if "lepas" in request.POST:
                field.unmark_question(kunjungan=row, kode=kode, by=request.peran)
            else:
                field.mark_question(kunjungan=row, kode=kode, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{reverse('kunjungan_detail', args=[pk])}#soal-{kode.replace('.', '-')}")


# --- photos --------------------------------------------------------------------------------------------------


def foto_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo per request with scripts, several without."""
    row = _kunjungan(request, pk)
    _require_recording(request, row.evaluasi)
    if request.method != "POST":
        return redirect("kunjungan_detail", pk=pk)
    refused = [TOO_LARGE] if getattr(request, "upload_too_large", False) else []
    uploads = request.FILES.getlist("berkas")
    for upload in uploads:
        try:
            field.add_photo(
                kunjungan=row, upload=upload, keterangan=request.POST.get("keterangan", ""), by=request.peran
            )
        except (BerkasDitolak, Ditolak) as error:
            refused.append(str(error))
    if not uploads and not refused:
        refused = ["Pilih foto, lalu kirim lagi."]
    if request.headers.get("X-Requested-With") == "fetch":
        if refused:
            return JsonResponse({"galat": " ".join(refused)}, status=422)
        context = {"row": row, "foto_list": row.foto.select_related("berkas"), "boleh": True}
        return render(request, "evaluation/_foto_lapangan.html", context)
    for text in refused:
        messages.error(request, text)
    return redirect(f"{reverse('kunjungan_detail', args=[pk])}#foto")


def _foto(request: HttpRequest, pk: int) -> FotoLapangan:
    rows = FotoLapangan.objects.filter(kunjungan__evaluasi__in=EvaluasiTPI.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("berkas", "kunjungan"), pk=pk)
    row.kunjungan.evaluasi = _evaluasi(request, row.kunjungan.evaluasi_id)
    return row


def foto_show(request: HttpRequest, pk: int) -> HttpResponse:
    return evidence.serve(_foto(request, pk).berkas, inline=True)


def foto_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _foto(request, pk)
    _require_recording(request, row.kunjungan.evaluasi)
    here = f"{reverse('kunjungan_detail', args=[row.kunjungan_id])}#foto"
    if request.method == "POST":
        try:
            field.remove_photo(foto=row, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
        return redirect(here)
    return render(request, "units/confirm.html", {
        "judul": "Hapus foto?", "akibat": f"“{row}” dihapus dari kunjungan ini.", "tombol": "Hapus", "batal_url": here,
        "bahaya": True, "halaman": Halaman(judul="Hapus foto"),
    })  # fmt: skip


# --- the checklist -------------------------------------------------------------------------------------------


def lapangan_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions to look at, with room to write: printed from the browser and taken along."""
    evaluasi = _evaluasi(request, pk)
    semua = request.GET.get("semua") == "1"
    last = evaluasi.kunjungan.last()
    here = reverse("lapangan_checklist", args=[pk])
    halaman = Halaman(
        judul=f"Daftar periksa lapangan {evaluasi.pembangunan.unit}",
        remah=(*crumbs(evaluasi), ("Lapangan", reverse("kunjungan_list", args=[pk]))),
        keterangan="Pertanyaan yang penilainya berbeda, yang berbeda dari unit, yang pernah diklarifikasi, dan yang ditandai.",
        menu=(
            Tombol("Hanya yang perlu dilihat", here)
            if semua
            else Tombol("Tampilkan semua pertanyaan", f"{here}?semua=1"),
        ),
    )
    groups = read_list(evaluasi, peran=request.peran, kunjungan=last, semua=semua)
    context = {"halaman": halaman, "evaluasi": evaluasi, "kelompok": groups}
    return render(request, "evaluation/lapangan_checklist.html", context)
