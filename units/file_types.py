"""Which files are accepted as evidence, decided by content."""

import zipfile
from typing import BinaryIO

import puremagic
from django.conf import settings

from units.errors import BerkasDitolak

MIME = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
ACCEPTED = frozenset(MIME)
MADE = {"zip": "application/zip"}  # made by the portal, never taken in
OFFICE_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
MAX_PIXELS = 100_000_000
WORDS = "PDF, JPG, PNG, DOCX, XLSX, atau PPTX"


def mime_of(ekstensi: str) -> str:
    return (MIME | MADE).get(ekstensi, "application/octet-stream")


def _in_words(accept: frozenset[str]) -> str:
    *first, last = [kind.upper() for kind in MIME if kind in accept]
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} atau {last}" if first else last


def check_content(file: BinaryIO, *, name: str, accept: frozenset[str] | None = None) -> str:
    """The extension that the content itself proves. Raises BerkasDitolak with one sentence that says what to do."""
    _check_size(file, name)
    file.seek(0)
    head = file.read(4096)
    ekstensi = _kind(file, head, name)
    if ekstensi not in (accept or ACCEPTED):
        wanted = WORDS if accept is None else _in_words(accept)
        raise BerkasDitolak(
            f"“{name}” ditolak: isinya bukan {wanted}. Simpan dalam salah satu format itu, lalu unggah lagi."
        )
    file.seek(0)
    return ekstensi


def _check_size(file: BinaryIO, name: str) -> None:
    file.seek(0, 2)
    size = file.tell()
    if size == 0:
        raise BerkasDitolak(f"“{name}” kosong (0 byte). Periksa berkasnya, lalu unggah lagi.")
    if size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise BerkasDitolak(
            f"“{name}” terlalu besar; batasnya {settings.MAX_UPLOAD_MB} MB. Perkecil atau bagi berkasnya, lalu unggah lagi."
        )


def _kind(file: BinaryIO, head: bytes, name: str) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _check_image(file, name)
    if head.startswith(b"PK\x03\x04"):
        return _check_office(file, name)
    return _guess(head)


def _guess(head: bytes) -> str:
    """What else it is, only to have a name for it; never one of the accepted kinds."""
    try:
        found = puremagic.from_string(head).lstrip(".").lower()
    except puremagic.PureError:
        return "unknown"
    return "unknown" if found in ACCEPTED else found


def _check_image(file: BinaryIO, name: str) -> str:
    from PIL import Image, UnidentifiedImageError

    file.seek(0)
    try:
        with Image.open(file) as image:
            pixels, kind = image.width * image.height, image.format
            if pixels <= MAX_PIXELS:
                image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BerkasDitolak(f"“{name}” ditolak: gambarnya rusak. Simpan ulang, lalu unggah lagi.") from None
    if pixels > MAX_PIXELS:
        raise BerkasDitolak(f"“{name}” ditolak: gambarnya lebih dari 100 megapiksel. Perkecil, lalu unggah lagi.")
    return {"PNG": "png", "JPEG": "jpg"}.get(kind, "unknown")


def _check_office(file: BinaryIO, name: str) -> str:
    """docx, xlsx or pptx: a zip that holds the format's main part, no macro, and does not unpack without end."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BerkasDitolak(f"“{name}” rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi.") from None
    packed = sum(p.compress_size for p in parts)
    unpacked = sum(p.file_size for p in parts)
    if (
        unpacked > MAX_UNPACKED
        or (unpacked > 10_000_000 and unpacked > MAX_RATIO * max(packed, 1))
        or len(parts) > 5000
    ):
        raise BerkasDitolak(f"“{name}” ditolak: isinya mengembang terlalu besar saat dibuka.")
    names = {p.filename.lower() for p in parts}
    if any(n.endswith("vbaproject.bin") for n in names):
        raise BerkasDitolak(f"“{name}” berisi makro. Simpan tanpa makro (DOCX, XLSX, PPTX), lalu unggah lagi.")
    return next((kind for part, kind in OFFICE_MAIN.items() if part in names), "zip")
