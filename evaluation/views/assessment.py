"""Self-assessments: the list of the year, and the beginning of one."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evaluation import access
from evaluation.filters import PenilaianFilter
from evaluation.forms import PenilaianCreateForm
from evaluation.models import Penilaian
from evaluation.services import assessment
from evaluation.services.instruments import published
from evaluation.tables import PenilaianTable
from evaluation.views.head import fetch_pembangunan
from units.access import has_role, require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.views.common import paged, render_list

J = JenisPeran
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Tim Pembangunan ZI, Kepala Unit Kerja, Inspektorat, Kepala Daerah, dan Administrator Instansi"


def penilaian_list(request: HttpRequest) -> HttpResponse:
    """Units of the year with what they have submitted. Unit roles go straight to their own."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka penilaian")
    rows = (
        PembangunanZI.objects.visible_to(request.peran)
        .filter(periode=request.periode)
        .select_related("unit", "periode")
    )
    if request.peran.jenis in UNIT_ROLES:
        return _own(request, rows.first())
    submitted = Penilaian.objects.mandiri().filter(pembangunan=OuterRef("pk")).exclude(diajukan_at=None)
    rows = rows.annotate(
        penilaian_pk=Subquery(submitted.values("pk")[:1]), diajukan_at=Subquery(submitted.values("diajukan_at")[:1]),
        ringkas=Subquery(submitted.values("hasil__ringkas")[:1]),
    )  # fmt: skip
    chosen = PenilaianFilter(request.GET, queryset=rows.order_by("unit__kode"), request=request)
    table = paged(request, PenilaianTable(chosen.qs))
    tahun = request.periode.tahun if request.periode else ""
    halaman = Halaman(
        judul=f"Penilaian mandiri {tahun}".strip(),
        keterangan="Nilai yang dihitung unit kerja sendiri dan diajukan Kepala Unit Kerja.",
        tombol=Tombol("Instrumen LKE", reverse("instrumen_list"), ikon="clipboard-list"),
    )
    return render_list(request, "evaluation/penilaian_list.html", {"halaman": halaman, "table": table, "filter": chosen})


def _own(request: HttpRequest, pembangunan: PembangunanZI | None) -> HttpResponse:
    """A unit has one self-assessment a year: the assessment itself, or the way to it."""
    seen = Penilaian.objects.visible_to(request.peran).mandiri()
    own = seen.filter(pembangunan=pembangunan).first() if pembangunan else None
    if own:
        return redirect("penilaian_detail", pk=own.pk)
    may = pembangunan is not None and access.can_begin_penilaian(request.peran, pembangunan)
    halaman = Halaman(judul=f"Penilaian mandiri {request.periode or ''}".strip())
    context = {"halaman": halaman, "pembangunan": pembangunan, "boleh": may, "kosong_unit": True}
    return render(request, "evaluation/penilaian_list.html", context)


def penilaian_create(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = fetch_pembangunan(request, pk)
    require(access.can_begin_penilaian(request.peran, pembangunan), access.KETUA, what="Memulai penilaian mandiri")
    existing = Penilaian.objects.mandiri().filter(pembangunan=pembangunan).first()
    if existing:
        return redirect("penilaian_fill", pk=existing.pk)
    choices = published(pembangunan.unit.instansi_id).defer("isi", "ambang")
    form = PenilaianCreateForm(request.POST or None, queryset=choices, cancel_url=reverse("penilaian_list"))
    if form.is_valid():
        try:
            done = assessment.create_penilaian(
                pembangunan=pembangunan, instrumen=form.cleaned_data["instrumen"], by=request.peran
            )
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("penilaian_list")
        return redirect("penilaian_fill", pk=done.pk)
    halaman = Halaman(
        judul=f"Mulai penilaian mandiri {pembangunan.periode.tahun}",
        remah=(("Penilaian", reverse("penilaian_list")),),
        keterangan=pembangunan.unit.nama,
    )
    return render(
        request, "evaluation/penilaian_create.html", {"halaman": halaman, "form": form, "ada": choices.exists()}
    )
