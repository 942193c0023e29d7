"""Pages for everybody: the institution's holders and builders, a complaint, and how it fares.

The first is the same for all and may be kept by anyone; the others are kept by nobody. No page sets a session.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import complaint_limits as limits
from units.errors import BerkasDitolak, Ditolak
from units.forms.complaints import KodeForm, PengaduanForm, TambahanForm
from units.models import Instansi, Pengaduan
from units.services import public as services
from units.services.complaints import add_tambahan, find_by_code, submit_pengaduan
from units.views.common import tell_too_large

logger = logging.getLogger(__name__)
KEPT = 300  # seconds for which the page may be shown as it was
TOO_MANY = "Terlalu banyak kiriman dari jaringan Anda. Coba lagi satu jam kemudian."
TOO_MANY_WRONG = "Terlalu banyak kode yang salah dari jaringan Anda. Coba lagi satu jam kemudian."
NO_SUCH_CODE = "Kode tidak dikenal. Periksa kembali huruf dan angkanya."


def private(view: Callable) -> Callable:
    """Words of a complaint: nothing of them in a cache, in an error report or in a log."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
        response = view(request, slug)
        patch_cache_control(response, no_store=True)
        return response

    return wrapped


@login_not_required
@require_safe
def publik_instansi(request: HttpRequest, slug: str) -> HttpResponse:
    """Drawn without the request's person, so that it is the same for all and asks for no cookie."""
    instansi = get_object_or_404(Instansi, slug=slug, halaman_publik=True)
    content = render_to_string("units/publik_instansi.html", {
        "instansi": instansi,
        "predikat_page": services.holders_page(instansi, request.GET.get("predikat")),
        "unit_page": services.building_page(instansi, request.GET.get("unit")),
        "bagian_list": [draw(instansi, request) for draw in services.SECTIONS],
        "request": request,
    })  # fmt: skip
    response = HttpResponse(content)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _channel(slug: str) -> Instansi:
    return get_object_or_404(Instansi, slug=slug, pengaduan_dibuka=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def publik_pengaduan(request: HttpRequest, slug: str) -> HttpResponse:
    instansi = _channel(slug)
    form = PengaduanForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        instansi=instansi,
        initial={"unit": request.GET.get("unit")},
    )
    tell_too_large(request, form, "bukti")
    status = 200
    if request.method == "POST" and form.is_valid():
        slot = limits.take(limits.KIRIM, request)
        if slot is None:
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            try:
                row, kode = submit_pengaduan(instansi=instansi, data=form.complaint(), files=form.cleaned_data["bukti"])
            except BerkasDitolak as error:
                limits.give_back(slot)
                form.add_error("bukti", str(error))
            except Ditolak as error:
                limits.give_back(slot)
                form.add_error(None, str(error))
            else:
                context = {"instansi": instansi, "pengaduan": row, "kode": kode}
                return render(request, "units/publik_pengaduan_receipt.html", context)
    if form.errors and status == 200:
        status = 422
    return render(request, "units/publik_pengaduan.html", {"instansi": instansi, "form": form}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def publik_pengaduan_status(request: HttpRequest, slug: str) -> HttpResponse:
    """The code travels in the body, never in an address; also after the channel was closed."""
    instansi = get_object_or_404(Instansi, slug=slug)
    form = KodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask_code(request, instansi, form, status=422 if form.errors else 200)
    row = _by_code(request, instansi, form)
    if row is None:
        return _ask_code(request, instansi, form, status=429 if form.has_error("kode", "banyak") else 422)
    return _show(request, row, TambahanForm(initial={"kode": form.cleaned_data["kode"]}))


@private
@require_POST
def publik_pengaduan_add(request: HttpRequest, slug: str) -> HttpResponse:
    instansi = get_object_or_404(Instansi, slug=slug)
    form, code = TambahanForm(request.POST, request.FILES), KodeForm(request.POST)
    tell_too_large(request, form, "bukti")
    row = _by_code(request, instansi, code) if code.is_valid() else None
    if row is None:
        return _ask_code(request, instansi, code, status=429 if code.has_error("kode", "banyak") else 422)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    if limits.take(limits.KIRIM, request) is None:
        form.add_error(None, TOO_MANY)
        return _show(request, row, form, status=429)
    try:
        add_tambahan(pengaduan=row, isi=form.cleaned_data["isi"], files=form.cleaned_data["bukti"])
    except BerkasDitolak as error:
        form.add_error("bukti", str(error))
        return _show(request, row, form, status=422)
    except Ditolak as error:
        form.add_error(None, str(error))
        return _show(request, row, form, status=422)
    return _show(request, row, TambahanForm(initial={"kode": form.cleaned_data["kode"]}), added=True)


def _by_code(request: HttpRequest, instansi: Instansi, form: KodeForm) -> Pengaduan | None:
    """The complaint, or None with the reason on the form. The slot is taken before the look-up, so that guesses sent all
    at once are counted too.
    """
    slot = limits.take(limits.KODE, request)
    if slot is None:
        logger.warning("receipt codes: too many wrong ones from one address at %s", instansi.slug)
        form.add_error("kode", ValidationError(TOO_MANY_WRONG, code="banyak"))
        return None
    row = find_by_code(instansi, form.cleaned_data["kode"])
    if row is None:
        form.add_error("kode", NO_SUCH_CODE)
        return None
    limits.give_back(slot)
    return row


def _ask_code(request: HttpRequest, instansi: Instansi, form: KodeForm, *, status: int) -> HttpResponse:
    if not instansi.pengaduan_dibuka and not instansi.pengaduan.exists():
        raise Http404("Instansi ini tidak membuka kanal pengaduan.")
    return render(request, "units/publik_pengaduan_status.html", {"instansi": instansi, "form": form}, status=status)


def _show(
    request: HttpRequest, row: Pengaduan, form: TambahanForm, *, status: int = 200, added: bool = False
) -> HttpResponse:
    context = {
        "instansi": row.instansi,
        "pengaduan": row,
        "tambahan_list": row.tambahan.all(),
        "bukti_jumlah": row.bukti.count(),
        "form": form,
        "added": added,
        "boleh_tambah": row.status != Pengaduan.Status.SELESAI,
    }
    return render(request, "units/publik_pengaduan_detail.html", context, status=status)
