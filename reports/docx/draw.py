"""The one place that draws a DOCX: fill the template's fields, then write the paper where the template asks for it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx.document import Document as Dokumen
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
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


class MisplacedError(ValueError):
    """The paper is asked for inside a line, a table, or the head or foot of a page."""


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
    return filled.docx


def markers(document: Dokumen, name: str) -> list[Element]:
    """The paragraphs that the paper takes the place of. Raises MisplacedError where none can."""
    mark, body = MARK.format(name), document.element.body
    found = [words.getparent().getparent() for words in body.iter(qn("w:t")) if words.text == mark]
    if any(paragraph.getparent() is not body for paragraph in found):
        raise MisplacedError(name)
    # by relation: python-docx remembers heads and feet as they were before docxtpl wrote them anew
    around = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith(("/header", "/footer"))]
    if any(mark.encode() in part.blob for part in around):
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
