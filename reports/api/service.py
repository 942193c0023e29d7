"""The API itself: who asks, how a list is filtered and paged, how failures are told."""

import logging
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from reports.api import limits, problems
from reports.api.clients import find_token, works
from reports.api.problems import Masalah
from reports.api.schemas import Saringan
from reports.models import KlienAPI, TokenAPI
from units.client_ip import client_ip
from units.models import Peran

log = logging.getLogger(__name__)
VERSI = "1.0.0"
URAIAN = (
    "Data Zona Integritas sebuah instansi, hanya untuk dibaca. Setiap klien membaca sebagai satu peran dan melihat apa "
    "yang dilihat peran itu pada halaman portal; cakupan tokennya hanya dapat mempersempit."
)
api = NinjaAPI(title="API Portal Zona Integritas", version=VERSI, description=URAIAN, openapi_url=None, docs_url=None)
Build = Callable[[Any], dict[str, Any]]


class Token(HttpBearer):
    """A client's token in the header `Authorization`; neither cookies nor parameters of the address are read."""

    openapi_description = (
        "Token klien, dibuat Administrator Instansi. Cakupan yang diperlukan disebut pada setiap alamat."
    )

    def __init__(self, cakupan: str):
        super().__init__()
        self.cakupan = cakupan

    def authenticate(self, request: HttpRequest, token: str) -> TokenAPI:
        """Known and in force, not too often, and entitled to this."""
        found = find_token(token.strip())
        if found is None or not works(found, timezone.now()):
            limits.count_failure(client_ip(request))
            raise Masalah(problems.TAK_DIKENAL, "Token tidak dikenal, kedaluwarsa, atau sudah dicabut.")
        request.token_api = found
        limits.count_call(found.klien_id)
        if self.cakupan not in found.klien.cakupan:
            label = KlienAPI.Cakupan(self.cakupan).label
            raise Masalah(problems.CAKUPAN, f"Klien ini tidak diberi cakupan: {label} ({self.cakupan}).")
        return found


def reader(request: HttpRequest) -> Peran:
    """The role in whose name the program reads."""
    return request.token_api.klien.peran


def endpoint(path: str, *, cakupan: str, nama: str, jawaban: Any, judul: str, saringan: type[Saringan] | None = None):
    """Register a view for GET on `path`; parameters that it does not know are refused, so that a typing mistake in a
    filter never answers with everything.
    """
    known = frozenset(saringan.model_fields) if saringan else frozenset()

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(request: HttpRequest, **values: Any) -> Any:
            _refuse_unknown(request, known)
            return view(request, **values)

        label = KlienAPI.Cakupan(cakupan).label
        api.get(
            path, auth=Token(cakupan), url_name=nama, operation_id=nama.removeprefix("api_"), response=jawaban,
            summary=judul, tags=[label], openapi_extra={"x-cakupan": cakupan},
        )(checked)  # fmt: skip
        return view

    return register


def _refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    wrong = []
    for name, values in request.GET.lists():
        if name not in known:
            accepted = ", ".join(sorted(known)) or "tidak ada"
            wrong.append((name[:100], f"Parameter tidak dikenal. Yang dikenal: {accepted}."))
        elif len(values) > 1:
            wrong.append((name, "Tulis parameter ini satu kali saja."))
    if wrong:
        raise Masalah(problems.PARAMETER, _sentence(wrong), galat=tuple(wrong))


def _sentence(wrong: Collection[tuple[str, str]]) -> str:
    return f"Perbaiki parameter: {', '.join(dict.fromkeys(name for name, _ in wrong))}."


def page_of(request: HttpRequest, rows: QuerySet, saringan: Saringan, build: Build) -> dict[str, Any]:
    """One page in the order of `id`, with the total and the addresses of its neighbours (two queries).

    By `id` new rows come at the end and a page is read from an index, however many there are.
    """
    rows = rows.order_by("pk")
    total, size, number = rows.count(), saringan.ukuran, saringan.halaman
    last = max(1, -(-total // size))
    first_row = (number - 1) * size
    data = [build(row) for row in rows[first_row : first_row + size]] if first_row < total else []

    def url(page: int) -> str:
        kept = saringan.model_dump(exclude_none=True) | {"halaman": page}
        return f"{request.path}?{urlencode(sorted(kept.items()))}"

    return {
        "data": data, "total": total, "halaman": number, "jumlah_halaman": last, "ukuran": size,
        "tautan": {
            "ini": url(number), "pertama": url(1), "terakhir": url(last),
            "sebelumnya": url(min(number - 1, last)) if number > 1 else None,
            "berikutnya": url(number + 1) if number < last else None,
        },
    }  # fmt: skip


def one_of(rows: QuerySet, pk: int, build: Build) -> dict[str, Any]:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Masalah(problems.TIDAK_ADA, "Data ini tidak ada atau tidak boleh dilihat klien ini.")
    return build(row)


# --- failures --------------------------------------------------------------------------------------------------------

PESAN = {
    "literal_error": "Nilai tidak dikenal. Yang dikenal: {expected}.",
    "greater_than_equal": "Paling kecil {ge}.",
    "less_than_equal": "Paling besar {le}.",
    "string_pattern_mismatch": "Isi dengan huruf kecil dan garis bawah saja.",
}


@api.exception_handler(Masalah)
def _told(request: HttpRequest, problem: Masalah) -> HttpResponse:
    return problem.response()


@api.exception_handler(AuthenticationError)
def _without_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    return Masalah(problems.TAK_DIKENAL, "Sertakan token: Authorization: Bearer <token>.").response()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    wrong = tuple((str(item["loc"][-1]), _message(item)) for item in problem.errors)
    return Masalah(problems.PARAMETER, _sentence(wrong), galat=wrong).response()


def _message(item: dict[str, Any]) -> str:
    text = PESAN.get(item["type"], "Isi dengan angka bulat.")
    return text.format(**{name: str(value).replace(" or ", ", ") for name, value in item.get("ctx", {}).items()})


@api.exception_handler(Http404)
def _missing(request: HttpRequest, problem: Http404) -> HttpResponse:
    return Masalah(problems.TIDAK_ADA, "Data ini tidak ada atau tidak boleh dilihat klien ini.").response()


@api.exception_handler(Exception)
def _broken(request: HttpRequest, problem: Exception) -> HttpResponse:
    """Programs read JSON, not our error page; the fault stands in the log."""
    log.error("API %s", request.path, exc_info=problem)
    return Masalah(problems.RUSAK, "Terjadi kesalahan pada portal. Coba lagi.").response()
