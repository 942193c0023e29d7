"""Quarterly reports: the unit's year, the compliance of all units, one report as it is read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.due import NADA as NADA_KEADAAN
from action_plans.due import Keadaan
from action_plans.forms.report import LaporanFilter
from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.naskah import BagianNaskah, Naskah, form_of, from_frozen, naskah_of
from action_plans.report_data import DataArea
from action_plans.report_status import TRIWULAN, KeadaanLaporan, states_for
from action_plans.report_workflow import NASKAH, findings_of
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, report_head, title_of
from units.access import has_role, require
from units.choices import ROMAN, JenisPeran
from units.errors import Ditolak
from units.findings import Temuan, has_galat
from units.halaman import Halaman, Tab, Tombol
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES, UNIT_ROLES

J = JenisPeran
S = LaporanTriwulan.Status
PER_PAGE = 50
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
    return render(request, "action_plans/laporan_list.html", {"halaman": halaman, "rows": rows, "rencana_disetujui": approved})


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
    form = LaporanFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    as_list = request.GET.get("tampilan") == "daftar"
    found = [k for k in states if _fits(k, chosen)]
    rows = found if as_list else _matrix(states, {k.pembangunan.pk for k in found})
    base = reverse("laporan_list")
    halaman = Halaman(
        judul=f"Laporan triwulan {request.periode or ''}".strip(),
        keterangan=_summary(states),
        tab=(Tab("Matriks unit dan triwulan", base, aktif=not as_list), Tab("Daftar", f"{base}?tampilan=daftar", aktif=as_list)),
    )
    return render(request, "action_plans/laporan_matrix.html", {
        "halaman": halaman, "form": form, "as_list": as_list, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "jumlah": len(found), "triwulan": [ROMAN[n] for n in TRIWULAN], "ada_unit": bool(states),
    })


def _fits(k: KeadaanLaporan, chosen: dict) -> bool:
    """Does the report answer to what was chosen in the filter?"""
    status = k.laporan.status if k.laporan else ""
    of_state = {
        "terlambat": k.is_overdue, "belum": not k.is_sent, "disampaikan": status == S.DISAMPAIKAN,
        "dikembalikan": k.is_returned, "diterima": status == S.DITERIMA,
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


def _summary(states: Sequence[KeadaanLaporan]) -> str:
    late = sum(k.is_overdue for k in states)
    waiting = sum(k.laporan is not None and k.laporan.status == S.DISAMPAIKAN for k in states)
    return f"{late} laporan terlambat dan {waiting} laporan menunggu penerimaan."


# --- one report ----------------------------------------------------------------------------------------------


def laporan_create(request: HttpRequest, pk: int, triwulan: int) -> HttpResponse:
    if triwulan not in TRIWULAN:
        raise Http404
    pembangunan = get_object_or_404(
        PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode"), pk=pk
    )
    require(access.can_prepare_laporan(request.peran, pembangunan), access.PENYUSUN_LAPORAN, what="Menyusun laporan triwulan")
    if request.method != "POST":
        return render(request, "action_plans/laporan_create.html", {
            "judul": f"Susun Laporan Triwulan {ROMAN[triwulan]} {pembangunan.periode.tahun}",
            "akibat": "Setiap bagian Lampiran II diisi portal dari realisasi dan data dukung, lalu dapat Anda sunting.",
            "tombol": "Susun laporan", "batal_url": reverse("laporan_list"),
        })
    try:
        laporan = report.create_laporan(pembangunan=pembangunan, triwulan=triwulan, by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect("laporan_list")
    return redirect("laporan_edit", pk=laporan.pk)


@dataclass(frozen=True, slots=True)
class BagianTampil:
    """A section as the page shows it: text and, under an area, its figures."""

    isi: BagianNaskah
    angka: DataArea | None


def sections_of(naskah: Naskah) -> list[BagianTampil]:
    return [BagianTampil(b, naskah.data.of(b.bagian.area) if b.bagian.area else None) for b in naskah.bagian]


def laporan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    laporan = fetch_laporan(request, pk)
    naskah = naskah_of(laporan, today=timezone.localdate())
    returned = _returned_because(laporan)
    findings = _findings(laporan, naskah) if not naskah.is_beku and request.peran.jenis in UNIT_ROLES else []
    return render(request, "action_plans/laporan_detail.html", {
        **_reading(laporan, naskah),
        "halaman": report_head(request, laporan, ready=not (returned or has_galat(findings))),
        "temuan": findings,
        "dikembalikan": returned,
        "naskah_lama": laporan.riwayat.filter(kolom=NASKAH).select_related("oleh")[int(bool(laporan.data)):],
        "riwayat": laporan.riwayat.exclude(kolom=NASKAH).select_related("oleh", "peran"),
    })


def _findings(laporan: LaporanTriwulan, naskah: Naskah) -> list[Temuan]:
    texts = {b.bagian.kode: b.isi for b in naskah.bagian}
    return findings_of(texts, naskah.data, form=form_of(laporan))


def laporan_version(request: HttpRequest, pk: int, naskah: int) -> HttpResponse:
    """A text that was approved once and returned later, as it was signed."""
    laporan = fetch_laporan(request, pk)
    row = get_object_or_404(laporan.riwayat.filter(kolom=NASKAH), pk=naskah)
    old = from_frozen(laporan, json.loads(row.ke))
    halaman = Halaman(
        judul=f"Naskah {title_of(laporan)}", remah=crumbs(laporan, with_self=True), status=("netral", "Naskah lama"),
        keterangan="Naskah ini pernah disetujui dan disimpan sebagaimana ditandatangani.",
    )
    return render(request, "action_plans/laporan_version.html", {**_reading(laporan, old), "halaman": halaman})


def _reading(laporan: LaporanTriwulan, naskah: Naskah) -> dict:
    form = form_of(laporan)
    rows = [(b.judul, naskah.data.of(b.area)) for b in form.bagian if b.area]
    return {
        "laporan": laporan, "naskah": naskah, "bagian_list": sections_of(naskah), "per_area": rows,
        "nada": {k.value: NADA_KEADAAN[k] for k in Keadaan},
    }


def _returned_because(laporan: LaporanTriwulan) -> object | None:
    """The last step, when it sent the report back."""
    last = laporan.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    return last if last and laporan.status == S.DRAF and last.alasan else None

