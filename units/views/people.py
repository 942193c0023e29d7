"""People, their accounts and their roles."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from units.access import CAPABILITIES, can_manage_instansi, can_see_people, is_admin, require, scope_words
from units.choices import JenisPeran
from units.errors import Ditolak
from units.filters import OrangFilter
from units.forms.people import OrangForm, PeranEndForm, PeranForm
from units.halaman import Halaman, Tombol
from units.models import Peran, User
from units.services import people
from units.services import peran as roles
from units.tables import OrangTable
from units.views.common import ADMIN, SAME, ask, paged, render_list

HISTORY_ROWS = 40


def _orang(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.peran).select_related("instansi", "unit"), pk=pk)


def _managed(request: HttpRequest, pk: int, what: str) -> User:
    orang = _orang(request, pk)
    require(can_manage_instansi(request.peran, orang.instansi_id), ADMIN, what=what)
    return orang


def _remah(orang: User) -> tuple[tuple[str, str], ...]:
    return (("Pegawai dan peran", reverse("orang_list")), (orang.nama, reverse("orang_detail", args=[orang.pk])))


def orang_list(request: HttpRequest) -> HttpResponse:
    require(
        can_see_people(request.peran),
        f"{ADMIN}, Inspektorat, Kepala Unit Kerja, atau Ketua Tim",
        what="Melihat daftar pegawai",
    )
    today = Peran.objects.active_on(timezone.localdate())
    rows = (
        User.objects.visible_to(request.peran)
        .select_related("unit")
        .prefetch_related(Prefetch("peran", today, "peran_kini"))
    )
    found = OrangFilter(request.GET, queryset=rows, peran=request.peran)
    table = paged(request, OrangTable(found.qs))
    may_add = is_admin(request.peran)
    halaman = Halaman(
        "Pegawai dan peran",
        keterangan="Orang yang mempunyai akun di instansi ini dan peran yang sedang dipegangnya.",
        tombol=Tombol("Tambah orang", reverse("orang_create"), ikon="user-plus") if may_add else None,
        menu=(
            *(
                (Tombol("Impor dari Excel", f"{reverse('impor_create')}?jenis=orang", ikon="file-up"),)
                if may_add
                else ()
            ),
            Tombol("Peran dan haknya", reverse("peran_hak"), ikon="shield-check"),
        ),
    )
    return render_list(request, "units/orang_list.html", {"halaman": halaman, "filter": found, "table": table})


def orang_detail(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _orang(request, pk)
    may_manage = can_manage_instansi(request.peran, orang.instansi_id)
    today = timezone.localdate()
    held = orang.peran.select_related("unit", "instansi").order_by("-mulai", "-pk")
    halaman = Halaman(
        orang.nama,
        remah=_remah(orang)[:1],
        keterangan=orang.jabatan,
        status=("hijau", "Aktif") if orang.is_active else ("netral", "Nonaktif"),
        tombol=Tombol("Beri peran", reverse("peran_add", args=[pk]), ikon="user-check")
        if may_manage and orang.is_active
        else None,
        menu=_menu(orang) if may_manage else (),
    )
    return render(
        request,
        "units/orang_detail.html",
        {
            "halaman": halaman,
            "orang": orang,
            "may_manage": may_manage,
            "peran_list": [(p, _keadaan(p, today), may_manage and _may_end(p, today)) for p in held],
            "riwayat": orang.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS] if may_manage else (),
        },
    )


def _keadaan(peran: Peran, today) -> tuple[str, str]:
    if peran.is_active_on(today):
        return "hijau", "Berlaku"
    if peran.selesai and peran.selesai < peran.mulai:
        return "netral", "Dibatalkan"
    return ("biru", "Akan berlaku") if peran.mulai > today else ("netral", "Berakhir")


def _may_end(peran: Peran, today) -> bool:
    return peran.jenis not in roles.TEAM_ROLES and (peran.selesai is None or peran.selesai >= max(today, peran.mulai))


def _menu(orang: User) -> tuple[Tombol, ...]:
    edit = Tombol("Ubah data", reverse("orang_edit", args=[orang.pk]), ikon="pencil")
    if not orang.is_active:
        return (
            edit,
            Tombol("Aktifkan akun", reverse("orang_activate", args=[orang.pk]), ikon="rotate-ccw", metode="post"),
        )
    return (
        edit,
        Tombol("Atur ulang kata sandi", reverse("orang_password_reset", args=[orang.pk]), ikon="key-round"),
        Tombol("Nonaktifkan akun", reverse("orang_deactivate", args=[orang.pk]), ikon="archive", bahaya=True),
    )


@never_cache
def orang_create(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Menambah orang")
    form = OrangForm(request.POST or None, by=request.peran, cancel_url=reverse("orang_list"))
    if request.method == "POST" and form.is_valid():
        try:
            orang, sandi = people.create_orang(
                data=form.values(), pegawai=form.cleaned_data["pegawai"], by=request.peran
            )
        except IntegrityError:
            form.add_error(None, SAME)
        else:
            if sandi:
                return _show_password(request, orang, sandi)
            messages.success(request, f"Akun {orang} dibuat. Undangan membuat kata sandi dikirim ke {orang.email}.")
            return redirect("orang_detail", pk=orang.pk)
    halaman = Halaman("Tambah orang", remah=(("Pegawai dan peran", reverse("orang_list")),))
    return render(request, "units/orang_create.html", {"form": form, "halaman": halaman})


def _show_password(request: HttpRequest, orang: User, sandi: str) -> HttpResponse:
    """Shown in the answer itself, so that the password is kept nowhere; loading the page again does not show it."""
    halaman = Halaman("Kata sandi awal", remah=_remah(orang), keterangan="Hanya ditampilkan sekali, di halaman ini.")
    return render(request, "units/orang_password.html", {"halaman": halaman, "orang": orang, "sandi": sandi})


def orang_edit(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _managed(request, pk, "Mengubah data orang")
    remah, url = _remah(orang), reverse("orang_detail", args=[pk])
    form = OrangForm(request.POST or None, instance=orang, by=request.peran, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        try:
            people.update_orang(orang, form.values(), by=request.peran)
        except IntegrityError:
            form.add_error(None, SAME)
        else:
            messages.success(request, "Data disimpan.")
            return redirect(url)
    return render(request, "units/orang_edit.html", {"form": form, "halaman": Halaman("Ubah data orang", remah=remah)})


def orang_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _managed(request, pk, "Menonaktifkan akun")
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            if not alasan:
                raise Ditolak("Isi alasan, misalnya pensiun atau pindah ke instansi lain.")
            people.deactivate_orang(orang, alasan=alasan, by=request.peran)
        except Ditolak as error:
            galat = str(error)
        else:
            messages.success(request, f"Akun {orang} dinonaktifkan.")
            return redirect("orang_detail", pk=pk)
    return ask(
        request,
        judul=f"Nonaktifkan akun {orang}?",
        akibat="Orang ini tidak dapat masuk lagi dan semua perannya berhenti bekerja.",
        butir=[
            "Sesi yang sedang terbuka langsung berakhir.",
            "Yang sudah dibuat dan ditandatanganinya tetap tercatat atas namanya.",
        ],
        tombol="Nonaktifkan",
        batal_url=reverse("orang_detail", args=[pk]),
        alasan="wajib",
        alasan_nilai=alasan,
        galat=galat,
        bahaya=True,
        status=422 if galat else 200,
    )


@require_POST
def orang_activate(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _managed(request, pk, "Mengaktifkan akun")
    people.activate_orang(orang, by=request.peran)
    messages.success(request, f"Akun {orang} aktif lagi.")
    return redirect("orang_detail", pk=pk)


@never_cache
def orang_password_reset(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _managed(request, pk, "Mengatur ulang kata sandi")
    if request.method == "POST":
        return _show_password(request, orang, people.reset_password(orang, by=request.peran))
    return ask(
        request,
        judul=f"Atur ulang kata sandi {orang}?",
        akibat="Kata sandi yang lama berhenti berlaku dan sesi yang terbuka berakhir.",
        butir=[
            "Kata sandi awal yang baru ditampilkan sekali di halaman berikut.",
            "Orang itu harus menggantinya saat pertama kali masuk.",
        ],
        tombol="Atur ulang",
        batal_url=reverse("orang_detail", args=[pk]),
        bahaya=True,
    )


def peran_add(request: HttpRequest, pk: int) -> HttpResponse:
    orang = _managed(request, pk, "Memberi peran")
    url = reverse("orang_detail", args=[pk])
    form = PeranForm(request.POST or None, orang=orang, by=request.peran, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        try:
            peran = roles.add_peran(form.calon(), by=request.peran)
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{orang} diberi peran {roles.words(peran)}.")
            return redirect(url)
    halaman = Halaman(f"Beri peran kepada {orang}", remah=_remah(orang), keterangan=roles.ON_TEAM_PAGE)
    return render(request, "units/peran_add.html", {"form": form, "halaman": halaman})


def peran_end(request: HttpRequest, pk: int) -> HttpResponse:
    peran = get_object_or_404(Peran.objects.in_scope(request.peran).select_related("user", "unit", "instansi"), pk=pk)
    require(can_manage_instansi(request.peran, peran.instansi_id), ADMIN, what="Mengakhiri peran")
    url = reverse("orang_detail", args=[peran.user_id])
    form = PeranEndForm(request.POST or None, mulai=peran.mulai, cancel_url=url)
    if request.method == "POST" and form.is_valid():
        try:
            roles.end_peran(peran, **form.cleaned_data, by=request.peran)
        except Ditolak as error:
            form.add_error("selesai", str(error))
        else:
            messages.success(request, f"Peran {peran.label} diakhiri.")
            return redirect(url)
    halaman = Halaman(f"Akhiri peran {peran.label}", remah=_remah(peran.user), keterangan=roles.words(peran))
    return render(request, "units/peran_end.html", {"form": form, "halaman": halaman})


def peran_hak(request: HttpRequest) -> HttpResponse:
    """What each role may do, from the list that stands beside the functions which decide it."""
    rows = [
        (jenis.label, scope_words(jenis), [label for label, _, allowed in CAPABILITIES if jenis in allowed])
        for jenis in JenisPeran
    ]
    halaman = Halaman("Peran dan haknya", keterangan="Yang tidak tertulis di sini tidak diizinkan.")
    return render(request, "units/peran_hak.html", {"halaman": halaman, "rows": rows})
