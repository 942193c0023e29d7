"""What the pages of coaching share: fetching, tabs, crumbs, the head of a session with its steps."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from action_plans import access
from action_plans.coaching_workflow import PEMBINAAN
from action_plans.models import KesepakatanPembinaan, Pembinaan
from action_plans.tables_coaching import NADA
from units.choices import JenisPeran
from units.halaman import Halaman, Tab, Tombol
from units.models import Peran
from units.scope import INSTANSI_ROLES, UNIT_ROLES, is_inspektur
from units.templatetags.indonesia import tanggal
from units.transitions import Transition

J = JenisPeran
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Tim Pembangunan ZI, Kepala Unit Kerja, Inspektorat, Kepala Daerah, dan Administrator Instansi"
IKON = {"submit": "send", "confirm": "check", "send_back": "undo-2"}
LANGKAH = {
    Pembinaan.Status.DRAF: "Tim Pembina melengkapi catatan, lalu menyampaikannya ke unit kerja.",
    Pembinaan.Status.DISAMPAIKAN: "Menunggu konfirmasi Kepala Unit Kerja.",
    Pembinaan.Status.DIKONFIRMASI: "Unit kerja melaksanakan kesepakatannya.",
}


def compares(peran: Peran) -> bool:
    """Reads about all units, not only its own."""
    return peran.jenis in INSTANSI_ROLES or is_inspektur(peran)


def tabs(peran: Peran, active: str) -> tuple[Tab, ...]:
    """The lists of coaching; coverage compares units, so a unit has none."""
    pages = [("Pembinaan", "pembinaan_list"), ("Konsultasi", "konsultasi_list")]
    if compares(peran):
        pages.insert(1, ("Cakupan", "pembinaan_coverage"))
    pages.append(("Laporan Tim Pembina", "laporan_pembinaan_list"))
    return tuple(Tab(label, reverse(name), aktif=name == active) for label, name in pages)


def fetch_pembinaan(request: HttpRequest, pk: int) -> Pembinaan:
    rows = Pembinaan.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "dibuat_oleh__user", "dikonfirmasi_oleh__user"
    )
    return get_object_or_404(rows, pk=pk)


def fetch_kesepakatan(request: HttpRequest, pk: int) -> KesepakatanPembinaan:
    rows = KesepakatanPembinaan.objects.visible_to(request.peran).select_related(
        "pembinaan__pembangunan__unit__instansi",
        "pembinaan__pembangunan__periode",
        "penanggung_jawab",
        "dilaksanakan_oleh__user",
        "dikonfirmasi_oleh__user",
    )
    return get_object_or_404(rows, pk=pk)


def title_of(pembinaan: Pembinaan) -> str:
    return f"{pembinaan.get_jenis_display()} {tanggal(pembinaan.tanggal)}"


def crumbs(pembinaan: Pembinaan, *, with_self: bool = True) -> tuple[tuple[str, str], ...]:
    found = [("Pembinaan", reverse("pembinaan_list"))]
    if with_self:
        found.append((title_of(pembinaan), reverse("pembinaan_detail", args=[pembinaan.pk])))
    return tuple(found)


def session_head(request: HttpRequest, pembinaan: Pembinaan) -> Halaman:
    steps = [_button(pembinaan, t) for t in PEMBINAAN.available(request.peran, pembinaan)]
    steps.sort(key=lambda t: t.alasan == "wajib")
    if access.can_edit_pembinaan(request.peran, pembinaan):
        steps.insert(0, Tombol("Tulis catatan", reverse("pembinaan_edit", args=[pembinaan.pk]), ikon="pencil"))
    return Halaman(
        judul=f"{title_of(pembinaan)} {pembinaan.pembangunan.unit}",
        remah=crumbs(pembinaan, with_self=False),
        status=(NADA[pembinaan.status], pembinaan.get_status_display()),
        keterangan=_where_it_stands(pembinaan),
        tombol=steps[0] if steps else None,
        menu=tuple(steps[1:]),
    )


def _where_it_stands(pembinaan: Pembinaan) -> str:
    if pembinaan.dikonfirmasi_at:
        done = f"Dikonfirmasi {pembinaan.dikonfirmasi_oleh.user} pada {tanggal(pembinaan.dikonfirmasi_at)}."
    elif pembinaan.disampaikan_at and pembinaan.status != Pembinaan.Status.DRAF:
        done = f"Disampaikan pada {tanggal(pembinaan.disampaikan_at)}."
    else:
        done = f"Dicatat {pembinaan.dibuat_oleh.user} pada {tanggal(pembinaan.created_at)}."
    return f"{done} {LANGKAH[pembinaan.status]}"


def _button(pembinaan: Pembinaan, step: Transition) -> Tombol:
    """Handing over has a page with findings, so it is a plain link; the others ask in a dialog."""
    url = reverse(f"pembinaan_{step.name}", args=[pembinaan.pk])
    if step.name == "submit":
        return Tombol(step.label, url, ikon=IKON[step.name])
    alasan = "wajib" if step.reason_required else ""
    return Tombol(step.label, url, ikon=IKON[step.name], metode="post", konfirmasi=step.confirm, alasan=alasan)
