"""Word templates as an administrator would write them, and files that nobody should open."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from docx import Document

from reports.docx.styles import TEMPLATE

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def template(*paragraphs: str, header: str = "", paper: bool = True) -> bytes:
    """The portal's own template with paragraphs below the paper, or in place of it."""
    document = Document(TEMPLATE)
    if not paper:
        document.paragraphs[0].text = ""
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same zip with some parts replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, body in changed.items():
            new.writestr(name, body)
    return out.getvalue()


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def in_body(xml: str) -> bytes:
    """The portal's template with this before its first paragraph."""
    body = part_of(TEMPLATE.read_bytes(), "word/document.xml")
    return with_parts(
        TEMPLATE.read_bytes(), {"word/document.xml": body.replace("<w:body>", f"<w:body>{xml}", 1).encode()}
    )


def related(kind: str, target: str, *, external: bool = True) -> bytes:
    """The portal's template with one more relation of its main part."""
    name = "word/_rels/document.xml.rels"
    rels = part_of(TEMPLATE.read_bytes(), name)
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return with_parts(TEMPLATE.read_bytes(), {name: rels.replace("</Relationships>", added).encode()})
