"""What all pages of a plan share: fetching it as this role may see it, and the head with its steps."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from action_plans.models import RencanaAksi
from action_plans.workflow import RENCANA
from units.choices import JenisPeran
from units.halaman import Halaman, Nada, Tab, Tombol
from units.models import PembangunanZI
from units.notices import holders
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import Transition

S = RencanaAksi.Status
NADA: dict[str, Nada] = {S.DRAF: "netral", S.DIAJUKAN: "kuning", S.DISETUJUI: "hijau"}
STEP_URL = {
    "submit": "rencana_submit",
    "approve": "rencana_approve",
    "send_back": "rencana_send_back",
    "revise": "rencana_revise",
}
STEP_ICON = {"submit": "send", "approve": "check", "send_back": "undo-2", "revise": "pencil"}
TABS = (
    ("rencana_detail", "Ringkasan"),
    ("rencana_grid", "Tabel rencana"),
    ("rencana_year", "Tampilan tahun"),
    ("aksi_list", "Daftar aksi"),
)


def fetch_pembangunan(request: HttpRequest, pk: int) -> PembangunanZI:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    return get_object_or_404(rows, pk=pk)


def fetch_rencana(request: HttpRequest, pk: int) -> RencanaAksi:
    rows = RencanaAksi.objects.visible_to(request.peran).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "disusun_oleh", "diajukan_oleh"
    )
    return get_object_or_404(rows, pk=pk)


def plan_head(request: HttpRequest, rencana: RencanaAksi, active: str) -> Halaman:
    """Title, status, what comes next and who acts; one primary step, the others and the files in the menu."""
    unit, tahun = rencana.pembangunan.unit, rencana.pembangunan.periode.tahun
    steps = [_button(rencana, t) for t in RENCANA.available(request.peran, rencana)]
    is_unit = request.peran.jenis in UNIT_ROLES
    primary = steps[0] if steps and rencana.status != S.DISETUJUI else None
    others = steps[1:] if primary else steps
    return Halaman(
        judul=f"Rencana aksi {tahun}" if is_unit else f"Rencana aksi {unit.nama} {tahun}",
        remah=() if is_unit else (("Rencana aksi", reverse("rencana_list")),),
        status=(NADA[rencana.status], status_words(rencana)),
        keterangan=where_it_stands(rencana),
        tombol=primary,
        menu=(*others, *_files(request, rencana)),
        tab=tuple(Tab(label, reverse(name, args=[rencana.pk]), aktif=name == active) for name, label in TABS),
    )


def status_words(rencana: RencanaAksi) -> str:
    if rencana.status == S.DRAF and rencana.versi:
        return f"Draf revisi versi {rencana.versi}"
    return f"Disetujui, versi {rencana.versi}" if rencana.status == S.DISETUJUI else rencana.get_status_display()


def where_it_stands(rencana: RencanaAksi) -> str:
    last = rencana.riwayat.filter(kolom="status").first()
    since = f" sejak {tanggal(last.waktu)}" if last else ""
    if rencana.status == S.DIAJUKAN:
        unit = rencana.pembangunan.unit
        head = holders(JenisPeran.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk)
        name = f" ({head[0].nama})" if head else ""
        return f"Menunggu persetujuan Kepala Unit Kerja{name}{since}."
    if rencana.status == S.DISETUJUI:
        return f"Berlaku{since}. Berikutnya: realisasi dan data dukung tiap bulan oleh tim."
    if rencana.versi:
        return f"Sedang direvisi{since}; versi {rencana.versi} tetap berlaku. Berikutnya: Ketua Tim mengajukan revisi."
    return "Sedang disusun tim. Berikutnya: Ketua Tim mengajukan rencana kepada Kepala Unit Kerja."


def _button(rencana: RencanaAksi, step: Transition) -> Tombol:
    """Submitting and approving have a page that lists the findings, so they are plain links."""
    url = reverse(STEP_URL[step.name], args=[rencana.pk])
    if step.reason_required:
        return Tombol(
            step.label, url, ikon=STEP_ICON[step.name], metode="post", konfirmasi=step.confirm, alasan="wajib"
        )
    return Tombol(step.label, url, ikon=STEP_ICON[step.name])


def _files(request: HttpRequest, rencana: RencanaAksi) -> list[Tombol]:
    found = [Tombol("Unduh Excel", reverse("rencana_export", args=[rencana.pk]), ikon="file-spreadsheet", unduh=True)]
    if request.peran.jenis == JenisPeran.KETUA_TIM and rencana.status == S.DRAF:
        found.append(
            Tombol("Tambah aksi dari Excel", reverse("rencana_import", args=[rencana.pembangunan_id]), ikon="file-up")
        )
    if rencana.versi:
        found.append(Tombol("Perbedaan versi", reverse("rencana_diff", args=[rencana.pk]), ikon="git-compare"))
    return found
