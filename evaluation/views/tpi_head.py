"""What all pages of an evaluation by TPI share: fetching it as this role may see it, its head, its tabs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI
from evaluation.pleno_pages import buttons_of, pages_of
from evaluation.tpi_workflow import STEPS, window_of, window_refusal
from units.access import has_role
from units.halaman import Halaman, Nada, Tab, Tombol
from units.scope import INSPEKTORAT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import Transition

F = EvaluasiTPI.Fase
NADA: dict[str, Nada] = {
    F.MEJA: "biru",
    F.KLARIFIKASI: "kuning",
    F.LAPANGAN: "kuning",
    F.PLENO: "biru",
    F.FINAL: "hijau",
}
IKON = {"clarify": "message-square", "visit": "map-pin", "deliberate": "users"}
LANGKAH = {
    F.MEJA: "Penilai menilai setiap pertanyaan menurut data dukung, lalu menyerahkan nilainya.",
    F.KLARIFIKASI: "Unit kerja diminta menjelaskan yang belum terang; nilai dapat diperbaiki.",
    F.LAPANGAN: "Penilai memeriksa keadaan di unit kerja; nilai dapat diperbaiki.",
    F.PLENO: "Setiap pertanyaan diputus, lalu hasil ditandatangani Ketua dan Sekretaris TPI.",
    F.FINAL: "Hasil evaluasi sudah ditetapkan.",
}


def fetch_evaluasi(request: HttpRequest, pk: int) -> EvaluasiTPI:
    """With unit, institution, year, instrument and self-assessment; 404 for who may not see it."""
    rows = EvaluasiTPI.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "instrumen", "mandiri"
    )
    rows = rows.defer("mandiri__hasil")
    return get_object_or_404(rows, pk=pk)


def title_of(evaluasi: EvaluasiTPI) -> str:
    return f"Evaluasi TPI {evaluasi.pembangunan.periode.tahun} {evaluasi.pembangunan.unit.nama}"


def crumbs(evaluasi: EvaluasiTPI, *, with_self: bool = True) -> tuple[tuple[str, str], ...]:
    found = (("Evaluasi TPI", reverse("tpi_list")),)
    if not with_self:
        return found
    return (*found, (evaluasi.pembangunan.unit.nama, reverse("tpi_detail", args=[evaluasi.pk])))


def step_url(evaluasi: EvaluasiTPI, step: Transition) -> str:
    return reverse(f"tpi_{step.name}", args=[evaluasi.pk])


def evaluasi_head(request: HttpRequest, evaluasi: EvaluasiTPI, *, tab: str) -> Halaman:
    """`tab` is the URL name of the page as it stands in `_tabs`."""
    peran, buttons = request.peran, []
    if tab != "tpi_score" and access.scorable_codes(peran, evaluasi):
        buttons.append(Tombol("Nilai", reverse("tpi_score", args=[evaluasi.pk]), ikon="pencil"))
    buttons += buttons_of(evaluasi, peran, tab=tab)
    buttons += [
        _button(evaluasi, step) for step in STEPS if evaluasi.status in step.sources and step.can(peran, evaluasi)
    ]
    if access.can_lead(peran, evaluasi):
        if access.allows(evaluasi, access.MENUGASKAN):
            url = reverse("penugasan_add", args=[evaluasi.pk])
            buttons.append(Tombol("Tugaskan penilai", url, ikon="user-plus"))
        if access.allows(evaluasi, access.MENGUBAH_JENDELA):
            url = reverse("tpi_windows", args=[evaluasi.pk])
            buttons.append(Tombol("Ubah jendela fase", url, ikon="calendar-days"))
    main = next((button for button in buttons if not button.alasan), None)  # a way back is never the main thing to do
    return Halaman(
        judul=title_of(evaluasi),
        remah=crumbs(evaluasi, with_self=False) if has_role(peran, *INSPEKTORAT_ROLES) else (),
        status=(NADA[evaluasi.status], evaluasi.get_status_display()),
        keterangan=_where(evaluasi),
        tombol=main,
        menu=tuple(button for button in buttons if button is not main),
        tab=_tabs(request, evaluasi, tab),
    )


def _tabs(request: HttpRequest, evaluasi: EvaluasiTPI, tab: str) -> tuple[Tab, ...]:
    """The pages of an evaluation; those from the clarification on stand in `evaluation.pleno_pages`."""
    pages = [("Ringkasan", "tpi_detail")] if has_role(request.peran, *INSPEKTORAT_ROLES) else []
    if has_role(request.peran, *access.PENILAI):
        pages.append(("Penilaian", "tpi_score"))
    pages += pages_of(evaluasi, request.peran)
    return tuple(Tab(label, reverse(name, args=[evaluasi.pk]), aktif=name == tab) for label, name in pages)


def _button(evaluasi: EvaluasiTPI, step: Transition) -> Tombol:
    """Steps forward have a page with their findings; the ways back ask in a dialog."""
    url = step_url(evaluasi, step)
    if not step.reason_required:
        return Tombol(step.label, url, ikon=IKON.get(step.name, "arrow-right"))
    return Tombol(step.label, url, ikon="undo-2", metode="post", konfirmasi=step.confirm, alasan="wajib")


def _where(evaluasi: EvaluasiTPI) -> str:
    """Where it stands, until when, and what happens in this phase."""
    window, today = window_of(evaluasi, evaluasi.status), timezone.localdate()
    if window is None:
        return LANGKAH[evaluasi.status]
    if sentence := window_refusal(evaluasi, today):
        return f"{sentence} {LANGKAH[evaluasi.status]}"
    left = (window[1] - today).days
    words = f"tinggal {left} hari" if left else "berakhir hari ini"
    return f"{evaluasi.get_status_display()} sampai {tanggal(window[1])} ({words}). {LANGKAH[evaluasi.status]}"
