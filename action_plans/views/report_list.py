"""Which report is due, sent, late: the unit's own year, and every unit's for the Inspektorat."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.forms.report import LaporanFilter
from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.report_status import TRIWULAN, KeadaanLaporan, states_for
from action_plans.tables_report import LaporanTable
from units.access import has_role, require
from units.choices import ROMAN, JenisPeran
from units.halaman import Halaman, Tab, Tombol
from units.models import PembangunanZI, Peran
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES, UNIT_ROLES
from units.views.common import PER_PAGE, paged, render_list

J = JenisPeran
S = LaporanTriwulan.Status
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Tim Pembangunan ZI, Kepala Unit Kerja, Inspektorat, Kepala Daerah, dan Administrator Instansi"


def laporan_list(request: HttpRequest) -> HttpResponse:
    """The unit's four quarters, or every unit's."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka laporan triwulan")
    states = states_for(request.peran, request.periode, today=timezone.localdate()) if request.periode else []
    if request.peran.jenis in UNIT_ROLES:
        return _own_year(request, states)
    return _all_units(request, states)


# --- the unit's own year -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisTriwulan:
    keadaan: KeadaanLaporan
    tombol: Tombol | None


def _own_year(request: HttpRequest, states: Sequence[KeadaanLaporan]) -> HttpResponse:
    approved = RencanaAksi.objects.filter(pembangunan__in={k.pembangunan.pk for k in states}, versi__gt=0).exists()
    rows = [BarisTriwulan(k, _next_step(request, k, approved=approved)) for k in states]
    halaman = Halaman(
        judul=f"Laporan triwulan {request.periode or ''}".strip(),
        keterangan="Laporan disusun dari rencana aksi dan realisasinya, disetujui Kepala Unit Kerja, lalu disampaikan ke Inspektorat.",
    )
    return render(
        request, "action_plans/laporan_list.html", {"halaman": halaman, "rows": rows, "rencana_disetujui": approved}
    )


def _next_step(request: HttpRequest, k: KeadaanLaporan, *, approved: bool) -> Tombol | None:
    """The one thing this role can do now with this quarter."""
    peran = request.peran
    if k.laporan is None:
        may = approved and k.has_begun and access.can_prepare_laporan(peran, k.pembangunan)
        url = reverse("laporan_create", args=[k.pembangunan.pk, k.triwulan])
        return Tombol("Susun laporan", url, ikon="file-plus", metode="post") if may else None
    here = reverse("laporan_detail", args=[k.laporan.pk])
    if k.laporan.status == S.DRAF and peran.jenis in (J.KETUA_TIM, J.ANGGOTA_TIM):
        return Tombol("Lanjutkan menyusun", reverse("laporan_edit", args=[k.laporan.pk]), ikon="pencil")
    if k.laporan.status == S.DIAJUKAN and peran.jenis == J.KEPALA_UNIT:
        return Tombol("Periksa dan setujui", here, ikon="clipboard-check")
    if k.laporan.status == S.DISETUJUI and peran.jenis == J.KEPALA_UNIT:
        return Tombol("Sampaikan", reverse("laporan_send", args=[k.laporan.pk]), ikon="send")
    return Tombol("Buka", here, ikon="eye")


# --- all units -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisUnit:
    """A row of the matrix: one unit and its four quarters."""

    pembangunan: PembangunanZI
    sel: tuple[KeadaanLaporan, ...]


def _all_units(request: HttpRequest, states: Sequence[KeadaanLaporan]) -> HttpResponse:
    form, found = _chosen(request, states)
    as_list = request.GET.get("tampilan") == "daftar"
    base = reverse("laporan_list")
    context = {
        "halaman": Halaman(
            judul=f"Laporan triwulan {request.periode or ''}".strip(),
            keterangan=_summary(states),
            tombol=_print_button(request.peran),
            tab=(
                Tab("Matriks unit dan triwulan", base, aktif=not as_list),
                Tab("Daftar", f"{base}?tampilan=daftar", aktif=as_list),
            ),
        ),
        "form": form,
        "jumlah": len(found),
        "ada_unit": bool(states),
        "table": paged(request, LaporanTable(found)),
    }
    if as_list:
        return render_list(request, "action_plans/laporan_daftar.html", context)
    page = Paginator(_matrix(states, {k.pembangunan.pk for k in found}), PER_PAGE).get_page(request.GET.get("page"))
    more = {"page": page, "triwulan": [ROMAN[n] for n in TRIWULAN]}
    return render_list(request, "action_plans/laporan_matrix.html", context | more)


def _chosen(request: HttpRequest, states: Sequence[KeadaanLaporan]) -> tuple[LaporanFilter, list[KeadaanLaporan]]:
    form = LaporanFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    return form, [k for k in states if _fits(k, chosen)]


def _fits(k: KeadaanLaporan, chosen: dict) -> bool:
    """Does the report answer to what was chosen in the filter?"""
    status = k.laporan.status if k.laporan else ""
    of_state = {
        "terlambat": k.is_overdue,
        "belum": not k.is_sent,
        "disampaikan": status == S.DISAMPAIKAN,
        "dikembalikan": k.is_returned,
        "diterima": status == S.DITERIMA,
    }
    q = (chosen.get("q") or "").casefold()
    return (
        of_state.get(chosen.get("keadaan") or "", True)
        and chosen.get("triwulan") in (None, "", k.triwulan)
        and q in k.pembangunan.unit.nama.casefold()
    )


def _matrix(states: Sequence[KeadaanLaporan], units: set[int]) -> list[BarisUnit]:
    """All four quarters of every unit of which at least one was found."""
    rows: dict[int, list[KeadaanLaporan]] = {}
    for k in states:
        if k.pembangunan.pk in units:
            rows.setdefault(k.pembangunan.pk, []).append(k)
    return [BarisUnit(cells[0].pembangunan, tuple(cells)) for cells in rows.values()]


def _print_button(peran: Peran) -> Tombol | None:
    """All reports of a quarter in one go, for those who make papers of what was sent."""
    if not has_role(peran, *INSPEKTORAT_ROLES):
        return None
    return Tombol("Cetak massal", f"{reverse('massal_create')}?jenis=lampiran_ii", ikon="printer")


def _summary(states: Sequence[KeadaanLaporan]) -> str:
    late = sum(k.is_overdue for k in states)
    waiting = sum(k.laporan is not None and k.laporan.status == S.DISAMPAIKAN for k in states)
    return f"{late} laporan terlambat dan {waiting} laporan menunggu penerimaan."
