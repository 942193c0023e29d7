"""Tables of a paper: widths from the column group, heads repeated on each page, rows that stay whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml.html import HtmlElement

from reports.docx.markup import Latar, UnknownMarkupError, changed, classes_of, is_width
from reports.docx.xml import Alinea, Element, make, paragraph, val

Isi: TypeAlias = Callable[[HtmlElement, Latar], Iterator[Element]]
LINE, THIN, MIDDLE = 8, 4, 6  # eighths of a point
HEAD_FILL, GROUP_FILL = "ECECEC", "F5F5F5"
# Shades of cells that say how a figure is to be read.
FILLS = {"kurang": "F6DCD9", "cukup": "E3F1E7"}


@dataclass(frozen=True, slots=True)
class Rupa:
    """How a class of tables looks; `margin` above and below, and beside the text, in twips."""

    cell: str = "ZISel"
    head: str = "ZIKepalaTabel"
    lines: bool = True
    margin: tuple[int, int] = (50, 80)
    breaks: bool = True
    align: str = ""


RUPA = {
    "rekap-unit": Rupa("ZISelKecil", "ZIKepalaTabelKecil", margin=(40, 40)),
    "panas": Rupa("ZISelKecil", "ZIKepalaTabelKecil", margin=(40, 50)),
    "rekap": Rupa(head="ZIKepalaTabelKecil", margin=(50, 40)),
    "ringkasan": Rupa("ZISelKecil", "ZIKepalaTabelKecil", margin=(40, 30)),
    "ambang": Rupa("ZISelKecil", "ZIKepalaTabelKecil", margin=(40, 30)),
    "soal": Rupa("ZISelKecil", "ZIKepalaTabelKecil", margin=(40, 30)),
    "kepala-surat": Rupa("ZIBaris", lines=False, margin=(10, 40)),
    "identitas": Rupa(lines=False, margin=(20, 40)),
    "konsiderans": Rupa("ZIKonsiderans", lines=False, margin=(0, 40), breaks=False),
    "tanda-dua": Rupa("ZIBaris", lines=False, margin=(0, 60), breaks=False),
    "tanda-piagam": Rupa("ZIBaris", lines=False, margin=(0, 100), breaks=False),
}
HEAD_MARGIN = 30
SIGNED_ROW = 480  # room to sign on a line of a list


@dataclass(slots=True)
class _Kisi:
    """What a row has to know of those above: cells that span down, and cells that go on in the next row."""

    widths: list[int]
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)  # column: rows left, columns wide
    open_: set[int] = field(default_factory=set)


def table(node: HtmlElement, latar: Latar, content: Isi) -> Element:
    names = classes_of(node)
    rupa = next((RUPA[name] for name in RUPA if name in names), Rupa())
    kisi = _Kisi(_widths(node, latar.width))
    grid = make("w:tblGrid", children=[make("w:gridCol", {"w:w": width}) for width in kisi.widths])
    rows = list(_rows(node))
    kept = _kept_rows(node, rows, latar)
    inner = latar.with_(style=rupa.cell, left=None, before=None, after=None, breaks=rupa.breaks, keep=False, align="")
    made = [
        _row(row, inner.with_(keep=row in kept), rupa, kisi, content, signed="daftar-tanda" in names) for row in rows
    ]
    return make("w:tbl", children=[_properties(rupa, sum(kisi.widths), latar), grid, *made])


def _rows(node: HtmlElement) -> Iterator[HtmlElement]:
    for child in node:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from _rows(child)
        elif child.tag not in ("colgroup", "caption") and isinstance(child.tag, str):
            raise UnknownMarkupError(f"no way to write <{child.tag}> of a table in Word")


def _kept_rows(node: HtmlElement, rows: list[HtmlElement], latar: Latar) -> set[HtmlElement]:
    """Rows that stay with the next one: of groups held together, the first rows, and the last before a signature."""
    kept: set[HtmlElement] = set()
    for body in node.iter("tbody"):
        group = body.findall("tr")
        if "utuh" in classes_of(body):
            kept |= set(group[:-1])
        if "awal" in classes_of(body):
            kept |= set(group[:1])
    if latar.keep or {"utuh", "tanda-dua"} & set(classes_of(node)):  # signatures stay with the copies under them
        kept |= set(rows)
    last = [row for row in rows if row.get("id") in ("ekor", "akhir")]
    return kept | set(last)


def _properties(rupa: Rupa, width: int, latar: Latar) -> Element:
    """In the schema's order: width, indent, borders, layout, cell margins."""
    found = [make("w:tblW", {"w:w": width, "w:type": "dxa"})]
    if latar.left:
        found.append(make("w:tblInd", {"w:w": latar.left, "w:type": "dxa"}))
    if rupa.lines:
        outer = {"w:val": "single", "w:sz": LINE, "w:space": 0, "w:color": "000000"}
        inner = outer | {"w:sz": THIN}
        sides = [make(f"w:{side}", outer) for side in ("top", "left", "bottom", "right")]
        sides += [make(f"w:{side}", inner) for side in ("insideH", "insideV")]
        found.append(make("w:tblBorders", children=sides))
    found.append(make("w:tblLayout", {"w:type": "fixed"}))
    high, wide = rupa.margin
    sides = (("top", high), ("left", wide if rupa.lines else 0), ("bottom", high), ("right", wide))
    margins = [make(f"w:{side}", {"w:w": size, "w:type": "dxa"}) for side, size in sides]
    found.append(make("w:tblCellMar", children=margins))
    return make("w:tblPr", children=found)


def _widths(node: HtmlElement, width: int) -> list[int]:
    """Shares of the column group; columns without one divide the rest, without a group all are equal."""
    shares: list[int | None] = []
    for col in node.iterfind("colgroup/col"):
        names = [name for name in classes_of(col) if is_width(name)]
        shares.append(int(names[0][1:]) if names else None)
    if not shares:
        first = next(_rows(node))
        shares = [None] * sum(int(cell.get("colspan", 1)) for cell in first)
    free = shares.count(None)
    rest = max(100 - sum(s for s in shares if s), free) / free if free else 0
    total = sum(s or rest for s in shares)
    return [int(width * (s or rest) / total) for s in shares]


def _row(row: HtmlElement, latar: Latar, rupa: Rupa, kisi: _Kisi, content: Isi, *, signed: bool) -> Element:
    names = classes_of(row)
    is_head = row.getparent().tag == "thead"
    found = []
    if "panjang" not in names:
        found.append(make("w:cantSplit"))
    if signed and not is_head:
        found.append(make("w:trHeight", {"w:val": SIGNED_ROW, "w:hRule": "atLeast"}))
    if is_head:
        found.append(make("w:tblHeader"))
    properties = [make("w:trPr", children=found)] if found else []
    cells = list(_cells(row, changed(latar, row), rupa, kisi, content, fill=GROUP_FILL if "grup" in names else ""))
    return make("w:tr", children=[*properties, *cells])


def _cells(row: HtmlElement, latar: Latar, rupa: Rupa, kisi: _Kisi, content: Isi, *, fill: str) -> Iterator[Element]:
    column, still_open = 0, set()
    for cell in row:
        column = yield from _spanned(column, kisi)
        if cell.tag not in ("td", "th"):
            raise UnknownMarkupError(f"no way to write <{cell.tag}> of a row in Word")
        wide, high = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
        if high > 1:
            kisi.spans[column] = (high - 1, wide)
        is_head, is_open = cell.tag == "th", "sambung" in classes_of(cell)
        if is_open:
            still_open.add(column)
        merge = "restart" if high > 1 or is_open else ""
        if column in kisi.open_ and not cell.text_content().strip():  # words of a continued cell would not be seen
            merge = "continue"
        properties = _cell_properties(
            kisi.widths[column : column + wide],
            merge=merge,
            fill=HEAD_FILL if is_head else next((FILLS[name] for name in classes_of(cell) if name in FILLS), fill),
            head=is_head,
        )
        inner = changed(latar.with_(style=rupa.head) if is_head else latar, cell)
        inner = inner.with_(width=sum(kisi.widths[column : column + wide]) - 2 * rupa.margin[1])
        yield make("w:tc", children=[properties, *_filled(content(cell, inner), inner)])
        column += wide
    yield from _spanned(column, kisi)
    kisi.open_ = still_open


def _filled(blocks: Iterator[Element], latar: Latar) -> list[Element]:
    """A cell ends with a paragraph, or Word calls the file broken."""
    found = list(blocks)
    if not found or not found[-1].tag.endswith("}p"):
        found.append(paragraph((), Alinea(latar.style_id(), keep=latar.keep)))
    return found


def _spanned(column: int, kisi: _Kisi) -> Iterator[Element]:
    """Continuations of cells that span down into this row from here on."""
    while column in kisi.spans:
        left, wide = kisi.spans.pop(column)
        if left > 1:
            kisi.spans[column] = (left - 1, wide)
        properties = _cell_properties(kisi.widths[column : column + wide], merge="continue")
        yield make("w:tc", children=[properties, make("w:p")])
        column += wide
    return column


def _cell_properties(widths: list[int], *, merge: str = "", fill: str = "", head: bool = False) -> Element:
    """In the schema's order: width, span, merge, shading, margins, vertical place."""
    found = [make("w:tcW", {"w:w": sum(widths), "w:type": "dxa"})]
    if len(widths) > 1:
        found.append(val("w:gridSpan", len(widths)))
    if merge:
        found.append(val("w:vMerge", merge))
    if fill:
        found.append(make("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
    if head:
        sides = [make(f"w:{side}", {"w:w": HEAD_MARGIN, "w:type": "dxa"}) for side in ("left", "right")]
        found += [make("w:tcMar", children=sides), val("w:vAlign", "center")]
    return make("w:tcPr", children=found)
