"""What every address of the API does alike: methods, conditional answers, headers, the count of calls."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from reports.api import problems
from reports.api.clients import count_use
from reports.api.problems import Masalah

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
METODE = "GET, HEAD"


def interface(view: View) -> View:
    """An address of the API: no session, no cookie, GET and HEAD only, an ETag on every answer."""

    # Nothing here acts on a cookie; POST must reach the JSON refusal.
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, **arguments: object) -> HttpResponse:
        request.token_api = None
        if request.method not in ("GET", "HEAD"):
            response = Masalah(problems.METODE, "Gunakan GET.", headers={"Allow": METODE}).response()
        else:
            response = _conditional(request, _as_get(view, request, arguments))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization"])
        _count(request, response.status_code)
        return response

    return answer


def _as_get(view: View, request: HttpRequest, arguments: dict[str, object]) -> HttpResponse:
    """HEAD is GET without its body, which the server leaves out; the framework below knows GET only."""
    asked, request.method = request.method, "GET"
    response = view(request, **arguments)
    request.method = asked
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The ETag is a digest of the answer: it saves the line, not the query. No row keeps when it last changed in all
    that it shows, so that there is no Last-Modified.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    if found.status_code == HTTPStatus.PRECONDITION_FAILED:
        return Masalah(problems.PRASYARAT, "Data sudah berubah sejak ETag pada If-Match.").response()
    return found


def _count(request: HttpRequest, status: int) -> None:
    """A call that could not be counted is answered all the same."""
    if request.token_api is None:
        return
    try:
        count_use(request.token_api.klien, ditolak=status >= HTTPStatus.BAD_REQUEST)
    except DatabaseError:
        log.exception("API call was not counted")


@interface
def api_unknown(request: HttpRequest, sisa: str = "") -> HttpResponse:
    """Any other address below the API, so that a program never reads the sign-in page."""
    return Masalah(problems.TIDAK_ADA, "Alamat ini tidak ada pada API.").response()
