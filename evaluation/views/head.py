"""What all pages of an assessment share: fetching it as this role may see it, and the head with its steps and tabs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from evaluation import access
from evaluation.models import Penilaian
from evaluation.services.move import can_move
from evaluation.workflow import BEKU, WORKFLOW
from units.halaman import Halaman, Nada, Tab, Tombol
from units.models import PembangunanZI
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import Transition

S = Penilaian.Status
NADA: dict[str, Nada] = {S.DRAF: "kuning", S.DISIAPKAN: "biru", S.DIAJUKAN: "hijau", S.FINAL: "hijau"}
LANGKAH = {
    S.DRAF: "Langkah berikutnya: tim melengkapi jawaban, lalu Ketua Tim menyiapkannya.",
    S.DISIAPKAN: "Langkah berikutnya: Kepala Unit Kerja memeriksa dan mengajukan.",
    S.DIAJUKAN: "Jawaban dan nilainya dibekukan; Inspektorat dapat membacanya.",
    S.FINAL: "Jawaban dan nilainya dibekukan.",
}
STEP_ICON = {"prepare": "check", "submit": "send", "reopen": "lock-open", "return": "undo-2"}


def fetch_penilaian(request: HttpRequest, pk: int) -> Penilaian:
    rows = Penilaian.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "instrumen", "disiapkan_oleh", "diajukan_oleh__user"
    )
    return get_object_or_404(rows, pk=pk)


def fetch_pembangunan(request: HttpRequest, pk: int) -> PembangunanZI:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    return get_object_or_404(rows, pk=pk)


def title_of(penilaian: Penilaian) -> str:
    """Penilaian mandiri 2026, Penilaian TPI 2026."""
    return f"{penilaian.get_jenis_display()} {penilaian.pembangunan.periode.tahun}"


def crumbs(request: HttpRequest, penilaian: Penilaian, *, with_self: bool = True) -> tuple[tuple[str, str], ...]:
    found = []
    if request.peran.jenis not in UNIT_ROLES:
        found.append(("Penilaian", reverse("penilaian_list")))
    if with_self:
        found.append((title_of(penilaian), reverse("penilaian_detail", args=[penilaian.pk])))
    return tuple(found)


def step_url(penilaian: Penilaian, step: Transition) -> str:
    return reverse(f"penilaian_{step.name}", args=[penilaian.pk])


def penilaian_head(request: HttpRequest, penilaian: Penilaian, *, tab: str, others: bool = False) -> Halaman:
    """`tab` is the URL name of the page; `others`: the unit has assessments to compare with."""
    buttons = [_button(penilaian, t) for t in WORKFLOW.available(request.peran, penilaian)]
    if tab != "penilaian_fill" and access.fillable_areas(request.peran, penilaian):
        buttons.insert(0, Tombol("Isi jawaban", reverse("penilaian_fill", args=[penilaian.pk]), ikon="pencil"))
    if access.fillable_areas(request.peran, penilaian):
        url = reverse("penilaian_import", args=[penilaian.pk])
        buttons.append(Tombol("Impor dari Excel", url, ikon="file-up"))
    if can_move(request.peran, penilaian):
        move = reverse("penilaian_move", args=[penilaian.pk])
        buttons.append(Tombol("Pindah ke versi LKE yang berlaku", move, ikon="git-compare"))
    url = reverse("penilaian_export", args=[penilaian.pk])
    buttons.append(Tombol("Unduh Excel", url, ikon="download", unduh=True))
    if penilaian.jenis == Penilaian.Jenis.MANDIRI:
        buttons.append(Tombol("Cetak PDF", reverse("dokumen_block", args=["lke", penilaian.pk]), ikon="printer"))
    if others:
        compare = reverse("penilaian_compare", args=[penilaian.pk])
        buttons.append(Tombol("Bandingkan dengan penilaian lain", compare, ikon="git-compare"))
    unit = penilaian.pembangunan.unit
    return Halaman(
        judul=title_of(penilaian) if request.peran.jenis in UNIT_ROLES else f"{title_of(penilaian)} {unit.nama}",
        remah=crumbs(request, penilaian, with_self=False),
        status=(NADA[penilaian.status], penilaian.get_status_display()),
        keterangan=f"{_where(penilaian)} {LANGKAH[penilaian.status]}".strip(),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
        tab=tuple(_tabs(penilaian, tab)),
    )


def _tabs(penilaian: Penilaian, tab: str) -> list[Tab]:
    pages = (
        ("Hasil", "penilaian_detail"), ("Isian LKE", "penilaian_fill"), ("Jalan ke predikat", "penilaian_path"),
        ("Coba jawaban lain", "penilaian_try"),
    )  # fmt: skip
    return [Tab(label, reverse(name, args=[penilaian.pk]), aktif=name == tab) for label, name in pages]


def _button(penilaian: Penilaian, step: Transition) -> Tombol:
    """Preparing and submitting have pages of their own with the findings; the ways back ask in a dialog."""
    url = step_url(penilaian, step)
    if not step.reason_required:
        return Tombol(step.label, url, ikon=STEP_ICON[step.name])
    return Tombol(step.label, url, ikon=STEP_ICON[step.name], metode="post", konfirmasi=step.confirm, alasan="wajib")


def _where(penilaian: Penilaian) -> str:
    last = penilaian.riwayat.exclude(kolom=BEKU).filter(kolom="status").select_related("oleh").first()
    return f"{last.tindakan} oleh {last.oleh}, {tanggal(last.waktu)}." if last and last.oleh else ""
