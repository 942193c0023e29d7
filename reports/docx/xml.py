"""Small makers of WordprocessingML elements: paragraphs, runs, and their properties in the order that the schema asks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree

Element: TypeAlias = etree._Element

# What XML 1.0 cannot carry; a pasted text may hold it.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
POINT = 20  # twips


def clean(text: str) -> str:
    return ILLEGAL.sub("", text)


def make(tag: str, attributes: Mapping[str, object] | None = None, children: Iterable[Element] = ()) -> Element:
    """`make("w:ind", {"w:left": 440})`; attributes that are None are left out."""
    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        if value is not None:
            element.set(qn(name), str(value))
    for child in children:
        element.append(child)
    return element


def val(tag: str, value: object) -> Element:
    return make(tag, {"w:val": value})


@dataclass(frozen=True, slots=True)
class Huruf:
    """How a run is written; `ukuran` in half points, 0: as the style has it."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: str = ""
    normal: bool = False  # not bold in a bold style
    ukuran: int = 0


PLAIN = Huruf()


def run_properties(huruf: Huruf) -> Element | None:
    found = []
    if huruf.bold or huruf.normal:
        found.append(make("w:b", {"w:val": "0" if huruf.normal else None}))
    if huruf.italic:
        found.append(make("w:i"))
    if huruf.caps:
        found.append(make("w:caps"))
    if huruf.ukuran:
        found.append(val("w:sz", huruf.ukuran))
    if huruf.underline:
        found.append(val("w:u", huruf.underline))
    return make("w:rPr", children=found) if found else None


def run(content: Iterable[Element], huruf: Huruf = PLAIN) -> Element:
    properties = run_properties(huruf)
    return make("w:r", children=[*([properties] if properties is not None else []), *content])


def text(words: str) -> Element:
    element = make("w:t", {"xml:space": "preserve"})
    element.text = clean(words)
    return element


@dataclass(frozen=True, slots=True)
class Alinea:
    """Properties of a paragraph; lengths in twips, None: as the style has them."""

    style: str = ""
    align: str = ""
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    before: int | None = None
    after: int | None = None
    exact: int | None = None  # height of an empty space
    keep: bool = False  # on the page of the next paragraph
    page: bool = False  # begins a page
    num: int | None = None
    border: str = ""  # "box" or "rule"


def paragraph(content: Iterable[Element], a: Alinea) -> Element:
    """Children of pPr stand in the schema's order, else Word calls the file broken."""
    found: list[Element] = []
    if a.style:
        found.append(val("w:pStyle", a.style))
    if a.keep:
        found.append(make("w:keepNext"))
    if a.page:
        found.append(make("w:pageBreakBefore"))
    if a.num is not None:
        found.append(make("w:numPr", children=[val("w:ilvl", 0), val("w:numId", a.num)]))
    if a.border:
        found.append(_border(a.border))
    if (a.before, a.after, a.exact) != (None, None, None):
        found.append(
            make(
                "w:spacing",
                {
                    "w:before": a.before,
                    "w:after": a.after,
                    "w:line": a.exact,
                    "w:lineRule": None if a.exact is None else "exact",
                },
            )
        )
    if (a.left, a.right, a.hanging) != (None, None, None):
        found.append(make("w:ind", {"w:left": a.left, "w:right": a.right, "w:hanging": a.hanging}))
    if a.align:
        found.append(val("w:jc", a.align))
    return make("w:p", children=[make("w:pPr", children=found), *content])


def _border(kind: str) -> Element:
    """A frame, or the thick and the thin line under a letterhead."""
    line = {"w:val": "single", "w:space": 0, "w:color": "000000"}
    if kind == "rule":
        return make("w:pBdr", children=[make("w:top", line | {"w:sz": 20}), make("w:bottom", line | {"w:sz": 6})])
    frame = line | {"w:sz": 6, "w:space": 4, "w:color": "666666"}
    return make("w:pBdr", children=[make(f"w:{side}", frame) for side in ("top", "left", "bottom", "right")])


def space(height: int, *, keep: bool = True) -> Element:
    """Nothing, so many twips high: room for a signature."""
    return paragraph((), Alinea(style="ZIRuang", exact=height, keep=keep))
