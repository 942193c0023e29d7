"""The markup of papers: which tags and classes `templates/reports/kertas` uses, and what each means on a Word page."""

from dataclasses import dataclass, field, replace
from typing import Any

from lxml.html import HtmlElement

from reports.docx.xml import PLAIN, Huruf

BLOCKS = frozenset(
    {"p", "div", "section", "header", "footer", "h1", "h2", "h3", "h4", "h5", "ol", "ul", "table", "caption"}
)
INLINE = frozenset({"span", "b", "strong", "em", "i", "br", "img", "svg"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5}
POINTS = 20


class UnknownMarkupError(ValueError):
    """A paper's template uses markup that nobody has said how to write in Word."""


@dataclass(frozen=True, slots=True)
class Latar:
    """What a block inherits from those around it; lengths in twips."""

    width: int
    style: str = "Normal"
    align: str = ""
    left: int | None = None
    right: int | None = None
    before: int | None = None
    after: int | None = None
    keep: bool = False
    breaks: bool = False  # a line feed in the text is a line break
    huruf: Huruf = PLAIN
    styles: dict[str, str] = field(default_factory=dict)

    def with_(self, **changes: Any) -> "Latar":
        letters = {k: changes.pop(k) for k in tuple(changes) if k in Huruf.__dataclass_fields__}
        if letters:
            changes["huruf"] = replace(self.huruf, **letters)
        return replace(self, **changes)

    def style_id(self) -> str:
        return self.styles.get(self.style, self.style)


HALF = 234 * POINTS  # the right half of a page in portrait
# What a class changes, whatever carries it.
CLASSES: dict[str, dict[str, Any]] = {
    "kop-baris": {"style": "ZIKopBaris"},
    "kop-nama": {"style": "ZIKopNama"},
    "kop-alamat": {"style": "ZIKopAlamat"},
    "lampiran": {"style": "ZILampiran", "after": 0},
    "judul": {"align": "center"},
    "isi": {"left": 22 * POINTS},
    "keputusan": {"style": "ZIKeputusan"},
    "jarak": {"before": 8 * POINTS},
    "memutuskan": {"style": "ZIMemutuskan"},
    "besar": {"caps": True},
    "tengah": {"align": "center"},
    "angka": {"align": "right"},
    "catatan-tabel": {"style": "ZICatatanTabel"},
    "pengantar": {"style": "ZIPengantar"},
    "tanda-tangan": {"style": "ZITandaTangan", "keep": True},
    "nama": {"bold": True, "underline": "single"},
    "meterai": {"ukuran": 16},
    "mengetahui": {"style": "ZITandaTangan", "keep": True, "before": 14 * POINTS},
    "catatan-tanda": {"style": "ZICatatanTanda"},
    "tanggal-surat": {"style": "ZITandaTangan", "after": 8 * POINTS},
    "tujuan": {"style": "ZIBaris"},
    "tembusan": {"style": "ZITembusan", "keep": True},
    "elektronik": {"ukuran": 18},
    "butir": {},
    "bukti": {},
    "utuh": {"keep": True},
    "sampul": {"style": "ZISampul"},
    "oleh": {"bold": True, "before": 100 * POINTS, "after": 130 * POINTS},
    "kaki": {"bold": True, "caps": True},
    "biasa": {"normal": True, "bold": False, "caps": False},
    "piagam": {"style": "ZIPiagam"},
    "lembaga": {"bold": True, "caps": True, "after": 0},
    "arah": {"bold": True, "caps": True, "after": 14 * POINTS},
    "grafik": {"style": "ZITengah", "ukuran": 18},
    "radar": {},
    "batang": {},
    "grup": {"bold": True},
    "jumlah": {"bold": True},
    "indikator": {"italic": True},
    "kurang": {"bold": True},
    "kosong": {"italic": True, "align": "center"},
}
# Classes that other parts of the writer look at (tables, lists, headings, pages), or that only matter to paper.css.
HANDLED = frozenset(
    {
        "kop",
        "kop-garis",
        "ruang",
        "ruang-meterai",
        "titik",
        "tim",
        "paraf",
        "huruf",
        "bab",
        "bab-anak",
        "simpul",
        "polos",
    }
    | {"halaman-baru", "lanskap", "tegak", "identitas", "kepala-surat", "konsiderans", "tanda-dua", "tanda-piagam"}
    | {"ringkasan", "ambang", "soal", "rekap", "rekap-unit", "daftar-tanda", "awal", "rapat", "panjang", "sambung"}
    | {"cap", "cap-qr", "cap-isi", "alamat", "bercap", "dasbor", "panas", "cukup"}
)


def classes_of(node: HtmlElement) -> list[str]:
    return (node.get("class") or "").split()


def is_width(name: str) -> bool:
    """w4 to w100: a column's share of the table in percent."""
    return name[:1] == "w" and name[1:].isdigit()


def changed(latar: Latar, node: HtmlElement) -> Latar:
    """What the node's own classes make of what it inherits."""
    for name in classes_of(node):
        if name in CLASSES:
            latar = latar.with_(**CLASSES[name])
    return latar


def check_tag(node: HtmlElement, known: frozenset[str]) -> None:
    if node.tag not in known:
        raise UnknownMarkupError(f"no way to write <{node.tag}> in Word (line {node.sourceline})")
