"""What a paper's HTML and a Word file say, in a form in which both can be compared."""

from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import html

from reports.cap import Cap
from reports.data import Isi

CAP = Cap(
    "700/012/ITKAB/2026", "2026-06-20", "ABCDEFGHJKLM", "https://contoh.go.id/periksa/ABCDEFGHJKLM/", "elektronik"
)
# A picture of one pixel.
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf000001010100"
    "1bb6ee560000000049454e44ae426082"
)


def with_logo(data: Isi) -> Isi:
    return replace(data, kop=replace(data.kop, logo="0" * 64))


def bare(text: str) -> str:
    """Without any white space: a number and its heading are parted by a tab here and by a margin there."""
    return "".join(text.split())


def _body_of(source: str):
    body = html.document_fromstring(source).body
    for drawn in body.xpath("//svg | //style"):
        drawn.drop_tree()
    return body


def html_text(source: str) -> str:
    return bare(_body_of(source).text_content())


def html_headings(source: str) -> list[tuple[int, str]]:
    found = _body_of(source).iter("h1", "h2", "h3", "h4", "h5")
    return [(int(node.tag[1]), bare(node.text_content())) for node in found]


def html_tables(source: str) -> list[list[list[str]]]:
    return [
        [[bare(cell.text_content()) for cell in row.iter("td", "th")] for row in table.iter("tr")]
        for table in _body_of(source).iter("table")
    ]


def open_docx(content: bytes):
    return Document(BytesIO(content))


def docx_text(content: bytes) -> str:
    """All words of the body in their order."""
    body = open_docx(content).element.body
    return bare("".join(node.text or "" for node in body.iter(qn("w:t"))))


def docx_headings(content: bytes) -> list[tuple[int, str]]:
    document = open_docx(content)
    found = []
    for node in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(node, document._body)
        name = paragraph.style.name
        if name.startswith("Heading "):
            found.append((int(name.split()[1]), bare(paragraph.text)))
    return found


def docx_tables(content: bytes) -> list[list[list[str]]]:
    """Without those that only put a picture beside text: they carry a caption for screen readers."""
    tables = [
        t for t in open_docx(content).element.body.iter(qn("w:tbl")) if t.find(f".//{qn('w:tblCaption')}") is None
    ]
    return [
        [
            [bare("".join(node.text or "" for node in cell.iter(qn("w:t")))) for cell in row.findall(qn("w:tc"))]
            for row in table.findall(qn("w:tr"))
        ]
        for table in tables
    ]
