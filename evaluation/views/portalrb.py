"""The endpoints that PortalRB calls: a bearer token instead of a session, JSON for every answer, every call logged."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from evaluation.models import TokenPortalRB
from evaluation.services import portalrb as services
from evaluation.services.portalrb import Gagal, Hak
from units import evidence
from units.choices import JenisPredikat
from units.client_ip import client_ip

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
RUSAK = Gagal(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", "Terjadi kesalahan pada aplikasi instansi. Coba lagi.")


def interface(view: View) -> View:
    """Refusals and faults become the JSON that the guide asks for; the outcome is logged."""

    # POST must reach the JSON refusal; nothing here acts on a cookie.
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
        request.token_portalrb = None
        failure = None
        try:
            if request.method not in ("GET", "HEAD"):
                raise Gagal(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "Gunakan GET.")
            response = view(request, **arguments)
        except Gagal as found:
            failure = found
        except Exception:  # the one place that answers for any fault: PortalRB reads JSON, not our error page
            log.exception("portalrb %s", request.resolver_match.url_name if request.resolver_match else "")
            failure = RUSAK
        if failure:
            response = _refusal(failure)
        response["Cache-Control"] = "no-store"
        _log(request, response.status_code, failure.message if failure else "")
        return response

    return answer


def _refusal(failure: Gagal) -> JsonResponse:
    response = JsonResponse(failure.body(), status=failure.http)
    if failure.http == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if failure.http == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = "60"
    if failure.http == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = "GET"
    return response


def _log(request: HttpRequest, status: int, pesan: str) -> None:
    """Without the key of a link, which opens files; a database that is down must not cost the JSON answer."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    alamat = "bukti" if name == "portalrb_bukti" else request.get_full_path().partition("/portalrb/v1")[2]
    try:
        services.log_call(
            alamat=alamat, status=status, pesan=pesan, token=request.token_portalrb, alamat_ip=client_ip(request)
        )
    except DatabaseError:
        log.exception("portalrb call was not logged: %s %s", alamat, status)


def _caller(request: HttpRequest, hak: str) -> TokenPortalRB:
    """Who asks: known, not too often, and entitled to this."""
    services.check_guessing(client_ip(request))
    token = services.authenticate(request.headers.get("Authorization", ""))
    request.token_portalrb = token
    services.check_rate(token)
    services.require_scope(token, hak)
    return token


@interface
def portalrb_wbk(request: HttpRequest) -> HttpResponse:
    return _units(request, JenisPredikat.WBK)


@interface
def portalrb_wbbm(request: HttpRequest) -> HttpResponse:
    return _units(request, JenisPredikat.WBBM)


def _units(request: HttpRequest, target: str) -> HttpResponse:
    token = _caller(request, Hak.USULAN)
    tahun = services.read_year(request.GET.get("tahun"))
    return JsonResponse(services.units_payload(token.instansi, target, tahun))


@interface
def portalrb_jawaban(request: HttpRequest, unit_id: str) -> HttpResponse:
    token = _caller(request, Hak.JAWABAN)
    tahun = services.read_year(request.GET.get("tahun"))
    found = services.answers_payload(token.instansi, unit_id, tahun, tautan=services.signed_link(token))
    return JsonResponse(found)


@interface
def portalrb_bukti(request: HttpRequest, kunci: str) -> HttpResponse:
    """A file by its signed link: no token in the request, because the ministry's people open it in a browser."""
    token, berkas = services.open_link(kunci)
    request.token_portalrb = token
    services.check_rate(token)
    return evidence.serve(berkas)


@interface
def portalrb_unknown(request: HttpRequest, sisa: str = "") -> HttpResponse:
    raise Gagal(HTTPStatus.NOT_FOUND, "not_found", "Alamat ini tidak ada pada antarmuka PortalRB.")
