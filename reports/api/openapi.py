"""The OpenAPI description: what the framework reads from the code, and what holds for every address."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from reports.api import problems, resources
from reports.api.http import interface
from reports.api.problems import JENIS, MEDIA, Problem
from reports.api.service import Token, api

DASAR = "api/v1/"
FILE = settings.BASE_DIR / "docs" / "openapi.json"
RESOURCES = resources  # imported for what it registers
SATU_JAM = 3600
ETAG = {
    "schema": {"type": "string"},
    "required": True,
    "description": "Sidik jawaban; kirim kembali sebagai If-None-Match.",
}
# METODE is told of methods that are not described at all, TIDAK_ADA of single rows.
SELALU = (
    problems.TAK_DIKENAL,
    problems.CAKUPAN,
    problems.PRASYARAT,
    problems.PARAMETER,
    problems.SERING,
    problems.RUSAK,
)


@cache
def _built() -> dict[str, Any]:
    found = json.loads(json.dumps(api.get_openapi_schema(path_prefix=DASAR)))
    found["servers"] = [{"url": "/", "description": "Portal ini"}]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = found["components"]["schemas"] | problem.pop("$defs") | {"Problem": problem}
    # The framework names groups of parameters too, which nothing refers to.
    found["components"]["schemas"] = {
        name: item for name, item in sorted(schemas.items()) if not name.startswith("Saringan")
    }
    found["components"]["responses"] = {kode: _refusal(kode) for kode in JENIS}
    for path, item in found["paths"].items():
        for operation in item.values():
            _complete(operation, single="{" in path)
    return found


def _refusal(kode: str) -> dict[str, Any]:
    _, judul, kapan = JENIS[kode]
    told = {
        "description": f"{judul}. {kapan}",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if kode == problems.SERING:
        told["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Detik sampai dapat diulang."}}
    return told


def _complete(operation: dict[str, Any], *, single: bool) -> None:
    """The scope, the headers of the answer, and the answers other than 200."""
    operation["security"] = [{Token.__name__: [operation.pop("x-cakupan")]}]
    answers = operation["responses"]
    answers["200"] |= {"description": "Berhasil", "headers": {"ETag": ETAG}}
    answers["304"] = {"description": "Tidak berubah sejak ETag pada If-None-Match", "headers": {"ETag": ETAG}}
    for kode in (*SELALU, *((problems.TIDAK_ADA,) if single else ())):
        answers[str(int(JENIS[kode][0]))] = {"$ref": f"#/components/responses/{kode}"}
    operation["responses"] = dict(sorted(answers.items()))


def schema() -> dict[str, Any]:
    """The same for every installation."""
    return deepcopy(_built())


def schema_text() -> str:
    """As it stands in docs/openapi.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


@interface
def api_schema(request: HttpRequest) -> HttpResponse:
    """For everybody: it describes the program, which is public, and holds nothing of the institution."""
    response = HttpResponse(schema_text(), content_type="application/json; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SATU_JAM)
    return response
