"""Is this upload a Word file that may be opened? Everything here runs before python-docx sees a byte.

A .docx is a zip of XML parts. What makes it dangerous: what it unpacks to, what it brings along (macros, embedded
programs) and what it asks the reader's Word to fetch or to run when it is opened (templates, pictures, fields elsewhere).
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import urlsplit
from xml.parsers import expat

from units.errors import BerkasDitolak
from units.xlsx_guard import megabytes

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_XML = 4 * 1024 * 1024  # of one part; a letterhead has about 100 kB
MAX_ELEMENTS = 100_000
MAX_DEPTH = 100
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN_TYPE = b"wordprocessingml.document.main+xml"
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

RESAVE = "Buka di Word atau LibreOffice, simpan kembali sebagai .docx, lalu unggah lagi."
NOT_DOCX = "Berkas ini bukan dokumen Word (.docx), apa pun nama berkasnya."
MACRO = "Berkas berisi makro. Simpan sebagai Dokumen Word biasa (.docx) tanpa makro."
TEMPLATE_TYPE = "Berkas berformat templat Word (.dotx). Simpan sebagai Dokumen Word (.docx)."
EMBEDDED = "Berkas memuat objek dari program lain. Hapus objek itu, atau tempelkan sebagai gambar."
UNWANTED_TYPES = ((b"macroEnabled", MACRO), (b"vbaProject", MACRO), (b"template.main+xml", TEMPLATE_TYPE))
UNWANTED_PARTS = (("vbaproject", MACRO), ("word/vbadata", MACRO), ("activex/", EMBEDDED), ("embeddings/", EMBEDDED))
UNWANTED_RELATIONS = frozenset(
    {"vbaProject", "oleObject", "package", "control", "aFChunk", "subDocument", "attachedTemplate", "frame"}
    | {"mailMergeSource", "mailMergeHeaderSource", "recipientData", "wordVbaData", "keyMapCustomizations"}
)
UNWANTED_ELEMENTS = frozenset(
    {"altChunk", "subDoc", "object", "control", "OLEObject", "mailMerge", "ddeLink", "scriptAnchor"}
)
LINKS = ("http", "https", "mailto")
# What Word may work out by itself: nothing but numbers of pages.
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"})


def check_docx(content: bytes) -> None:
    """Raise BerkasDitolak unless `content` is a plain .docx of reasonable size that fetches and runs nothing."""
    if not content:
        raise BerkasDitolak("Berkas kosong (0 byte).")
    if len(content) > MAX_BYTES:
        raise BerkasDitolak(f"Ukuran berkas {megabytes(len(content))}; paling besar {megabytes(MAX_BYTES)}.")
    if content.startswith(OLE2):
        raise BerkasDitolak(
            "Berkas berformat Word lama (.doc) atau dikunci dengan kata sandi. Simpan sebagai .docx tanpa kata sandi."
        )
    if not content.startswith(b"PK\x03\x04"):
        raise BerkasDitolak(NOT_DOCX)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_directory(archive)
            _check_parts(archive)
    except DAMAGED as exc:
        raise BerkasDitolak(f"Berkas rusak atau tidak lengkap. {RESAVE}") from exc


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) < len(names) or any(_leaves_archive(name) for name in names):
        raise BerkasDitolak(f"Susunan isi berkas tidak wajar. {RESAVE}")
    if any(part.flag_bits & 0x1 for part in parts):
        raise BerkasDitolak("Berkas dikunci dengan kata sandi. Hapus kata sandinya, lalu unggah lagi.")
    if any(part.compress_type not in READABLE for part in parts):
        raise BerkasDitolak(f"Cara pemampatan berkas tidak dikenal. {RESAVE}")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large()
    for fragment, sentence in UNWANTED_PARTS:
        if any(fragment in name for name in names):
            raise BerkasDitolak(sentence)
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise BerkasDitolak(NOT_DOCX)


def _leaves_archive(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _too_large() -> BerkasDitolak:
    return BerkasDitolak(f"Isi berkas setelah dibuka melebihi {megabytes(MAX_UNPACKED)}; berkas tidak dibuka.")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """What really comes out, part by part, and what the XML of each says."""
    unpacked, watch = 0, _Watch()
    for part in archive.infolist():
        with archive.open(part) as stream:
            body = stream.read(MAX_UNPACKED - unpacked + 1)
        unpacked += len(body)
        if unpacked > MAX_UNPACKED:
            raise _too_large()
        name = part.filename.casefold()
        if name == "[content_types].xml":
            _check_types(body)
        if name.endswith((".xml", ".rels", ".vml")) or body.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
            if len(body) > MAX_XML:
                raise BerkasDitolak(f"Bagian {part.filename} terlalu besar. Hapus isi yang tidak dipakai dari templat.")
            watch.read(part.filename, body)


def _check_types(types: bytes) -> None:
    for kind, sentence in UNWANTED_TYPES:
        if kind in types:
            raise BerkasDitolak(sentence)
    if MAIN_TYPE not in types:
        raise BerkasDitolak(NOT_DOCX)


class _Watch:
    """Streams each XML part through expat: no DTD, no links to elsewhere, no fields but page numbers."""

    def __init__(self) -> None:
        self.elements = 0

    def read(self, name: str, body: bytes) -> None:
        self.depth = 0
        self.code: list[str] = []  # the instruction of a field, which Word cuts into pieces
        self.in_code = False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(body, True)
        except expat.ExpatError as exc:
            raise BerkasDitolak(f"Berkas rusak pada bagian {name}. {RESAVE}") from exc

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise BerkasDitolak("Templat terlalu rumit. Hapus isi yang tidak dipakai.")
        local = name.rpartition(":")[2]
        if local in UNWANTED_ELEMENTS:
            raise BerkasDitolak(EMBEDDED)
        if local == "Relationship":
            _check_relation(attributes)
        elif local == "fldSimple":
            _check_field(_attribute(attributes, "instr"))
        elif local == "fldChar" and _attribute(attributes, "fldCharType") != "begin":
            self._close_field()
        self.in_code = local == "instrText"

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.in_code = False

    def _words(self, words: str) -> None:
        if self.in_code:
            self.code.append(words)

    def _close_field(self) -> None:
        if self.code:
            _check_field("".join(self.code))
        self.code = []


def _attribute(attributes: Mapping[str, str], local: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == local), "")


def _refuse_doctype(*_: object) -> None:
    raise BerkasDitolak(f"Berkas memuat deklarasi XML yang tidak diizinkan. {RESAVE}")


def _check_relation(attributes: Mapping[str, str]) -> None:
    kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
    if kind == "attachedTemplate":
        raise BerkasDitolak(
            f"Berkas terhubung ke templat lain ({target[:100]}). Di Word: Pengembang, Templat Dokumen, lalu lepaskan tautannya."
        )
    if kind in UNWANTED_RELATIONS:
        raise BerkasDitolak(EMBEDDED)
    external = attributes.get("TargetMode", "") == "External"
    if external and not (kind == "hyperlink" and urlsplit(target).scheme in LINKS):
        raise BerkasDitolak(f"Berkas terhubung ke berkas lain ({target[:100]}). Hapus tautannya atau sisipkan isinya.")


def _check_field(code: str) -> None:
    """The instruction's first word is what the field does."""
    name = (code.split() or [""])[0].upper()
    if name not in FIELDS:
        raise BerkasDitolak(
            f"Berkas memuat bidang (field) Word “{name[:40]}”. Yang diizinkan hanya nomor halaman; hapus bidang lainnya."
        )
