"""TPI's evaluations of the year, self-assessments that wait for one, and how much work each assessor has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI, Penilaian
from evaluation.services import tpi_open as opening
from evaluation.tpi_filters import SAYA, EvaluasiFilter
from evaluation.tpi_forms import EvaluasiOpenForm
from evaluation.tpi_progress import shares, tpi_roles, workload
from evaluation.tpi_queue import first_task
from evaluation.tpi_tables import EvaluasiTable
from units.access import has_role, require
from units.errors import Ditolak
from units.halaman import Halaman, Tab, Tombol
from units.scope import INSPEKTORAT_ROLES
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import paged, render_list

PEMBACA = "Inspektorat"


def tpi_list(request: HttpRequest) -> HttpResponse:
    """Evaluations of the year with their progress; constant queries however many there are."""
    require(has_role(request.peran, *INSPEKTORAT_ROLES), PEMBACA, what="Membuka evaluasi TPI")
    rows = EvaluasiTPI.objects.visible_to(request.peran).filter(pembangunan__periode=request.periode)
    rows = rows.select_related("pembangunan__unit", "pembangunan__periode").order_by("pembangunan__unit__kode")
    chosen = EvaluasiFilter(request.GET, queryset=rows, request=request)
    table = paged(request, EvaluasiTable(chosen.qs))
    table.kemajuan = shares([row.record for row in table.page.object_list], request.peran.user_id)
    leads = has_role(request.peran, *access.PEMIMPIN)
    waiting = opening.waiting(request.peran.instansi_id, request.periode) if leads else []
    halaman = Halaman(
        judul=f"Evaluasi TPI {request.periode or ''}".strip(),
        keterangan="Penilaian oleh TPI: evaluasi meja, klarifikasi, lapangan, dan pleno.",
        tombol=_main_button(request),
        menu=_menu(request),
        tab=_tabs(request),
    )
    return render_list(request, "evaluation/tpi_list.html", {
        "halaman": halaman, "table": table, "filter": chosen, "menunggu": waiting,
    })  # fmt: skip


def _main_button(request: HttpRequest) -> Tombol | None:
    if not has_role(request.peran, *access.PENILAI):
        return None
    return Tombol("Nilai soal berikutnya", reverse("tpi_next"), ikon="pencil")


def _menu(request: HttpRequest) -> tuple[Tombol, ...]:
    if request.periode is None:
        return ()
    team = Tombol("Tim Penilai Internal", reverse("tim_penilai_detail", args=[request.periode.pk]), ikon="users")
    return (team, Tombol("Beban penilai", reverse("tpi_workload"), ikon="chart-column"))


def _tabs(request: HttpRequest) -> tuple[Tab, ...]:
    if not has_role(request.peran, *access.PENILAI):
        return ()
    mine = request.GET.get("penilai") == SAYA
    url = reverse("tpi_list")
    return (Tab("Semua evaluasi", url, aktif=not mine), Tab("Tugas saya", f"{url}?penilai={SAYA}", aktif=mine))


def tpi_next(request: HttpRequest) -> HttpResponse:
    """Straight to the next question that waits for this assessor, in whatever unit."""
    require(has_role(request.peran, *access.PENILAI), "Ketua, Sekretaris, dan Anggota TPI", what="Membuka antrean")
    found = first_task(request.peran, request.periode)
    if found is None:
        messages.info(request, "Tidak ada pertanyaan yang menunggu nilai Anda saat ini.")
        return redirect(f"{reverse('tpi_list')}?penilai={SAYA}")
    return redirect(found)


def tpi_workload(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *INSPEKTORAT_ROLES), PEMBACA, what="Membuka beban penilai")
    roles = tpi_roles(request.peran.instansi_id, timezone.localdate())
    rows = workload(request.periode, roles) if request.periode else []
    halaman = Halaman(
        judul=f"Beban penilai {request.periode or ''}".strip(),
        remah=(("Evaluasi TPI", reverse("tpi_list")),),
        keterangan="Penugasan yang masih berlaku pada tahun ini.",
    )
    return render(request, "evaluation/tpi_workload.html", {"halaman": halaman, "beban": rows})


def tpi_open(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Penilaian.objects.visible_to(request.peran).mandiri()
    penilaian = get_object_or_404(
        rows.select_related("pembangunan__unit__instansi", "pembangunan__periode", "instrumen"), pk=pk
    )
    require(access.can_open(request.peran, penilaian), access.KETUA_TPI, what="Membuka evaluasi TPI")
    if existing := EvaluasiTPI.objects.filter(mandiri=penilaian).first():
        return redirect("tpi_detail", pk=existing.pk)
    windows = opening.default_windows(penilaian.pembangunan.periode, timezone.localdate())
    form = EvaluasiOpenForm(
        request.POST or None, jendela=windows, cancel_url=reverse("tpi_list"),
        initial={"jenis": opening.default_jenis(penilaian), "buta": True},
    )  # fmt: skip
    temuan = []
    if form.is_valid():
        try:
            done = opening.open_evaluasi(
                penilaian=penilaian, jenis=form.cleaned_data["jenis"], buta=form.cleaned_data["buta"],
                jendela=form.windows(), by=request.peran,
            )  # fmt: skip
        except SyaratBelumTerpenuhi as refusal:
            temuan = refusal.temuan
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Evaluasi dibuka. Tugaskan penilainya.")
            return redirect("penugasan_add", pk=done.pk)
    halaman = Halaman(
        judul=f"Buka evaluasi TPI {penilaian.pembangunan.unit.nama}",
        remah=(("Evaluasi TPI", reverse("tpi_list")),),
        keterangan=f"Dari penilaian mandiri dengan {penilaian.instrumen}; TPI menilai dengan LKE yang sama.",
    )
    return render(
        request, "evaluation/tpi_open.html", {"halaman": halaman, "form": form, "temuan": temuan},
        status=422 if temuan or form.errors else 200,
    )  # fmt: skip
