"""From a document's data to the HTML that is printed: which template, and what the file says about itself."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from reports.cap import Cap, cap_to_json
from reports.closing import blocks_of
from reports.data import Isi as DataDokumen
from reports.data import to_json

FOLDER = Path(__file__).parent
PAGES = Path(settings.BASE_DIR) / "templates"
TEMPLATES = PAGES / "reports" / "kertas"
# The charts of pages that are drawn on paper too.
CHARTS = tuple(
    PAGES / name
    for name in ("evaluation/_radar.html", "evaluation/_batang.html", "reports/_tren.html", "reports/_bilah.html")
)
CSS_FILE = FOLDER / "paper.css"
DRAFT_MARK_FILE = FOLDER / "draf.svg"


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands in the file's own properties and at the foot of each page."""

    judul: str
    penulis: str
    perihal: str
    kaki: str
    tanggal: str


@cache
def layout_version() -> str:
    """Digest of all that decides how paper looks apart from the data, so that a new layout makes new files."""
    digest = hashlib.sha256(f"weasyprint {version('weasyprint')}".encode())
    for path in (
        FOLDER / "pdf.py",
        FOLDER / "cap.py",
        CSS_FILE,
        DRAFT_MARK_FILE,
        *CHARTS,
        *sorted(TEMPLATES.glob("*.html")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(data: DataDokumen, cap: Cap | None = None) -> str:
    """Equal for equal data under the same number in the same layout; names the document and becomes the file's identifier."""
    stamp = f"{_canonical(cap_to_json(cap))}\n" if cap else ""
    words = f"{layout_version()}\n{type(data).__name__}\n{stamp}{_canonical(to_json(data))}"
    return hashlib.sha256(words.encode()).hexdigest()


def _canonical(raw: dict[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def html_of(data: DataDokumen, cap: Cap | None = None) -> str:
    first = next(iter(blocks_of(data)), None)
    context = {"data": data, "meta": meta_of(data), "cap": cap, "penanda_utama": first}
    return render_to_string(f"reports/kertas/{data.templat}.html", context)


def meta_of(data: DataDokumen) -> Meta:
    return Meta(
        judul=f"{data.sebutan}, {data.unit}",
        penulis=data.unit,
        perihal=f"{data.sebutan} {data.unit}, {data.instansi} ({data.keadaan[:1].lower()}{data.keadaan[1:]})",
        kaki=f"{data.sebutan} · {data.unit}",
        tanggal=data.tanggal_berkas,
    )


def file_name(data: DataDokumen) -> str:
    """What the file is called on the person's own machine."""
    state = " (draf)" if data.is_draf else ""
    return f"{meta_of(data).kaki.replace(' · ', ' - ').replace('/', '-')}{state}.pdf"
