"""Is this upload a workbook that may be opened? Everything here runs before openpyxl sees a byte.

An .xlsx is a zip of XML parts. Three things make it dangerous: what it unpacks to, what its XML asks the
reader to build (one merged range can name seventeen billion cells), and what it brings along (macros, links).
"""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
MAX_CELLS = 200_000  # an LKE has about 2,000 cells, an import of 5,000 people about 75,000
MAX_ELEMENTS = 2_000_000
MAX_COLUMNS_OF_SHEET, MAX_ROWS_OF_SHEET = 16_384, 1_048_576

CHUNK = 64 * 1024
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
# what zipfile raises on a directory or a stream that was cut or altered
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RESAVE = "Buka berkas di Excel atau LibreOffice, simpan kembali sebagai .xlsx, lalu unggah lagi."

MACRO = "Berkas berisi makro. Simpan sebagai buku kerja Excel biasa (.xlsx) tanpa makro."
BINARY = "Berkas berformat biner (.xlsb). Simpan sebagai .xlsx."
NOT_XLSX = "Berkas ini bukan buku kerja Excel (.xlsx), apa pun nama berkasnya."
MAIN_TYPE = b"spreadsheetml.sheet.main+xml"
UNWANTED_TYPES = (
    (b"macroEnabled", MACRO),
    (b"vnd.ms-excel.sheet.binary", BINARY),
)
LINKED_PARTS = (("xl/externallinks/", "Berkas terhubung ke berkas lain. Putuskan tautannya (Data, Edit Tautan)."),)
LIVE_LINK = "Berkas terhubung langsung ke program lain (DDE atau OLE). Hapus tautannya (Data, Edit Tautan)."
LIVE_LINKS = frozenset({"ddeLink", "oleLink"})  # beside them a link names only a workbook whose values were stored
UNWANTED_PARTS = (
    ("vbaproject", MACRO),
    ("xl/macrosheets/", MACRO),
    ("xl/connections", "Berkas terhubung ke sumber data luar. Hapus koneksinya."),
    ("xl/workbook.bin", BINARY),
)


class BerkasDitolak(Exception):
    """The upload is not opened; `str(exc)` is one Indonesian sentence (or two) for the person who sent it."""


def check_xlsx(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_unpacked: int = MAX_UNPACKED, links: bool = False
) -> None:
    """Raise BerkasDitolak unless `data` is a plain .xlsx of reasonable size.

    With `links` its formulas may name cells of other workbooks: those are never opened, only the values stored beside
    the formulas are read. A link to a program is refused either way.
    """
    _check_size(data, max_bytes)
    _check_signature(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive, max_unpacked)
            _check_kind(archive, UNWANTED_PARTS if links else UNWANTED_PARTS + LINKED_PARTS)
            _check_content(archive, max_unpacked)
    except DAMAGED as exc:
        raise BerkasDitolak(f"Berkas rusak atau tidak lengkap. {RESAVE}") from exc


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".replace(".", ",") + " MB"


def _check_size(data: bytes, max_bytes: int) -> None:
    if not data:
        raise BerkasDitolak("Berkas kosong (0 byte).")
    if len(data) > max_bytes:
        raise BerkasDitolak(f"Ukuran berkas {megabytes(len(data))}; paling besar {megabytes(max_bytes)}.")


def _check_signature(data: bytes) -> None:
    if data.startswith(OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise BerkasDitolak("Berkas dikunci dengan kata sandi. Hapus kata sandinya, lalu unggah lagi.")
        raise BerkasDitolak("Berkas berformat Excel lama (.xls). Simpan sebagai .xlsx, lalu unggah lagi.")
    if not data.startswith(b"PK\x03\x04"):
        raise BerkasDitolak(NOT_XLSX)


def _check_directory(archive: zipfile.ZipFile, max_unpacked: int) -> None:
    """What the zip's own directory admits; `_check_content` then counts what really comes out."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise BerkasDitolak(f"Berkas berisi {len(parts)} bagian; paling banyak {MAX_PARTS}.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise BerkasDitolak("Berkas dikunci dengan kata sandi. Hapus kata sandinya, lalu unggah lagi.")
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) < len(names) or any(_leaves_archive(name) for name in names):
        raise BerkasDitolak(f"Susunan isi berkas tidak wajar. {RESAVE}")
    if any(part.compress_type not in READABLE for part in parts):
        raise BerkasDitolak(f"Cara pemampatan berkas tidak dikenal. {RESAVE}")
    if sum(part.file_size for part in parts) > max_unpacked:
        raise _too_large(max_unpacked)


def _leaves_archive(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _check_kind(archive: zipfile.ZipFile, unwanted: tuple[tuple[str, str], ...]) -> None:
    names = [name.casefold() for name in archive.namelist()]
    for fragment, sentence in unwanted:
        if any(fragment in name for name in names):
            raise BerkasDitolak(sentence)
    if "[content_types].xml" not in names:
        raise BerkasDitolak(NOT_XLSX)
    types = archive.read(archive.namelist()[names.index("[content_types].xml")])
    for content_type, sentence in UNWANTED_TYPES:
        if content_type in types:
            raise BerkasDitolak(sentence)
    if MAIN_TYPE not in types:
        raise BerkasDitolak(NOT_XLSX)


def _check_content(archive: zipfile.ZipFile, max_unpacked: int) -> None:
    unpacked = 0
    load = _Load()
    for part in archive.infolist():
        with archive.open(part) as stream:
            watch = None
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > max_unpacked:
                    raise _too_large(max_unpacked)
                watch = watch or _PartWatch(part.filename, chunk, load)
                watch.feed(chunk)
            if watch:
                watch.finish()


def _too_large(max_unpacked: int) -> BerkasDitolak:
    limit = megabytes(max_unpacked)
    return BerkasDitolak(f"Isi berkas setelah dibuka melebihi {limit}; berkas tidak dibuka.")


class _Load:
    """What reading the whole workbook would make openpyxl build."""

    def __init__(self) -> None:
        self.cells = 0
        self.elements = 0

    def element(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        local = name.rpartition(":")[2]
        if local == "c":
            self.cells += 1
        elif local in ("mergeCell", "hyperlink"):  # openpyxl makes every cell of these ranges
            self.cells += _area(attributes.get("ref", ""))
        elif local in LIVE_LINKS:
            raise BerkasDitolak(LIVE_LINK)
        if self.cells > MAX_CELLS or self.elements > MAX_ELEMENTS:
            raise BerkasDitolak(
                f"Berkas memuat terlalu banyak sel (batas {MAX_CELLS:_}".replace("_", ".")
                + "). Hapus baris, kolom, dan gabungan sel yang tidak dipakai."
            )


def _area(ref: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except (ValueError, TypeError) as exc:
        raise BerkasDitolak(f"Berkas memuat alamat sel yang salah. {RESAVE}") from exc
    width = (right or MAX_COLUMNS_OF_SHEET) - (left or 1) + 1
    height = (bottom or MAX_ROWS_OF_SHEET) - (top or 1) + 1
    return width * height


class _PartWatch:
    """Streams one part through expat when it looks like XML, whatever its name says."""

    def __init__(self, name: str, start: bytes, load: _Load) -> None:
        self.name = name
        self.parser = None
        text = start.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
        only_spaces = not text and start.strip(b"\x00")  # the XML may begin in the next chunk
        if only_spaces or text.startswith(b"<"):
            self.parser = expat.ParserCreate()
            self.parser.StartElementHandler = load.element
            self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        if self.parser is None:
            return
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as exc:
            self.parser = None
            # Excel writes HTML that is not XML into its comment drawings; openpyxl does not read those.
            if not self.name.casefold().endswith(".vml"):
                raise BerkasDitolak(f"Berkas rusak pada bagian {self.name}. {RESAVE}") from exc

    def finish(self) -> None:
        self.feed(b"", last=True)


def _refuse_doctype(*_: object) -> None:
    """OOXML has no DTD; an entity in one can multiply itself or name a file of the server."""
    raise BerkasDitolak(f"Berkas memuat deklarasi XML yang tidak diizinkan. {RESAVE}")
