"""Is this paper real? Pages for everybody, drawn without the request's person: no session, no cookie."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.cap import grouped
from reports.checking.data import find, tell
from reports.checking.forms import PeriksaForm
from units import complaint_limits as limits
from units.models import Instansi

log = logging.getLogger(__name__)
UNKNOWN = "Kode {kode} tidak ada dalam daftar dokumen yang diterbitkan. Bandingkan lagi huruf demi huruf dengan yang tercetak."
TOO_MANY = "Terlalu banyak kode yang tidak dikenal dari jaringan Anda. Coba lagi satu jam kemudian."


@login_not_required
@never_cache
@require_safe
def terbitan_find(request: HttpRequest) -> HttpResponse:
    """Type the code; the code itself is public, it stands on the paper, so it may stand in an address."""
    form = PeriksaForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("terbitan_check", kode=form.cleaned_data["kode"])
    return _ask(form, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def terbitan_check(request: HttpRequest, kode: str) -> HttpResponse:
    """A slot is taken before the look-up and given back by a code that exists: only guessing is limited."""
    form = PeriksaForm({"kode": kode})
    if not form.is_valid():
        return _ask(form, status=404)
    slot = limits.take(limits.PERIKSA, request)
    if slot is None:
        log.warning("public check: too many unknown codes from one address")
        form.add_error("kode", TOO_MANY)
        return _ask(form, status=429)
    terbitan = find(kode)
    if terbitan is None:
        form.add_error("kode", UNKNOWN.format(kode=grouped(form.cleaned_data["kode"])))
        return _ask(form, status=404)
    limits.give_back(slot)
    told = tell(terbitan)
    return _page("reports/terbitan_check.html", {"instansi": told.instansi, "k": told})


def _ask(form: PeriksaForm, *, status: int) -> HttpResponse:
    """One institution in the installation is named; with several nobody knows yet whose paper it is."""
    known = list(Instansi.objects.all()[:2])
    instansi = known[0] if len(known) == 1 else {"nama": "Pemeriksaan dokumen Zona Integritas"}
    unknown = "kode" in form.errors and len(form.cleaned_data.get("kode", "")) > 0
    return _page("reports/terbitan_find.html", {"instansi": instansi, "form": form, "unknown": unknown}, status=status)


def _page(template: str, context: dict, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    # Names of signatories are for who holds the paper, not for a search engine.
    response["X-Robots-Tag"] = "noindex"
    return response
