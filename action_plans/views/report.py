"""One quarterly report: made, and read as it is or as it was signed."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.due import NADA as NADA_KEADAAN
from action_plans.due import Keadaan
from action_plans.models import LaporanTriwulan
from action_plans.naskah import NASKAH, BagianNaskah, Naskah, form_of, from_frozen, naskah_for, signed_rows
from action_plans.report_data import DataArea
from action_plans.report_status import TRIWULAN
from action_plans.report_workflow import findings_of
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, report_head, title_of
from units.access import require
from units.choices import ROMAN, JenisPeran
from units.errors import Ditolak
from units.findings import Temuan, has_galat
from units.halaman import Halaman
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES, UNIT_ROLES

J = JenisPeran
S = LaporanTriwulan.Status
PER_PAGE = 50
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Tim Pembangunan ZI, Kepala Unit Kerja, Inspektorat, Kepala Daerah, dan Administrator Instansi"


# --- one report ----------------------------------------------------------------------------------------------


def laporan_create(request: HttpRequest, pk: int, triwulan: int) -> HttpResponse:
    if triwulan not in TRIWULAN:
        raise Http404
    pembangunan = get_object_or_404(
        PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode"), pk=pk
    )
    require(
        access.can_prepare_laporan(request.peran, pembangunan),
        access.PENYUSUN_LAPORAN,
        what="Menyusun laporan triwulan",
    )
    if request.method != "POST":
        return render(
            request,
            "action_plans/laporan_create.html",
            {
                "judul": f"Susun Laporan Triwulan {ROMAN[triwulan]} {pembangunan.periode.tahun}",
                "akibat": "Setiap bagian Lampiran II diisi portal dari realisasi dan data dukung, lalu dapat Anda sunting.",
                "tombol": "Susun laporan",
                "batal_url": reverse("laporan_list"),
            },
        )
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
    internal = request.peran.jenis in UNIT_ROLES
    naskah = naskah_for(laporan, internal=internal, today=timezone.localdate())
    returned = _returned_because(laporan)
    findings = [] if naskah.is_beku else _findings(laporan, naskah)
    return render(
        request,
        "action_plans/laporan_detail.html",
        {
            **_reading(laporan, naskah),
            "halaman": report_head(request, laporan, ready=not (returned or has_galat(findings))),
            "temuan": findings,
            "dikembalikan": returned,
            "sedang_diperbaiki": naskah.is_beku and not laporan.data,
            "naskah_lama": signed_rows(laporan, internal=internal)[int(naskah.is_beku) :],
            "riwayat": _history(laporan, internal=internal),
        },
    )


def _history(laporan: LaporanTriwulan, *, internal: bool) -> QuerySet:
    """Outside the unit the steps; who wrote which section is the unit's own business."""
    rows = laporan.riwayat.exclude(kolom=NASKAH) if internal else laporan.riwayat.filter(kolom="status")
    return rows.select_related("oleh", "peran")


def _findings(laporan: LaporanTriwulan, naskah: Naskah) -> list[Temuan]:
    texts = {b.bagian.kode: b.isi for b in naskah.bagian}
    return findings_of(texts, naskah.data, form=form_of(laporan))


def laporan_version(request: HttpRequest, pk: int, naskah: int) -> HttpResponse:
    """A text that was approved once and returned later, as it was signed."""
    laporan = fetch_laporan(request, pk)
    signed = signed_rows(laporan, internal=request.peran.jenis in UNIT_ROLES)
    row = next((r for r in signed if r.pk == naskah), None)
    if row is None:
        raise Http404
    old = from_frozen(laporan, json.loads(row.ke))
    halaman = Halaman(
        judul=f"Naskah {title_of(laporan)}",
        remah=crumbs(laporan, with_self=True),
        status=("netral", "Naskah lama"),
        keterangan="Naskah ini pernah disetujui dan disimpan sebagaimana ditandatangani.",
    )
    return render(request, "action_plans/laporan_version.html", {**_reading(laporan, old), "halaman": halaman})


def _reading(laporan: LaporanTriwulan, naskah: Naskah) -> dict:
    form = form_of(laporan)
    rows = [(b.judul, naskah.data.of(b.area)) for b in form.bagian if b.area]
    return {
        "laporan": laporan,
        "naskah": naskah,
        "bagian_list": sections_of(naskah),
        "per_area": rows,
        "nada": {k.value: NADA_KEADAAN[k] for k in Keadaan},
    }


def _returned_because(laporan: LaporanTriwulan) -> object | None:
    """The last step, when it sent the report back."""
    last = laporan.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    return last if last and laporan.status == S.DRAF and last.alasan else None
