"""Refusals as RFC 9457 problems: a stable code for programs, an Indonesian title and sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import JsonResponse
from ninja import Schema
from pydantic import Field

MEDIA = "application/problem+json"
SKEMA = 'Bearer realm="zi-portal"'

TAK_DIKENAL = "token_tidak_sah"
CAKUPAN = "cakupan_kurang"
TIDAK_ADA = "tidak_ditemukan"
METODE = "metode_tidak_didukung"
PRASYARAT = "prasyarat_tidak_terpenuhi"
PARAMETER = "parameter_tidak_sah"
SERING = "terlalu_sering"
RUSAK = "kesalahan_portal"
# code: status, title, when it comes (for the guide)
JENIS: dict[str, tuple[HTTPStatus, str, str]] = {
    TAK_DIKENAL: (
        HTTPStatus.UNAUTHORIZED,
        "Token tidak sah",
        "Token tidak disertakan, tidak dikenal, kedaluwarsa, dicabut, atau peran yang diwakilinya sudah berakhir.",
    ),
    CAKUPAN: (HTTPStatus.FORBIDDEN, "Cakupan tidak mencukupi", "Token sah, tetapi klien tidak diberi cakupan ini."),
    TIDAK_ADA: (HTTPStatus.NOT_FOUND, "Tidak ditemukan", "Alamat tidak ada, atau datanya tidak boleh dilihat klien."),
    METODE: (HTTPStatus.METHOD_NOT_ALLOWED, "Metode tidak didukung", "Hanya GET dan HEAD yang dijawab."),
    PRASYARAT: (
        HTTPStatus.PRECONDITION_FAILED,
        "Prasyarat tidak terpenuhi",
        "If-Match tidak sama dengan ETag yang sekarang.",
    ),
    PARAMETER: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Parameter tidak sah",
        "Parameter tidak dikenal, berulang, atau nilainya tidak sah; `galat` menyebut masing-masing.",
    ),
    SERING: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Terlalu sering",
        "Batas panggilan per menit terlampaui; ulangi sesudah detik pada Retry-After.",
    ),
    RUSAK: (HTTPStatus.INTERNAL_SERVER_ERROR, "Kesalahan pada portal", "Kesalahan di pihak portal; coba lagi."),
}


class Galat(Schema):
    parameter: str = Field(description="Nama parameter.")
    pesan: str = Field(description="Apa yang salah dan apa yang diharapkan.")


class Problem(Schema):
    """Jawaban penolakan (RFC 9457)."""

    type: str = Field(description="Pengenal jenis masalah; tidak untuk dibuka.")
    title: str = Field(description="Judul singkat.")
    status: int = Field(description="Kode status HTTP.")
    detail: str = Field(description="Penjelasan untuk orang.")
    kode: str = Field(description="Kode tetap untuk program.")
    galat: list[Galat] = Field(description="Parameter yang salah; kosong untuk masalah lain.")


@dataclass
class Masalah(Exception):
    """Raised anywhere below an endpoint; `interface` and the API's handlers answer with it."""

    kode: str
    detail: str
    galat: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JsonResponse:
        status, judul, _ = JENIS[self.kode]
        body = {
            "type": f"urn:zi-portal:masalah:{self.kode}",
            "title": judul,
            "status": int(status),
            "detail": self.detail,
            "kode": self.kode,
            "galat": [{"parameter": name, "pesan": pesan} for name, pesan in self.galat],
        }
        headers = dict(self.headers)
        if status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = SKEMA
        return JsonResponse(body, status=status, content_type=MEDIA, headers=headers)
