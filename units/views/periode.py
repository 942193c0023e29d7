"""The programme year: calendar, and the units registered in it."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from units.access import can_manage_instansi, can_set_pembangunan, is_admin, require
from units.errors import Ditolak
from units.forms.periode import PembangunanAddForm, PembangunanForm, PeriodeForm, TenggatForm
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI, Periode
from units.profiles import get_profil
from units.services import periode as services
from units.tables import PembangunanTable
from units.views.common import ADMIN, SAME, paged

LIST = ("Tahun program", "periode_list")
WHO_PEMBANGUNAN = f"{ADMIN}, TIUK, Ketua TPI, atau Sekretaris TPI"


def _periode(request: HttpRequest, pk: int) -> Periode:
    return get_object_or_404(Periode.objects.visible_to(request.peran).select_related("instansi"), pk=pk)


def _remah(periode: Periode | None = None) -> tuple[tuple[str, str], ...]:
    first = (LIST[0], reverse(LIST[1]))
    return (first, (f"Tahun {periode.tahun}", reverse("periode_detail", args=[periode.pk]))) if periode else (first,)


def periode_list(request: HttpRequest) -> HttpResponse:
    rows = Periode.objects.visible_to(request.peran).annotate(jumlah_unit=Count("pembangunan"))
    may_add = is_admin(request.peran)
    halaman = Halaman(
        "Tahun program",
        keterangan="Setiap tahun mempunyai kalender dan memakai profil regulasi saat dibuka.",
        tombol=Tombol("Buka tahun program", reverse("periode_create"), ikon="plus") if may_add else None,
    )
    rows = [(p, get_profil(p.profil)) for p in rows]
    return render(request, "units/periode_list.html", {"halaman": halaman, "rows": rows, "may_add": may_add})


def periode_detail(request: HttpRequest, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    may_set = can_set_pembangunan(request.peran, periode.instansi_id)
    rows = PembangunanZI.objects.visible_to(request.peran).filter(periode=periode).select_related("unit")
    table = paged(request, PembangunanTable(rows, may_edit=may_set))
    edit = Tombol("Ubah kalender", reverse("periode_edit", args=[pk]), ikon="calendar-days")
    halaman = Halaman(
        f"Tahun program {periode.tahun}",
        remah=_remah(),
        keterangan=f"Profil regulasi: {get_profil(periode.profil).nama}.",
        tombol=Tombol("Daftarkan unit", reverse("pembangunan_add", args=[pk]), ikon="plus") if may_set else None,
        menu=(edit,) if can_manage_instansi(request.peran, periode.instansi_id) else (),
    )
    return render(
        request,
        "units/periode_detail.html",
        {
            "halaman": halaman,
            "periode": periode,
            "table": table,
            "tenggat_list": periode.tenggat.all(),
            "hari_ini": timezone.localdate(),
        },
    )


def periode_create(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Membuka tahun program")
    newest = Periode.objects.visible_to(request.peran).first()
    initial = {"tahun": newest.tahun + 1 if newest else timezone.localdate().year}
    form = PeriodeForm(
        request.POST or None, initial=initial, instansi=request.peran.instansi, cancel_url=reverse("periode_list")
    )
    if request.method == "POST" and form.is_valid():
        try:
            periode = services.create_periode(tahun=form.cleaned_data["tahun"], tenggat={}, by=request.peran)
        except IntegrityError:
            form.add_error(None, SAME)
        else:
            messages.success(
                request, f"Tahun program {periode.tahun} dibuka dengan tenggat bawaan profil. Periksa kalendernya."
            )
            return redirect("periode_edit", pk=periode.pk)
    profil = get_profil(request.peran.instansi.profil)
    return render(
        request,
        "units/periode_create.html",
        {"form": form, "profil": profil, "halaman": Halaman("Buka tahun program", remah=_remah())},
    )


def periode_edit(request: HttpRequest, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    require(can_manage_instansi(request.peran, periode.instansi_id), ADMIN, what="Mengubah kalender")
    form = TenggatForm(request.POST or None, periode=periode)
    if request.method == "POST" and form.is_valid():
        moved = services.update_tenggat(periode, form.cleaned_data, by=request.peran)
        messages.success(request, f"{moved} tenggat diubah." if moved else "Tidak ada tenggat yang berubah.")
        return redirect("periode_detail", pk=pk)
    halaman = Halaman(
        f"Kalender {periode.tahun}", remah=_remah(periode), keterangan="Tanggal bawaan berasal dari profil regulasi."
    )
    return render(request, "units/periode_edit.html", {"form": form, "halaman": halaman, "periode": periode})


def pembangunan_add(request: HttpRequest, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    require(can_set_pembangunan(request.peran, periode.instansi_id), WHO_PEMBANGUNAN, what="Mendaftarkan unit")
    url = reverse("periode_detail", args=[pk])
    form = PembangunanAddForm(request.POST or None, periode=periode, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rows = services.add_pembangunan(
                periode,
                data["unit"],
                target=data["target"],
                nomor=data["nomor"],
                tanggal_sk=data["tanggal_sk"],
                by=request.peran,
            )
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{len(rows)} unit didaftarkan pada tahun {periode.tahun}. Kepala unitnya diberi tahu."
            )
            return redirect(url)
    halaman = Halaman(
        f"Daftarkan unit pada tahun {periode.tahun}",
        remah=_remah(periode),
        keterangan="Sesuai keputusan kepala daerah.",
    )
    return render(request, "units/pembangunan_add.html", {"form": form, "halaman": halaman, "periode": periode})


def pembangunan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode__instansi")
    row = get_object_or_404(rows, pk=pk)
    require(can_set_pembangunan(request.peran, row.unit.instansi_id), WHO_PEMBANGUNAN, what="Mengubah penetapan unit")
    url = reverse("periode_detail", args=[row.periode_id])
    form = PembangunanForm(request.POST or None, instance=row, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_pembangunan(row, form.values(), by=request.peran)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Penetapan {row.unit} disimpan.")
            return redirect(url)
    halaman = Halaman(
        f"Penetapan {row.unit}", remah=_remah(row.periode), keterangan=f"Tahun program {row.periode.tahun}."
    )
    riwayat = row.riwayat.select_related("oleh", "peran")[:30]
    return render(request, "units/pembangunan_edit.html", {"form": form, "halaman": halaman, "riwayat": riwayat})
