"""Sign an issued paper, bring the scan of a signed one, take either along."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from reports.archive.views import fetch_terbitan
from reports.issuing_access import PENERBIT
from reports.models import BerkasBertanda, Terbitan
from reports.signing import services
from reports.signing.access import certificates_for, may_bring_scan
from reports.signing.forms import PindaianForm, TandaTanganElektronikForm
from reports.signing.penyedia import SandiSalah
from reports.signing.scan import NomorDiperlukan
from units import evidence
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman
from units.templatetags.indonesia import tanggal
from units.views.common import tell_too_large


def _back(terbitan: Terbitan) -> str:
    return reverse("terbitan_detail", args=[terbitan.pk])


def _crumbs(terbitan: Terbitan) -> tuple[tuple[str, str], ...]:
    return ("Arsip dokumen", reverse("terbitan_list")), (terbitan.nomor, _back(terbitan))


def _refusal(check: Callable[[Terbitan], object], terbitan: Terbitan) -> str:
    try:
        check(terbitan)
    except Ditolak as refused:
        return str(refused)
    return ""


@never_cache
@sensitive_post_parameters("sandi")
@sensitive_variables("form", "data")
def terbitan_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper, and the certificate's password as signature."""
    terbitan = fetch_terbitan(request, pk)
    require(may_bring_scan(request.peran, terbitan), services.HOLDER, what="Menandatangani dokumen ini")
    back, stopped = _back(terbitan), _refusal(services.drawn_of, terbitan)
    held = certificates_for(request.peran, terbitan)
    usable = [row for row in held if not row.is_expired and not row.is_early]
    form = None
    if usable and not stopped:
        form = TandaTanganElektronikForm(request.POST or None, usable=usable, cancel_url=back)
        if request.method == "POST" and form.is_valid() and _signed(request, terbitan, form):
            return redirect(back)
    context = {
        "halaman": Halaman(
            f"Tanda tangani {terbitan.nomor}",
            remah=_crumbs(terbitan),
            keterangan=f"{terbitan.get_jenis_display()}, {terbitan.unit_nama}, {tanggal(terbitan.tanggal)}.",
        ),
        "terbitan": terbitan,
        "form": form,
        "terhenti": stopped,
        # The office may sign for the signatory, but should not do so without noticing.
        "tercetak": "" if request.user.nama in terbitan.penanda_tangan else terbitan.penanda_tangan.replace("\n", "; "),
        "berakhir": [row for row in held if row.is_expired],
        "kembali": back,
    }
    return render(request, "reports/terbitan_sign.html", context, status=422 if form and form.errors else 200)


def _signed(request: HttpRequest, terbitan: Terbitan, form: TandaTanganElektronikForm) -> bool:
    data = form.cleaned_data
    try:
        services.sign_terbitan(terbitan=terbitan, sertifikat=data["sertifikat"], sandi=data["sandi"], by=request.peran)
    except SandiSalah as refused:
        form.add_error("sandi", str(refused))
        return False
    except Ditolak as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Dokumen {terbitan.nomor} ditandatangani dan berlaku.")
    return True


def terbitan_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of the signed paper: the first brings it into force, a later one takes its place."""
    terbitan = fetch_terbitan(request, pk)
    require(may_bring_scan(request.peran, terbitan), PENERBIT, what="Mengunggah pindaian dokumen ini")
    back, stopped = _back(terbitan), _refusal(services.check_waits_for_scan, terbitan)
    form = None
    if not stopped:
        form = PindaianForm(request.POST or None, request.FILES or None, terbitan=terbitan, cancel_url=back)
        tell_too_large(request, form, "berkas")
        if request.method == "POST" and form.is_valid() and _kept(request, terbitan, form):
            return redirect(back)
    verb = "Ganti" if terbitan.bertanda_id else "Unggah"
    context = {
        "halaman": Halaman(
            f"{verb} pindaian {terbitan.nomor}",
            remah=_crumbs(terbitan),
            keterangan=f"{terbitan.get_jenis_display()}, {terbitan.unit_nama}, {tanggal(terbitan.tanggal)}.",
        ),
        "terbitan": terbitan,
        "form": form,
        "terhenti": stopped,
        "kembali": back,
        "pindaian_list": terbitan.berkas_bertanda.select_related("berkas", "oleh__user"),
    }
    return render(request, "reports/terbitan_scan.html", context, status=422 if form and form.errors else 200)


def _kept(request: HttpRequest, terbitan: Terbitan, form: PindaianForm) -> bool:
    data = form.cleaned_data
    try:
        services.keep_scan(
            terbitan=terbitan,
            upload=data["berkas"],
            nomor=data["nomor"],
            alasan=data.get("alasan", ""),
            by=request.peran,
        )
    except NomorDiperlukan as refused:
        form.add_error("nomor", str(refused))
        return False
    except BerkasDitolak as refused:
        form.add_error("berkas", str(refused))
        return False
    except Ditolak as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Pindaian dokumen {terbitan.nomor} tersimpan dan dokumennya berlaku.")
    return True


@require_safe
def berkas_bertanda_download(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed file, also one that was replaced, for those who see the paper."""
    rows = BerkasBertanda.objects.filter(terbitan__in=Terbitan.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("berkas", "terbitan"), pk=pk)
    return evidence.serve(row.berkas, nama=f"{row.terbitan.nomor.replace('/', '-')}.{row.berkas.ekstensi}")
