"""The administrator's pages of certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from reports.models import SertifikatElektronik
from reports.signing import certificates as services
from reports.signing.access import can_manage_sertifikat
from reports.signing.forms import SertifikatForm
from reports.signing.tables import SertifikatFilter, SertifikatTable, state_of
from reports.signing.todo import PENANDA
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.models import Peran
from units.views.common import ADMIN, ask, paged, render_list, tell_too_large

P = SertifikatElektronik.Penyedia
REMAH = "Sertifikat elektronik"


def _require_admin(request: HttpRequest) -> int:
    instansi_id = request.peran.instansi_id if request.peran else 0
    require(can_manage_sertifikat(request.peran, instansi_id), ADMIN, what="Mengelola sertifikat elektronik")
    return instansi_id


def _row(request: HttpRequest, pk: int) -> SertifikatElektronik:
    rows = SertifikatElektronik.objects.filter(instansi_id=_require_admin(request)).defer("isi")
    return get_object_or_404(rows.select_related("pemegang__unit", "created_by__user"), pk=pk)


def sertifikat_list(request: HttpRequest) -> HttpResponse:
    rows = SertifikatElektronik.objects.filter(instansi_id=_require_admin(request))
    found = SertifikatFilter(request.GET, queryset=rows.select_related("pemegang").defer("isi"))
    halaman = Halaman(
        REMAH,
        keterangan="Dengan sertifikat instansi, pemegangnya menandatangani dokumen terbit secara elektronik.",
        tombol=Tombol("Tambah sertifikat", reverse("sertifikat_add"), ikon="plus"),
    )
    context = {"halaman": halaman, "filter": found, "table": paged(request, SertifikatTable(found.qs))}
    return render_list(request, "reports/sertifikat_list.html", context)


@never_cache
@sensitive_post_parameters("sandi")
@sensitive_variables("form")
def sertifikat_add(request: HttpRequest) -> HttpResponse:
    _require_admin(request)
    back = reverse("sertifikat_list")
    form = SertifikatForm(request.POST or None, request.FILES or None, instansi=request.peran.instansi, cancel_url=back)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            row = _added(request, form.cleaned_data)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Sertifikat {row.subjek} disimpan untuk {row.pemegang}.")
            return redirect("sertifikat_detail", pk=row.pk)
    halaman = Halaman("Tambah sertifikat", remah=((REMAH, back),))
    context = {"halaman": halaman, "form": form}
    return render(request, "reports/sertifikat_add.html", context, status=422 if form.errors else 200)


@sensitive_variables("data")
def _added(request: HttpRequest, data: dict) -> SertifikatElektronik:
    who = {"pemegang": data["pemegang"], "by": request.peran}
    if data["penyedia"] == P.PKCS11:
        return services.add_token(label=data["label"], **who)
    if data["penyedia"] == P.JARAK_JAUH:
        return services.add_remote(email=data["email"], **who)
    return services.add_p12(isi=data["berkas"].read(), sandi=data["sandi"], **who)


def sertifikat_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    off = Tombol(
        "Nonaktifkan",
        reverse("sertifikat_deactivate", args=[pk]),
        ikon="circle-x",
        metode="post",
        konfirmasi=_consequence(row),
        alasan="wajib",
        bahaya=True,
    )
    halaman = Halaman(
        row.subjek,
        remah=((REMAH, reverse("sertifikat_list")),),
        status=state_of(row),
        menu=() if row.dinonaktifkan_at else (off,),
    )
    return render(request, "reports/sertifikat_detail.html", {
        "halaman": halaman, "sertifikat": row, "jumlah": row.berkas.count(),
        "peran_list": _signing_roles(row), "riwayat": row.riwayat.select_related("oleh", "peran")[:30],
    })  # fmt: skip


def _signing_roles(row: SertifikatElektronik) -> list[Peran]:
    """In which of their roles the holder signs anything at all today."""
    held = Peran.objects.active_on(timezone.localdate()).filter(user_id=row.pemegang_id, instansi_id=row.instansi_id)
    return [peran for peran in held.select_related("unit", "instansi") if peran.jenis in PENANDA]


def _consequence(row: SertifikatElektronik) -> str:
    return (
        f"{row.pemegang} tidak dapat lagi menandatangani dengan sertifikat ini dan berkas kuncinya dihapus dari portal. Tanda "
        "tangan yang sudah dibuat tetap ada. Ini tidak dapat dibatalkan; sertifikat dapat diunggah lagi."
    )


def sertifikat_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    here, galat = reverse("sertifikat_detail", args=[pk]), ""
    if request.method == "POST":
        try:
            services.deactivate(sertifikat=row, alasan=request.POST.get("alasan", ""), by=request.peran)
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            messages.success(request, f"Sertifikat {row.subjek} dinonaktifkan.")
            return redirect(here)
    return ask(
        request, status=422 if galat else 200, judul=f"Nonaktifkan sertifikat {row.subjek}", tombol="Nonaktifkan",
        batal_url=here, akibat=_consequence(row), alasan="wajib", alasan_nilai=request.POST.get("alasan", ""), galat=galat,
        bahaya=True,
    )  # fmt: skip
