"""The guide for people who write programs, read from the same description that programs read."""

from dataclasses import dataclass
from typing import Any

from reports.api.openapi import schema
from reports.api.problems import JENIS


@dataclass(frozen=True, slots=True)
class Nilai:
    """A parameter or a field of an answer."""

    nama: str
    jenis: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Alamat:
    path: str
    judul: str
    parameter: tuple[Nilai, ...]


@dataclass(frozen=True, slots=True)
class Sumber:
    """What one scope opens: its addresses and the fields of one row."""

    judul: str
    cakupan: str
    contoh: str
    alamat: tuple[Alamat, ...]
    kolom: tuple[Nilai, ...]


@dataclass(frozen=True, slots=True)
class Panduan:
    uraian: str
    sumber: tuple[Sumber, ...]
    masalah: tuple[tuple[int, str, str], ...]


TIPE = {"integer": "angka bulat", "string": "teks", "boolean": "true atau false", "array": "daftar", "object": "objek"}
FORMAT = {"date": "tanggal", "date-time": "waktu"}


def guide() -> Panduan:
    found = schema()
    by_row: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path, item in found["paths"].items():
        by_row.setdefault(path.split("/")[3], []).append((path, item["get"]))
    return Panduan(
        uraian=found["info"]["description"],
        sumber=tuple(_source(found, paths) for paths in by_row.values()),
        masalah=tuple((int(status), kode, _plain(kapan)) for kode, (status, _, kapan) in JENIS.items()),
    )


def _source(found: dict[str, Any], paths: list[tuple[str, dict[str, Any]]]) -> Sumber:
    """The fields are those of the single row: the last of its addresses."""
    single = paths[-1][1]
    row = single["responses"]["200"]["content"]["application/json"]["schema"]
    return Sumber(
        judul=paths[0][1]["summary"],
        cakupan=next(iter(single["security"][0].values()))[0],
        contoh=paths[0][0],
        alamat=tuple(
            Alamat(
                path, operation["summary"],
                tuple(
                    _value(found, p["name"], p["schema"], p["description"])
                    for p in operation["parameters"]
                    if p["in"] == "query"
                ),
            )
            for path, operation in paths
        ),
        kolom=_fields(found, row),
    )  # fmt: skip


def _resolved(found: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in item:
        return found["components"]["schemas"][item["$ref"].rsplit("/", 1)[-1]]
    return item


def _fields(found: dict[str, Any], row: dict[str, Any], before: str = "") -> tuple[Nilai, ...]:
    """Fields of an object, those of objects inside it after a point."""
    fields: list[Nilai] = []
    for name, item in _resolved(found, row)["properties"].items():
        fields.append(_value(found, before + name, item, item.get("description", "")))
        inner = _resolved(found, _first(_first(item).get("items", _first(item))))
        if "properties" in inner:
            fields.extend(_fields(found, inner, f"{before}{name}."))
    return tuple(fields)


def _first(item: dict[str, Any]) -> dict[str, Any]:
    """What it is when it is not null."""
    return item["anyOf"][0] if "anyOf" in item else item


def _value(found: dict[str, Any], name: str, item: dict[str, Any], keterangan: str) -> Nilai:
    shown = _resolved(found, _first(item))
    kind = FORMAT.get(shown.get("format", ""), TIPE.get(shown.get("type", ""), "objek"))
    if "enum" in shown or "const" in shown:
        kind = ", ".join(shown.get("enum", [shown.get("const")]))
    if "anyOf" in item:
        kind += " atau null"
    said = keterangan or (shown.get("description", "") if "properties" in shown else "")
    return Nilai(name, kind, _plain(said))


def _plain(text: str) -> str:
    """Without the marks of Markdown, which descriptions may hold and this page does not read."""
    return text.replace("`", "")
