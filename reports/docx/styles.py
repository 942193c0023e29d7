"""The styles that a paper is written in. An institution's template may change how each looks, and may leave any out."""

import copy
from functools import cache
from pathlib import Path

from docx import Document
from docx.document import Document as Dokumen
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from reports.docx.xml import make, val

TEMPLATE = Path(__file__).parent / "templat" / "umum.docx"
FONT, FOOT_FONT = "Bookman Old Style", "Arial"
LEFT, CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
# Name: size, alignment, space before and after, left indent (all in points), further properties.
STYLES: dict[str, tuple[float, WD_ALIGN_PARAGRAPH, float, float, float, tuple[str, ...]]] = {
    "ZI Kop Baris": (13, CENTER, 0, 0, 0, ()),
    "ZI Kop Nama": (14, CENTER, 0, 0, 0, ("bold", "caps")),
    "ZI Kop Alamat": (9, CENTER, 0, 0, 0, ()),
    "ZI Lampiran": (10, LEFT, 0, 0, 215, ()),
    "ZI Daftar": (12, JUSTIFY, 0, 3, 0, ()),
    "ZI Baris": (12, LEFT, 0, 0, 0, ()),
    "ZI Tengah": (12, CENTER, 0, 0, 0, ()),
    "ZI Keputusan": (12, CENTER, 0, 0, 0, ("bold", "caps")),
    "ZI Memutuskan": (12, CENTER, 12, 8, 0, ("bold", "keep")),
    "ZI Konsiderans": (12, JUSTIFY, 0, 4, 0, ()),
    "ZI Sel": (10, LEFT, 0, 0, 0, ()),
    "ZI Sel Kecil": (9, LEFT, 0, 0, 0, ()),
    "ZI Kepala Tabel": (10, CENTER, 0, 0, 0, ("bold",)),
    "ZI Kepala Tabel Kecil": (8, CENTER, 0, 0, 0, ("bold",)),
    "ZI Judul Tabel": (10, LEFT, 6, 3, 0, ("keep",)),
    "ZI Catatan Tabel": (9, LEFT, 0, 10, 0, ()),
    "ZI Pengantar": (10, JUSTIFY, 0, 6, 0, ("keep",)),
    "ZI Tanda Tangan": (12, LEFT, 0, 0, 234, ("keep",)),
    "ZI Catatan Tanda": (9, LEFT, 14, 0, 0, ()),
    "ZI Tembusan": (10, LEFT, 0, 0, 0, ()),
    "ZI Cap": (9, LEFT, 0, 2, 0, ()),
    "ZI Ruang": (12, LEFT, 0, 0, 0, ()),
    "ZI Sampul": (12, CENTER, 0, 6, 0, ()),
    "ZI Piagam": (12, CENTER, 0, 6, 0, ()),
    "ZI Kaki": (8, LEFT, 0, 0, 0, ()),
    "ZI Tanda Draf": (14, CENTER, 0, 0, 0, ("bold",)),
}
HEADINGS = {
    1: (12, CENTER, True),
    2: (12, LEFT, True),
    3: (12, LEFT, False),
    4: (12, LEFT, False),
    5: (12, LEFT, False),
}
HANGING = 22


def style_id(name: str) -> str:
    return name.replace(" ", "")


def write_styles(document: Dokumen) -> None:
    """All styles into a new document: the common font and language, headings, and those of the papers."""
    _write_defaults(document)
    normal = document.styles["Normal"]
    _shape(normal, 12, JUSTIFY, 0, 6, 0, ())
    for level, (size, align, bold) in HEADINGS.items():
        style = document.styles[f"Heading {level}"]
        _shape(style, size, align, 0 if level == 1 else 10, 0 if level == 1 else 5, HANGING if level > 1 else 0, ())
        style.font.bold, style.font.italic = bold, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.first_line_indent = Pt(-HANGING) if level > 1 else None
        style.paragraph_format.keep_with_next = True
    for name, (size, align, before, after, left, more) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        _shape(style, size, align, before, after, left, more)
    for name in ("ZI Kaki", "ZI Tanda Draf"):
        _set_font(document.styles[name], FOOT_FONT)


def _write_defaults(document: Dokumen) -> None:
    """One font for everything, Indonesian for the spelling checker."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    fonts = {f"w:{kind}": FONT for kind in ("ascii", "hAnsi", "cs", "eastAsia")}
    language = {"w:val": "id-ID", "w:eastAsia": "id-ID", "w:bidi": "ar-SA"}
    for child in (make("w:rFonts", fonts), val("w:sz", 24), val("w:szCs", 24), make("w:lang", language)):
        properties.append(child)


def _shape(
    style: ParagraphStyle,
    size: float,
    align: WD_ALIGN_PARAGRAPH,
    before: float,
    after: float,
    left: float,
    more: tuple[str, ...],
) -> None:
    _set_font(style, FONT)
    style.font.size = Pt(size)
    style.font.bold = True if "bold" in more else None
    style.font.all_caps = True if "caps" in more else None
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(after)
    form.left_indent = Pt(left)
    form.line_spacing = 1.0
    form.keep_with_next = True if "keep" in more else None
    form.widow_control = True


def _set_font(style: ParagraphStyle, name: str) -> None:
    """Word prefers the theme's font over a named one, so that the theme's has to go."""
    properties = style.element.get_or_add_rPr()
    for found in properties.findall(qn("w:rFonts")):
        properties.remove(found)
    properties.insert(0, make("w:rFonts", {f"w:{kind}": name for kind in ("ascii", "hAnsi", "cs", "eastAsia")}))


@cache
def _own_styles() -> dict[str, object]:
    """The style elements of our own template by name."""
    return {s.name: s.element for s in Document(TEMPLATE).styles if s.name in STYLES or s.name.startswith("Heading ")}


def adopt_styles(document: Dokumen) -> dict[str, str]:
    """The ids under which the document has our styles; what it lacks is brought along from our own template.

    By name, since Word translates ids ("Judul1") but keeps the name of a built-in style.
    """
    have = {s.name.casefold(): s.style_id for s in document.styles if s.name}
    found = {}
    for name in (*STYLES, *(f"Heading {level}" for level in HEADINGS)):
        if name.casefold() not in have:
            document.styles.element.append(copy.deepcopy(_own_styles()[name]))
            have[name.casefold()] = style_id(name)
        found[style_id(name)] = have[name.casefold()]
    return found
