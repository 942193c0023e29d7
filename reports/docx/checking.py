"""A template before it is kept: is the file safe to open, its language sound, each of its fields known?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from lxml import etree

from reports.choices import Jenis
from reports.contoh import contoh
from reports.docx.draw import MisplacedError, StrayTextError, draw
from reports.docx.fields import EXAMPLE_CAP, example_context
from reports.docx.guard import check_docx
from reports.docx.sandbox import Lingkungan, RefusedError, check_tree, unknown_fields
from units.errors import BerkasDitolak
from units.findings import Temuan, galat

MARKS = re.compile(r"{{|}}|{%|%}|{#|#}")
CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
FOOTNOTES = "footnotes+xml"
SHOWN_WORDS = 60
USUAL = Jenis.LAMPIRAN_II  # what a template for all kinds is tried with
# What a template that breaks while it is filled in raises.
FILLING_ERRORS = (
    TemplateError,
    SyntaxError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part of the template that carries fields, as docxtpl reads it; one paragraph a line."""

    nama: str
    mentah: str
    xml: str

    def words_of(self, line: int) -> str:
        """What the person wrote at this line."""
        lines = self.xml.split("\n")
        found = re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else ""
        return found.strip()[:SHOWN_WORDS]


def check_template(content: bytes, jenis: str) -> list[Temuan]:
    """Everything that keeps this file from being the template of a kind, "" for all kinds; [] when it may be used."""
    try:
        check_docx(content)
        parts = list(_parts(content))
    except BerkasDitolak as refused:
        return [galat("berkas", str(refused), "Berkas")]
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return [
            galat("berkas", "Berkas tidak dapat dibaca sebagai dokumen Word. Simpan ulang, lalu unggah lagi.", "Berkas")
        ]
    found = [t for part in parts for t in _unclosed(part)]
    found = found or [t for part in parts for t in _language(part, jenis)]
    return found or _try(content, jenis or USUAL)


def _parts(content: bytes) -> Iterator[Bagian]:
    template = DocxTemplate(BytesIO(content))
    document = template.get_docx()
    sources = [("Isi dokumen", template.get_xml())]
    for uri, name in ((template.HEADER_URI, "Kepala halaman"), (template.FOOTER_URI, "Kaki halaman")):
        sources += [(name, template.get_part_xml(part)) for _, part in template.get_headers_footers(uri)]
    for part in document.part.package.parts:
        if part.content_type.endswith(FOOTNOTES):
            sources.append(("Catatan kaki", etree.tostring(parse_xml(part.blob), encoding="unicode")))
    for name, source in sources:
        yield Bagian(name, source, re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(source)))


def _unclosed(part: Bagian) -> Iterator[Temuan]:
    """Marks that begin in one paragraph and end in none, or in another one."""
    for paragraph in parse_xml(part.mentah.encode()).iter(qn("w:p")):
        words = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        opened = ""
        for mark in MARKS.findall(words):
            if opened and mark == CLOSING[opened]:
                opened = ""
            elif opened or mark not in CLOSING:
                yield _misplaced_mark(part, mark, words)
                opened = ""
                break
            else:
                opened = mark
        if opened:
            yield _misplaced_mark(part, opened, words)


def _misplaced_mark(part: Bagian, mark: str, words: str) -> Temuan:
    fault = f"tidak ditutup dengan {CLOSING[mark]}" if mark in CLOSING else "tidak mempunyai pembuka"
    return galat(
        "tanda", f"Tanda {mark} pada “{words.strip()[:SHOWN_WORDS]}” {fault} dalam paragraf yang sama.", part.nama
    )


def _language(part: Bagian, jenis: str) -> Iterator[Temuan]:
    environment = Lingkungan()
    try:
        tree = environment.parse(part.xml)
        check_tree(tree)
    except RefusedError as refused:
        yield galat("dilarang", f"{refused.message} {_at(part, refused.lineno)}", part.nama)
        return
    except TemplateSyntaxError as broken:
        yield galat("sintaks", f"{_in_words(broken)} {_at(part, broken.lineno)}", part.nama)
        return
    except RecursionError:
        yield galat("sintaks", "Templat terlalu rumit: tanda kurungnya terlalu dalam.", part.nama)
        return
    for wrong in unknown_fields(tree, example_context(jenis)):
        fault = "bukan daftar, sehingga tidak dapat diulang dengan {% for %}" if wrong.bukan_daftar else "tidak dikenal"
        hint = f" Mungkin yang dimaksud “{wrong.dekat}”." if wrong.dekat else ""
        yield galat("medan", f"Medan “{wrong.nama}” {fault}. {_at(part, wrong.baris)}{hint}", part.nama)


def _in_words(broken: TemplateSyntaxError) -> str:
    """Jinja speaks English; these are the mistakes that people make."""
    message = broken.message or ""
    if found := re.search(r"innermost block that needs to be closed is '(\w+)'", message):
        return f"Perintah “{found[1]}” belum ditutup dengan {{% end{found[1]} %}}."
    if found := re.search(r"unknown tag '(\w+)'", message):
        return f"Perintah “{found[1]}” tidak dikenal, atau tidak mempunyai pembuka."
    if found := re.search(r"No (filter|test) named '(\w+)'", message):
        return f"Saringan “{found[2]}” tidak boleh dipakai dalam templat."
    return "Isi tanda templat tidak dapat dibaca."


def _at(part: Bagian, line: int) -> str:
    words = part.words_of(line)
    return f"Tertulis pada “{words}”." if words else ""


def _try(content: bytes, jenis: str) -> list[Temuan]:
    """Fill it in and write a whole paper with it."""
    try:
        _parse_strictly(content, jenis)
        draw(contoh(jenis), cap=EXAMPLE_CAP, template=content)
    except MisplacedError as misplaced:
        name = str(misplaced)
        return [
            galat(
                "letak",
                f"Medan “{name}” harus ditulis {{{{p {name} }}}} dalam paragraf tersendiri, {PLACE}",
                "Isi dokumen",
            )
        ]
    except StrayTextError as stray:
        words = "Tanda {{p }} dan {{r }} hanya untuk isi dan badan; medan lain ditulis dengan {{ }}"
        return [galat("letak", f"{words}. Tercetak di luar paragraf: “{stray}”.", "Isi dokumen")]
    except etree.XMLSyntaxError:
        return [galat("susunan", f"{CUT} {AS_A_ROW}", "Isi dokumen")]
    except FILLING_ERRORS as broken:
        return [galat("jalan", f"Templat gagal diisi dengan data contoh: {_reason(broken)}", "Isi dokumen")]
    return []


def _parse_strictly(content: bytes, jenis: str) -> None:
    """docxtpl mends what a loop has cut in two, and loses words at it."""
    template = DocxTemplate(BytesIO(content))
    template.render_init()
    etree.fromstring(template.build_xml(example_context(jenis), Lingkungan()))


CUT = "Perulangan atau syarat dimulai dan berakhir di tempat yang berbeda, sehingga memotong tabel atau paragraf."
AS_A_ROW = "Untuk mengulang baris tabel, tulis {%tr for … %} dan {%tr endfor %} pada baris tersendiri."
PLACE = "di luar tabel, kepala, dan kaki halaman."


def _reason(broken: Exception) -> str:
    words = str(getattr(broken, "message", "") or broken) or type(broken).__name__
    return f"{words.rstrip('.')[:200]}."
