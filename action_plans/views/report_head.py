"""What all pages of a quarterly report share: fetching it as this role may see it, and the head with its steps."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from action_plans import access
from action_plans.models import LaporanTriwulan
from action_plans.naskah import form_of
from action_plans.report_status import LANGKAH, NADA
from action_plans.report_workflow import WORKFLOW
from units.choices import ROMAN
from units.halaman import Halaman, Nada, Tombol
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import Transition

S = LaporanTriwulan.Status
# A step as something that was done, by the label its history row carries.
DONE_WORDS = {
    "submit": "Diajukan",
    "approve": "Disetujui",
    "send_back": "Dikembalikan",
    "send": "Disampaikan",
    "receive": "Diterima",
    "refuse": "Dikembalikan",
}
STEP_ICON = {
    "submit": "send",
    "approve": "check",
    "send_back": "undo-2",
    "send": "send",
    "receive": "check",
    "refuse": "undo-2",
}


def fetch_laporan(request: HttpRequest, pk: int) -> LaporanTriwulan:
    rows = LaporanTriwulan.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi",
        "pembangunan__periode",
        "disusun_oleh__user",
        "diajukan_oleh__user",
        "disetujui_oleh__user",
    )
    return get_object_or_404(rows, pk=pk)


def title_of(laporan: LaporanTriwulan) -> str:
    return f"Laporan Triwulan {ROMAN[laporan.triwulan]} {laporan.pembangunan.periode.tahun}"


def crumbs(laporan: LaporanTriwulan, *, with_self: bool = False) -> tuple[tuple[str, str], ...]:
    found = [("Laporan triwulan", reverse("laporan_list"))]
    if with_self:
        found.append((title_of(laporan), reverse("laporan_detail", args=[laporan.pk])))
    return tuple(found)


def status_of(laporan: LaporanTriwulan) -> tuple[Nada, str]:
    if laporan.status == S.DRAF and laporan.dikirim_at:
        return "merah", "Dikembalikan"
    return NADA[laporan.status], laporan.get_status_display()


def step_url(laporan: LaporanTriwulan, step: Transition) -> str:
    return reverse(f"laporan_{step.name}", args=[laporan.pk])


def report_head(request: HttpRequest, laporan: LaporanTriwulan, *, ready: bool) -> Halaman:
    """One primary button: write while something is missing, else the next step. `ready`: nothing stands against submitting."""
    forward_first = sorted(WORKFLOW.available(request.peran, laporan), key=lambda t: t.reason_required)
    steps = [_button(laporan, t) for t in forward_first]
    buttons = [*_edit_button(request, laporan), *steps]
    if ready and len(buttons) > 1 and laporan.status == S.DRAF:
        buttons = [*steps, *_edit_button(request, laporan)]
    unit = laporan.pembangunan.unit
    is_unit = request.peran.jenis in UNIT_ROLES
    return Halaman(
        judul=title_of(laporan) if is_unit else f"{title_of(laporan)} {unit.nama}",
        remah=crumbs(laporan),
        status=status_of(laporan),
        keterangan=where_it_stands(laporan),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def _edit_button(request: HttpRequest, laporan: LaporanTriwulan) -> list[Tombol]:
    if not access.editable_sections(request.peran, laporan, form_of(laporan)):
        return []
    return [Tombol("Sunting laporan", reverse("laporan_edit", args=[laporan.pk]), ikon="pencil")]


def _button(laporan: LaporanTriwulan, step: Transition) -> Tombol:
    """Submitting has a page that lists the findings, so it is a plain link; the others ask in a dialog."""
    url = step_url(laporan, step)
    if step.name == "submit":
        return Tombol(step.label, url, ikon=STEP_ICON[step.name])
    alasan = "wajib" if step.reason_required else ""
    return Tombol(step.label, url, ikon=STEP_ICON[step.name], metode="post", konfirmasi=step.confirm, alasan=alasan)


def where_it_stands(laporan: LaporanTriwulan) -> str:
    last = laporan.riwayat.filter(kolom="status").select_related("oleh").first()
    if last is None:
        return f"Sedang disusun. {LANGKAH[laporan.status]}"
    step = next((t.name for t in WORKFLOW.transitions if t.label == last.tindakan), "")
    done = DONE_WORDS.get(step, last.tindakan)
    return f"{done} oleh {last.oleh} pada {tanggal(last.waktu)}. {LANGKAH[laporan.status]}"
