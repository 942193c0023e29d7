"""A Word file that fetches, runs or unpacks to something is not opened."""

import zipfile
from io import BytesIO

import pytest

from reports.docx import guard
from reports.docx.guard import check_docx
from reports.docx.styles import TEMPLATE
from tests.reports.docx_making import HYPERLINK, in_body, part_of, related, template, with_parts
from units.errors import BerkasDitolak

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"


def retyped(old: str, new: str) -> bytes:
    types = part_of(TEMPLATE.read_bytes(), TYPES)
    assert old in types
    return with_parts(TEMPLATE.read_bytes(), {TYPES: types.replace(old, new).encode()})


def bomb() -> bytes:
    return with_parts(TEMPLATE.read_bytes(), {"word/media/besar.bin": b"\0" * (guard.MAX_UNPACKED + 1)})


def piecewise(code: str) -> str:
    """A field whose instruction Word has cut in two."""
    half = len(code) // 2
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code[:half]}</w:instrText></w:r><w:r><w:instrText>{code[half:]}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


REFUSED = {
    "nothing": (b"", "kosong"),
    "a PDF by another name": (b"%PDF-1.7", "bukan dokumen Word"),
    "an old or locked file": (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "Word lama"),
    "a cut file": (TEMPLATE.read_bytes()[:9000], "rusak"),
    "a zip of something else": (with_parts(TEMPLATE.read_bytes(), {"word/document.xml": b""}), "rusak"),
    "too many bytes": (b"PK\x03\x04" + b"0" * guard.MAX_BYTES, "paling besar"),
    "a zip that swells": (bomb(), "setelah dibuka"),
    "a path out of the zip": (with_parts(TEMPLATE.read_bytes(), {"../lari.xml": b"<a/>"}), "tidak wajar"),
    "macros": (with_parts(TEMPLATE.read_bytes(), {"word/vbaProject.bin": b"x"}), "makro"),
    "a macro type": (retyped("wordprocessingml.document.main+xml", "macroEnabled.main+xml"), "makro"),
    "a Word template": (retyped("document.main+xml", "template.main+xml"), "dotx"),
    "an embedded workbook": (with_parts(TEMPLATE.read_bytes(), {"word/embeddings/a.xlsx": b"x"}), "objek"),
    "a DTD": (with_parts(TEMPLATE.read_bytes(), {"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "deklarasi"),
    "a DTD in two bytes a letter": (
        with_parts(TEMPLATE.read_bytes(), {"word/a.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}),
        "deklarasi",
    ),
    "a template elsewhere": (related(f"{OFFICE}/attachedTemplate", "http://x.invalid/a.dotm"), "templat lain"),
    "a picture elsewhere": (related(f"{OFFICE}/image", "http://x.invalid/a.png"), "berkas lain"),
    "a link to a disk": (related(HYPERLINK, "file:///c:/rahasia"), "berkas lain"),
    "a linked program": (related(f"{OFFICE}/oleObject", "a.bin", external=False), "objek"),
    "another document inside": (in_body('<w:altChunk r:id="rId1"/>'), "objek"),
    "a field that fetches": (in_body(piecewise(' INCLUDEPICTURE "http://x.invalid"')), "INCLUDEPICTURE"),
    "a field that starts a program": (in_body(piecewise(" DDEAUTO cmd")), "DDEAUTO"),
    "a simple field": (in_body('<w:p><w:fldSimple w:instr=" AUTHOR "/></w:p>'), "AUTHOR"),
    "a field that the data would write": (in_body(piecewise(" {{ data.unit }} ")), "bidang"),
    "very deep XML": (in_body("<w:p>" * 200 + "</w:p>" * 200), "rumit"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_dangerous_file_is_refused_with_a_reason(content, words):
    with pytest.raises(BerkasDitolak, match=words):
        check_docx(content)


@pytest.mark.parametrize(
    "content",
    [
        TEMPLATE.read_bytes(),
        template("Kop surat baru"),
        related(HYPERLINK, "https://contoh.go.id"),
        related(HYPERLINK, "mailto:dinas@contoh.go.id"),
        in_body(piecewise(" PAGE ")),
    ],
    ids=["the portal's own", "an edited one", "a web address", "a mail address", "page numbers"],
)
def test_what_offices_write_is_accepted(content):
    check_docx(content)


def test_the_zip_really_is_read_and_not_believed():
    """A directory that understates what comes out does not help."""
    content = bytearray(with_parts(TEMPLATE.read_bytes(), {"word/media/a.bin": b"\0" * 100_000}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entry = archive.getinfo("word/media/a.bin")
    size = (100_000).to_bytes(4, "little")
    at = content.rindex(size, 0, len(content))
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert entry.file_size == 100_000
    with pytest.raises(BerkasDitolak):
        check_docx(bytes(content))
