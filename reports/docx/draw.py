"""The one place that draws a DOCX: fill the template's fields, then write the paper where the template asks for it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx.document import Document as Dokumen
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree
from lxml.html import HtmlElement

from reports.cap import Cap
from reports.data import Isi
from reports.docx.body import Menggambar, Penulis, place
from reports.docx.charts import png_of
from reports.docx.fields import MARK, PAPER_FIELDS, WHOLE, context_of
from reports.docx.package import frozen, write_properties
from reports.docx.sandbox import Lingkungan
from reports.docx.styles import TEMPLATE
from reports.docx.xml import Element
from reports.layouts import html_of, meta_of

ALL_WORDS = etree.XPath(".//text()")
WORDLESS = {qn(tag) for tag in ("w:body", "w:hdr", "w:ftr", "w:tbl", "w:tr", "w:tc", "w:p", "w:r")}


class MisplacedError(ValueError):
    """The paper is asked for inside a line, a table, or the head or foot of a page."""


class StrayTextError(ValueError):
    """A field was put where Word expects no words: {{p }} and {{r }} are for whole paragraphs."""


def draw(data: Isi, *, cap: Cap | None = None, logo: bytes | None = None, template: bytes | None = None) -> bytes:
    """Equal data in an equal template give equal bytes."""
    source = html_of(data, cap)
    document = fill(template or TEMPLATE.read_bytes(), context_of(data, cap, source), Lingkungan())
    writer = Penulis(document, {"logo": logo} if logo else {}, _drawer(cap))
    for name in PAPER_FIELDS:
        for marker in markers(document, name):
            place(writer.pages(source, letterhead=name == WHOLE), marker, document)
    meta = meta_of(data)
    write_properties(document, title=meta.judul, author=meta.penulis, subject=meta.perihal, day=meta.tanggal)
    out = BytesIO()
    document.save(out)
    return frozen(out.getvalue())


def fill(template: bytes, context: Mapping[str, Any], environment: Lingkungan) -> Dokumen:
    """The template with its fields filled in; what Jinja has against it comes out as it is."""
    filled = DocxTemplate(BytesIO(template))
    own = filled.get_docx().core_properties  # docxtpl would fill these in too; they are written from the data
    own.author = own.comments = own.identifier = own.language = own.subject = own.title = ""
    filled.render(dict(context), environment)
    for part in (filled.docx.part, *_heads_and_feet(filled.docx)):
        _check_words(part.element)
    return filled.docx


def _heads_and_feet(document: Dokumen) -> list[XmlPart]:
    """By relation: python-docx remembers heads and feet as they were before docxtpl wrote them anew."""
    return [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith(("/header", "/footer"))]


def _check_words(root: Element) -> None:
    """Words stand in texts only, or Word calls the file broken. By XPath: python-docx reads `text` of a paragraph its own way."""
    for words in ALL_WORDS(root):
        if words.strip() and (words.is_tail or words.getparent().tag in WORDLESS):
            raise StrayTextError(words.strip()[:80])


def markers(document: Dokumen, name: str) -> list[Element]:
    """The paragraphs that the paper takes the place of. Raises MisplacedError where none can."""
    mark, body = MARK.format(name), document.element.body
    found = [words.getparent().getparent() for words in body.iter(qn("w:t")) if words.text == mark]
    if any(paragraph.getparent() is not body for paragraph in found):
        raise MisplacedError(name)
    if any(mark.encode() in part.blob for part in _heads_and_feet(document)):
        raise MisplacedError(name)
    return found


def _drawer(cap: Cap | None) -> Menggambar:
    """Pictures for the drawings of a paper: its charts, and the code that leads to the public check."""

    def picture(node: HtmlElement, around: list[str]) -> tuple[bytes, int, int, str] | None:
        if cap and "cap-qr" in around:
            side = 54 if "piagam" in around else 72
            return cap.qr_png, side, side, f"Kode QR menuju {cap.url}"
        return *png_of(node, around), (node.findtext("title") or "").strip()

    return picture
