"""The institution's own data and letterhead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from units.access import is_admin, require
from units.errors import BerkasDitolak
from units.evidence import serve
from units.forms.instansi import InstansiForm
from units.halaman import Halaman, Tombol
from units.models import Instansi, UnitKerja
from units.services.instansi import update_instansi
from units.views.common import ADMIN, tell_too_large

HISTORY_ROWS = 30


def instansi_edit(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Mengubah data instansi")
    instansi = Instansi.objects.select_related("logo").get(pk=request.peran.instansi_id)
    form = InstansiForm(
        request.POST or None, request.FILES or None, instance=instansi, cancel_url=reverse("instansi_edit")
    )
    tell_too_large(request, form, "logo_baru")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            update_instansi(
                instansi,
                form.values(),
                by=request.peran,
                logo=data["logo_baru"],
                hapus_logo=data.get("hapus_logo", False),
            )
        except BerkasDitolak as error:
            form.add_error("logo_baru", str(error))
        else:
            messages.success(request, "Data instansi disimpan.")
            return redirect("instansi_edit")
    return render(
        request,
        "units/instansi_edit.html",
        {
            "form": form,
            "halaman": Halaman(
                "Pengaturan instansi",
                keterangan="Identitas, kop surat, dan profil regulasi.",
                menu=(
                    Tombol("Pengaturan dokumen", reverse("pengaturan_dokumen_list"), ikon="stamp"),
                    Tombol("Templat Word", reverse("templat_list"), ikon="file-text"),
                    Tombol("Layanan publik", reverse("instansi_publik"), ikon="megaphone"),
                ),
            ),
            # What the form holds, saved or not yet: the letterhead is looked at before it is kept.
            "kop": form.instance,
            "kop_baris": form.instance.kop_baris.splitlines(),
            "contoh_unit": UnitKerja.objects.filter(instansi=instansi, is_active=True).first(),
            "riwayat": instansi.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS],
        },
    )


def instansi_logo(request: HttpRequest, pk: int) -> HttpResponse:
    instansi = get_object_or_404(
        Instansi.objects.visible_to(request.peran).select_related("logo"), pk=pk, logo__isnull=False
    )
    return serve(instansi.logo, inline=True)
