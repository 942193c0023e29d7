"""What a template may use: the data of a paper as plain values, so that there is nothing to call and nothing to change."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

from lxml import html
from markupsafe import Markup

from reports.cap import Cap
from reports.contoh import contoh
from reports.data import Isi
from reports.docx.xml import clean
from reports.kinds import JENIS
from reports.layouts import html_of, meta_of

# Coordinates of charts and bytes of pictures: no words for a page. `templat` and `sumber` are the portal's own names.
OMITTED = frozenset({"radar", "batang", "logo", "qr_svg", "qr_png", "templat", "sumber", "is_draf", "panjang", "lebar"})
# A paragraph of its own, which the writer replaces by the paper; the words are of no language.
MARK = "\ue000{}\ue001"
WHOLE, WITHOUT_HEAD = "isi", "badan"
PAPER_FIELDS = {
    WHOLE: "seluruh naskah seperti pada PDF, termasuk kop surat; ditulis {{p isi }} dalam paragraf tersendiri",
    WITHOUT_HEAD: "naskah tanpa kop surat; ditulis {{p badan }} dalam paragraf tersendiri",
}
EXAMPLE_CAP = Cap(
    "700/012/ITKAB/2026", "2026-06-20", "ABCDEFGHJKLM", "https://contoh.go.id/periksa/ABCDEFGHJKLM/", "basah"
)


def foot_of(source: str) -> str:
    """What stands at the foot of each page of the PDF."""
    return html.document_fromstring(source).body.get("data-kaki", "")


def context_of(data: Isi, cap: Cap | None, source: str) -> dict[str, Any]:
    """The names of a template: data, meta, cap, draf, kaki and the paper itself. `source` is the paper's HTML."""
    papers = {name: Markup("<w:p><w:r><w:t>{}</w:t></w:r></w:p>").format(MARK.format(name)) for name in PAPER_FIELDS}
    return {
        "data": plain(data),
        "meta": {name: clean(value) for name, value in asdict(meta_of(data)).items()},
        "cap": plain(cap) if cap else None,
        "draf": data.is_draf,
        "kaki": clean(foot_of(source)),
        **papers,
    }


def plain(value: Any) -> Any:
    """Dictionaries, lists, words and numbers; a data class with its properties."""
    if is_dataclass(value):
        names = [f.name for f in fields(value)] + list(_properties(type(value)))
        return {name: plain(getattr(value, name)) for name in names if name not in OMITTED}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return clean(value) if isinstance(value, str) else value


def _properties(kind: type) -> Iterator[str]:
    for base in kind.__mro__:
        yield from (name for name, found in vars(base).items() if isinstance(found, property) and name[0] != "_")


def example_context(jenis: str) -> dict[str, Any]:
    """Of one kind; "" gives what all kinds have, for a template that is used for each."""
    if jenis:
        data = contoh(jenis)
        return context_of(data, EXAMPLE_CAP, html_of(data, EXAMPLE_CAP))
    first, *others = (example_context(one) for one in JENIS)
    return first | {"data": _common(first["data"], [other["data"] for other in others])}


def _common(first: Mapping[str, Any], others: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Fields that every kind has under the same name and as the same sort of value."""
    return {
        name: value
        for name, value in first.items()
        if all(name in other and type(other[name]) is type(value) for other in others)
    }


# --- the page that names them -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Medan:
    """A field that a template may use. `daftar`: a list, walked through with `for`; its items' fields stand below it."""

    nama: str
    contoh: str
    daftar: bool = False


def fields_of(jenis: str) -> list[Medan]:
    """All fields with an example of each, in the order of the data."""
    context = example_context(jenis)
    found = [Medan(name, words) for name, words in PAPER_FIELDS.items()]
    found.append(Medan("draf", "benar selama dokumen masih draf; dipakai dengan {% if draf %}"))
    found.append(Medan("kaki", context["kaki"]))
    for name in ("meta", "data", "cap"):
        found += _listed(name, context[name])
    return found


def _listed(name: str, value: Any) -> Iterator[Medan]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _listed(f"{name}.{key}", inner)
    elif isinstance(value, list):
        yield from _list_fields(name, value)
    else:
        yield Medan(name, _example(value))


def _list_fields(name: str, value: list[Any]) -> Iterator[Medan]:
    each = name.rpartition(".")[2]
    variable = f"tiap_{each}"
    use = f"{{%p for {variable} in {name} %}} … {{%p endfor %}}"
    if value and isinstance(value[0], dict):
        yield Medan(name, use, daftar=True)
        yield from _listed(variable, value[0])
    elif value and isinstance(value[0], list):
        yield Medan(name, use, daftar=True)
        yield from (Medan(f"{variable}[{n}]", _example(inner)) for n, inner in enumerate(value[0]))
    else:
        words = "; ".join(_example(item) for item in value[:3])
        yield Medan(name, f"{use}, misalnya {words}" if words else use, daftar=True)


def _example(value: Any) -> str:
    if isinstance(value, bool):
        return "benar atau salah"
    return "" if value is None else str(value)
