"""From the HTML of a paper to the content of a Word document: one structure for both, so that they cannot differ.

The vocabulary is small and ours (`reports.docx.markup`); a tag outside it is an error and no silent loss.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import count

from docx.document import Document as Dokumen
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from lxml import html
from lxml.html import HtmlElement

from reports.docx.inline import Potong, heading, inside, pieces, runs, words
from reports.docx.markup import BLOCKS, HEADINGS, POINTS, Latar, changed, check_tag, classes_of
from reports.docx.numbering import HANGING, Penomoran
from reports.docx.styles import adopt_styles
from reports.docx.tables import table
from reports.docx.xml import Alinea, Element, make, paragraph, run, space, val

CM = 567  # twips
PORTRAIT = 17 * CM  # no text on an upright page is wider
LOGO_WIDTH, CODE_WIDTH = 66 * POINTS, 82 * POINTS
# Height and greatest width of a picture in points, by the class of a block around it.
PICTURE_SIZES = {"cap-qr": (72, 72), "kop": (60, 58), "sampul": (110, 160), "piagam": (60, 90)}
# Width of what is framed in the room for a signature, in points.
FRAMES = {"meterai": 80, "elektronik": 200}
# Margins (top, right, bottom, left) of pages that lie on their side.
LANDSCAPE = {"lanskap": (2.0, 1.8, 2.1, 1.8), "piagam": (1.7, 2.5, 1.6, 2.5)}
FOOTLESS = ("sampul", "piagam")
TAIL = {"tembusan", "cap"}  # stand on the page of what they close, however it lies
PAGES = (*LANDSCAPE, "sampul", "tegak")
# A heading on a page of its own kind, by the style around it.
HEADING_LOOKS = {
    ("ZIKeputusan", "h1"): {"caps": True},
    ("ZISampul", "h1"): {"ukuran": 32, "before": 70 * POINTS, "after": 60 * POINTS},
    ("ZIPiagam", "h1"): {"ukuran": 52, "before": 14 * POINTS, "after": 6 * POINTS},
    ("ZIPiagam", "h2"): {"ukuran": 28, "align": "center", "before": 0, "after": 0},
}
JUSTIFIED = ("Normal", "ZIDaftar", "ZIKonsiderans", "ZIPengantar")
SIGNATURE_ROOM = 56 * POINTS

# From an inline drawing and the classes around it: PNG, width and height in points, words for who does not see it.
Menggambar = Callable[[HtmlElement, list[str]], tuple[bytes, int, int, str] | None]


@dataclass(frozen=True, slots=True)
class Halaman:
    """Pages of one kind and what stands on them; `jenis` "" is the template's own page."""

    jenis: str
    isi: list[Element]


class Penulis:
    """Writes one paper into one document. `draw` makes pictures of inline drawings."""

    def __init__(self, document: Dokumen, assets: Mapping[str, bytes], draw: Menggambar) -> None:
        self.document = document
        self.assets = assets
        self.draw = draw
        self.styles = adopt_styles(document)
        self.lists = Penomoran(document)
        self.pictures = count(document.part.next_id)  # pictures stand nowhere yet when the next one is made

    def pages(self, source: str, *, letterhead: bool = True) -> list[Halaman]:
        """The paper in runs of pages of one kind, with or without its letterhead."""
        self.letterhead = letterhead
        found: list[Halaman] = []
        for child in html.document_fromstring(source).body:
            if child.tag == "style" or not isinstance(child.tag, str):
                continue
            kind = next((name for name in classes_of(child) if name in PAGES), "")
            if found and TAIL & set(classes_of(child)):
                kind = found[-1].jenis
            blocks = list(self.block(child, Latar(self._width(kind), styles=self.styles)))
            same = "" if kind == "tegak" else kind
            if found and found[-1].jenis == same and (kind not in FOOTLESS or TAIL & set(classes_of(child))):
                found[-1].isi.extend(blocks)
            else:
                found.append(Halaman(same, blocks))
        return found

    def _width(self, kind: str) -> int:
        """Room for text in twips."""
        page = self.document.sections[-1]
        if kind in LANDSCAPE:
            _, right, _, left = LANDSCAPE[kind]
            return round(max(page.page_height, page.page_width) / Emu(635) - (left + right) * CM)
        return round((page.page_width - page.left_margin - page.right_margin) / Emu(635))

    # --- blocks -------------------------------------------------------------------------------------------------------

    def block(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        check_tag(node, BLOCKS)
        names = classes_of(node)
        latar = latar if node.tag == "table" else changed(latar, node)
        if "tanda-tangan" in names and latar.width > PORTRAIT:
            latar = latar.with_(left=latar.width // 2)
        if node.tag in ("p", "caption"):
            yield self._paragraph([*inside(node, latar, self._picture)], latar)
        elif node.tag in HEADINGS:
            yield self._heading(node, latar)
        elif node.tag in ("ol", "ul"):
            yield from self._list(node, latar)
        elif node.tag == "table":
            if {"tanda-dua", "tanda-piagam"} & set(names):
                yield space(14 * POINTS)
            for caption in node.findall("caption"):
                yield from self.block(caption, latar.with_(style="ZIJudulTabel", align=""))
            yield table(node, latar, self.flow)
            yield paragraph((), Alinea(self.styles["ZIRuang"], exact=4 * POINTS, keep=True))
        elif "kop" in names and self.letterhead:
            yield from self._letterhead(node, latar)
        elif "kop-garis" in names and self.letterhead:
            yield paragraph((), Alinea(self.styles["ZIRuang"], border="rule", before=80, after=12 * POINTS, exact=30))
        elif "ruang" in names:
            yield from self._room(node, latar)
        elif "cap" in names:
            yield from self._stamp(node, latar)
        elif {"kop", "kop-garis"} & set(names):
            return
        else:
            yield from self._group(node, latar, names)

    def _group(self, node: HtmlElement, latar: Latar, names: list[str]) -> Iterator[Element]:
        """A block of blocks; one that begins a page says so in its first paragraph."""
        blocks = self.flow(node, latar)
        if "tanda-tangan" in names or "tembusan" in names:
            yield space((18 if "tanda-tangan" in names else 12) * POINTS)
        for n, element in enumerate(blocks):
            if n == 0 and "halaman-baru" in names:
                _begin_page(element)
            yield element
        if {"lampiran", "judul", "keputusan", "tujuan"} & set(names):
            yield space(10 * POINTS)

    def flow(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        """Blocks, and the loose text between them as paragraphs."""
        loose: list[Potong] = list(words(node.text, latar)) if node.text else []
        for child in node:
            if isinstance(child.tag, str) and child.tag in BLOCKS:
                yield from self._loose(loose, latar)
                loose = []
                yield from self.block(child, latar)
            elif isinstance(child.tag, str):
                loose += pieces(child, latar, self._picture)
            if child.tail:
                loose += words(child.tail, latar)
        yield from self._loose(loose, latar)

    def _loose(self, found: list[Potong], latar: Latar) -> Iterator[Element]:
        if runs(found):
            yield self._paragraph(found, latar)

    def _paragraph(self, found: list[Potong], latar: Latar, **more: object) -> Element:
        """Word stretches a justified line that a break ends, so that text with breaks stands at the left."""
        made = runs(found)
        if not latar.align and any(r.find(qn("w:br")) is not None for r in made) and latar.style in JUSTIFIED:
            latar = latar.with_(align="left")
        return paragraph(made, self._alinea(latar, **more))

    def _alinea(self, latar: Latar, **more: object) -> Alinea:
        given = {
            "align": latar.align,
            "left": latar.left,
            "right": latar.right,
            "before": latar.before,
            "after": latar.after,
            "keep": latar.keep,
        }
        return Alinea(style=latar.style_id(), **given | more)

    def _heading(self, node: HtmlElement, latar: Latar) -> Element:
        """A real heading of its depth, so that Word's navigation shows the paper's structure."""
        names = classes_of(node)
        looks = HEADING_LOOKS.get((latar.style, node.tag), {})
        inner = latar.with_(style=f"Heading{HEADINGS[node.tag]}", left=None, keep=False).with_(**looks)
        wide = next((w for name, w in (("simpul", 44), ("bab-anak", 30)) if name in names), None)
        if wide and node.tag in ("h3", "h4"):
            inner = inner.with_(bold=True)
        if "bab" in names:
            before, after = (4, 4) if latar.align == "center" else (18, 12)  # in a title, or over a chapter
            inner = inner.with_(align="center", before=before * POINTS, after=after * POINTS)
        found = heading(node, inner, self._picture)
        if wide:
            return self._paragraph(found, inner, left=wide * POINTS, hanging=wide * POINTS)
        if looks or {"bab", "polos"} & set(names):
            return self._paragraph(found, inner, left=0, hanging=0)
        return self._paragraph(found, inner)

    def _list(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        """Each item is a numbered paragraph; further paragraphs of an item stand under its text."""
        kind = "butir" if node.tag == "ul" else "huruf" if "huruf" in classes_of(node) else "angka"
        number = self.lists.start(kind, int(node.get("start", 1)))
        left = (latar.left or 0) + HANGING
        in_text = latar.style == "Normal"
        inner = latar.with_(
            style="ZIDaftar" if in_text else latar.style, left=left, after=None if in_text else latar.after
        )
        for place, item in enumerate(node, 1):
            check_tag(item, frozenset({"li"}))
            is_end = in_text and place == len(node)
            for n, element in enumerate(self.flow(item, inner.with_(after=6 * POINTS) if is_end else inner)):
                if n == 0:
                    _number(element, number, left)
                yield element

    def _room(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        """Room to sign in; a frame where a duty stamp goes, or the words that stand for a signature."""
        framed = list(node)
        if not framed:
            yield space(SIGNATURE_ROOM)
        for child in framed:
            yield space(14 * POINTS)
            inner = changed(latar, child)
            found = [*inside(child, inner, self._picture)]
            beside = latar.width - 234 * POINTS if latar.style == "ZITandaTangan" else latar.width
            right = max(beside - FRAMES[child.get("class", "")] * POINTS, 0)
            yield self._paragraph(found, inner.with_(right=right), align="center", border="box")
            yield space(20 * POINTS)

    def _letterhead(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        """Lines in the middle of the page, or beside the logo."""
        logo = node.find("img")
        lines = [element for line in node.iterfind("p") for element in self.block(line, latar)]
        drawn = self._picture(logo) if logo is not None else None
        if drawn is None:
            yield from lines
        else:
            yield _beside(paragraph([drawn], Alinea(self.styles["ZIBaris"])), LOGO_WIDTH, lines, latar, "Kop surat")

    def _stamp(self, node: HtmlElement, latar: Latar) -> Iterator[Element]:
        """Number and code of an issued paper beside the picture that leads to its public page."""
        first, second = node
        inner = latar.with_(style="ZICap", align="", left=None)
        drawn = self._picture(first[0]) if len(first) else None
        yield space((4 if latar.style == "ZIPiagam" else 14) * POINTS)
        picture = paragraph([drawn] if drawn is not None else (), Alinea(self.styles["ZIBaris"]))
        yield _beside(
            picture, CODE_WIDTH, list(self.flow(second, inner)), latar, "Nomor dan kode pemeriksaan", line=True
        )
        yield space(20, keep=False)

    # --- pictures -----------------------------------------------------------------------------------------------------

    def _picture(self, node: HtmlElement) -> Element | None:
        """A run with the picture. `aset:<name>` is a handed over file, a drawing is made by `draw`."""
        around = [cls for above in node.iterancestors() for cls in classes_of(above)]
        if node.tag == "svg":
            drawn = self.draw(node, around)
            return self._inline(*drawn) if drawn else None
        scheme, _, name = node.get("src", "").partition(":")
        if scheme != "aset" or name not in self.assets:
            return None
        high, wide = next((size for cls, size in PICTURE_SIZES.items() if cls in around), (60, 90))
        return self._inline(self.assets[name], wide, high, node.get("alt", ""))

    def _inline(self, png: bytes, wide: int, high: int, alt: str) -> Element:
        """At most so many points wide and high, in its own proportions."""
        part = self.document.part
        _, image = part.get_or_add_image(BytesIO(png))
        share = min(Pt(wide) / image.width, Pt(high) / image.height)
        drawn = part.new_pic_inline(BytesIO(png), Emu(int(image.width * share)), Emu(int(image.height * share)))
        drawn.docPr.id = next(self.pictures)
        drawn.docPr.set("descr", alt)
        for side in ("T", "B", "L", "R"):  # no distance to the text around
            drawn.set(f"dist{side}", "0")
        return run([make("w:drawing", children=[drawn])])


def _beside(
    picture: Element, width: int, content: list[Element], latar: Latar, caption: str, *, line: bool = False
) -> Element:
    """A picture at the left of some paragraphs, in a table without lines of its own (or with one above)."""
    properties = [
        make("w:tblW", {"w:w": latar.width, "w:type": "dxa"}),
        make("w:tblLayout", {"w:type": "fixed"}),
        make(
            "w:tblCellMar",
            children=[
                make(f"w:{side}", {"w:w": room, "w:type": "dxa"})
                for side, room in (("top", 80 if line else 0), ("left", 0), ("bottom", 0), ("right", 0))
            ],
        ),
        make("w:tblCaption", {"w:val": caption}),
    ]
    if line:
        above = make("w:top", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "000000"})
        properties.insert(1, make("w:tblBorders", children=[above]))
    cells = ((width, [picture]), (latar.width - width, content))
    row = [
        make("w:tc", children=[make("w:tcPr", children=[make("w:tcW", {"w:w": w, "w:type": "dxa"})]), *blocks])
        for w, blocks in cells
    ]
    grid = make("w:tblGrid", children=[make("w:gridCol", {"w:w": w}) for w, _ in cells])
    whole = make("w:trPr", children=[make("w:cantSplit")])
    return make("w:tbl", children=[make("w:tblPr", children=properties), grid, make("w:tr", children=[whole, *row])])


def _number(element: Element, number: int, left: int) -> None:
    """Make a paragraph the first of a list's item. In the schema's order: after keepNext, before spacing."""
    properties = element.find(qn("w:pPr"))
    numbered = make("w:numPr", children=[val("w:ilvl", 0), val("w:numId", number)])
    before = sum(properties.find(qn(tag)) is not None for tag in ("w:pStyle", "w:keepNext", "w:pageBreakBefore"))
    properties.insert(before, numbered)
    properties.find(qn("w:ind")).set(qn("w:hanging"), str(HANGING))


def _begin_page(element: Element) -> None:
    properties = element.find(qn("w:pPr"))
    before = sum(properties.find(qn(tag)) is not None for tag in ("w:pStyle", "w:keepNext"))
    properties.insert(before, make("w:pageBreakBefore"))


# --- pages --------------------------------------------------------------------------------------------------------------


def place(pages: list[Halaman], marker: Element, document: Dokumen) -> None:
    """Put the pages where the template's marker stands; each change of their kind ends a section."""
    final = document.element.body.sectPr
    own = copy.deepcopy(final)
    parent = marker.getparent()
    for page in pages[:-1]:
        for element in page.isi:
            marker.addprevious(element)
        marker.addprevious(_section_end(page.jenis, own))
    for element in pages[-1].isi if pages else ():
        marker.addprevious(element)
    parent.remove(marker)
    if pages and pages[-1].jenis:
        _shape(final, pages[-1].jenis)


def _section_end(kind: str, own: Element) -> Element:
    section = copy.deepcopy(own)
    if kind:
        _shape(section, kind)
    empty = space(20, keep=False)
    empty.find(qn("w:pPr")).append(section)
    return empty


def _shape(section: Element, kind: str) -> None:
    """Turn the template's page into one of this kind; children in the schema's order."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if kind in LANDSCAPE:
        sides = sorted((int(size.get(qn("w:w"))), int(size.get(qn("w:h")))))
        size.set(qn("w:w"), str(sides[1]))
        size.set(qn("w:h"), str(sides[0]))
        size.set(qn("w:orient"), "landscape")
        for side, length in zip(("top", "right", "bottom", "left"), LANDSCAPE[kind], strict=True):
            margins.set(qn(f"w:{side}"), str(round(length * CM)))
    if kind == "piagam":
        line = {"w:val": "double", "w:sz": 12, "w:space": 0, "w:color": "000000"}
        borders = make("w:pgBorders", {"w:offsetFrom": "text"})
        for side in ("top", "left", "bottom", "right"):
            borders.append(make(f"w:{side}", line | {"w:space": 12 if side in ("top", "bottom") else 31}))
        margins.addnext(borders)
    if kind in FOOTLESS and section.find(qn("w:titlePg")) is None:
        later = [section.find(qn(tag)) for tag in ("w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid")]
        first = next((found for found in later if found is not None), None)
        first.addprevious(make("w:titlePg")) if first is not None else section.append(make("w:titlePg"))
