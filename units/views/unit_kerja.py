"""Work units: list, page, and their master data."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from units.access import can_edit_unit, can_manage_instansi, is_admin, require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.filters import UnitFilter
from units.forms.unit_kerja import UnitForm, UnitHeadForm
from units.halaman import Halaman, Tombol
from units.models import Peran, Predikat, UnitKerja
from units.scope import UNIT_ROLES
from units.services import unit_kerja as services
from units.tables import UnitTable
from units.views.common import ADMIN, SAME, ask, paged, render_list

HISTORY_ROWS = 30


def _unit(request: HttpRequest, pk: int) -> UnitKerja:
    return get_object_or_404(UnitKerja.objects.visible_to(request.peran).select_related("instansi", "induk"), pk=pk)


def unit_list(request: HttpRequest) -> HttpResponse:
    """Units of the institution; who belongs to one goes straight to it."""
    if request.peran and request.peran.jenis in UNIT_ROLES and request.peran.unit_id:
        return redirect("unit_detail", pk=request.peran.unit_id)
    found = UnitFilter(request.GET, queryset=UnitKerja.objects.visible_to(request.peran).select_related("induk"))
    table = paged(request, UnitTable(found.qs))
    may_add = is_admin(request.peran)
    if may_add and not request.GET:
        table.empty_text, table.empty_sebab = (
            "Belum ada unit kerja",
            "Tambahkan satu per satu, atau impor semuanya dari Excel.",
        )
        table.empty_url, table.empty_label = f"{reverse('impor_create')}?jenis=unit", "Impor dari Excel"
    halaman = Halaman(
        "Unit kerja",
        keterangan="Unit kerja instansi dan data pokoknya.",
        tombol=Tombol("Tambah unit", reverse("unit_create"), ikon="plus") if may_add else None,
        menu=(Tombol("Impor dari Excel", f"{reverse('impor_create')}?jenis=unit", ikon="file-up"),) if may_add else (),
    )
    return render_list(request, "units/unit_list.html", {"halaman": halaman, "filter": found, "table": table})


def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    rank = JenisPeran.values.index
    roles = Peran.objects.active_on(timezone.localdate()).filter(unit=unit).select_related("user")
    halaman = Halaman(
        unit.nama,
        remah=(("Unit kerja", reverse("unit_list")),),
        keterangan=f"Kode {unit.kode}. {unit.get_jenis_layanan_display()}.",
        status=None if unit.is_active else ("netral", "Nonaktif"),
        tombol=Tombol("Ubah data", reverse("unit_edit", args=[pk]), ikon="pencil")
        if can_edit_unit(request.peran, unit)
        else None,
        menu=_menu(request.peran, unit),
    )
    return render(
        request,
        "units/unit_detail.html",
        {
            "halaman": halaman,
            "unit": unit,
            "peran_list": sorted(roles, key=lambda p: (rank(p.jenis), p.user.nama)),
            "anak": unit.anak.all(),
            "kepala": next((p for p in roles if p.jenis == JenisPeran.KEPALA_UNIT), None),
            "pembangunan_list": unit.pembangunan.select_related("periode", "tim"),
            "predikat_list": Predikat.objects.visible_to(request.peran).filter(unit=unit),
            "riwayat": unit.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS],
        },
    )


def _menu(peran: Peran | None, unit: UnitKerja) -> tuple[Tombol, ...]:
    if not can_manage_instansi(peran, unit.instansi_id):
        return ()
    if not unit.is_active:
        return (Tombol("Aktifkan lagi", reverse("unit_activate", args=[unit.pk]), ikon="rotate-ccw", metode="post"),)
    return (
        Tombol(
            "Nonaktifkan unit",
            reverse("unit_deactivate", args=[unit.pk]),
            ikon="archive",
            metode="post",
            bahaya=True,
            alasan="wajib",
            konfirmasi=f"{unit} tidak dapat lagi didaftarkan dalam tahun program atau diberi peran baru. Data dan riwayatnya tetap.",
        ),
    )


def unit_create(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Menambah unit kerja")
    form = UnitForm(request.POST or None, by=request.peran, cancel_url=reverse("unit_list"))
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.create_unit(data=form.values(), by=request.peran)
        except IntegrityError:
            form.add_error(None, SAME)
        else:
            messages.success(request, f"{unit} ditambahkan.")
            return redirect("unit_detail", pk=unit.pk)
    return render(
        request,
        "units/unit_create.html",
        {"form": form, "halaman": Halaman("Tambah unit kerja", remah=(("Unit kerja", reverse("unit_list")),))},
    )


def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The administrator changes everything; the head of the unit what he may correct."""
    unit = _unit(request, pk)
    require(can_edit_unit(request.peran, unit), f"{ADMIN} atau Kepala Unit Kerja unit ini", what="Mengubah data unit")
    form_class = UnitForm if can_manage_instansi(request.peran, unit.instansi_id) else UnitHeadForm
    nama, url = unit.nama, reverse("unit_detail", args=[pk])
    form = form_class(request.POST or None, instance=unit, by=request.peran, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_unit(unit, form.values(), by=request.peran)
        except Ditolak as error:
            form.add_error("induk", str(error))
        except IntegrityError:
            form.add_error(None, SAME)
        else:
            messages.success(request, "Data unit disimpan.")
            return redirect(url)
    halaman = Halaman("Ubah data unit", remah=(("Unit kerja", reverse("unit_list")), (nama, url)))
    return render(
        request, "units/unit_edit.html", {"form": form, "halaman": halaman, "sebagian": form_class is UnitHeadForm}
    )


def unit_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    require(can_manage_instansi(request.peran, unit.instansi_id), ADMIN, what="Menonaktifkan unit")
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            if not alasan:
                raise Ditolak("Isi alasan, misalnya nomor peraturan tentang penggabungan perangkat daerah.")
            services.deactivate_unit(unit, alasan=alasan, by=request.peran)
        except Ditolak as error:
            galat = str(error)
        else:
            messages.success(request, f"{unit} dinonaktifkan.")
            return redirect("unit_detail", pk=pk)
    return ask(
        request,
        judul=f"Nonaktifkan {unit}?",
        akibat="Unit berhenti ikut pekerjaan baru.",
        butir=services.consequences(unit),
        tombol="Nonaktifkan",
        batal_url=reverse("unit_detail", args=[pk]),
        alasan="wajib",
        alasan_nilai=alasan,
        galat=galat,
        bahaya=True,
        status=422 if galat else 200,
    )


@require_POST
def unit_activate(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    require(can_manage_instansi(request.peran, unit.instansi_id), ADMIN, what="Mengaktifkan unit")
    services.activate_unit(unit, by=request.peran)
    messages.success(request, f"{unit} aktif lagi.")
    return redirect("unit_detail", pk=pk)
