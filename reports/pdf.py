"""The one place that draws a PDF. Imported by the job alone: WeasyPrint is slow to load and no page needs it.

Nothing is fetched: a document sees its HTML, the print style sheet, vendored fonts through fontconfig, and the pictures
handed over by name. Equal data give equal bytes: dates come from the data, the file identifier from its digest.
"""

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.cap import Cap
from reports.layouts import CSS_FILE, DRAFT_MARK_FILE, DataDokumen, html_of

Langkah: TypeAlias = Callable[[str], None]

# A-3a: archivable, and tagged for screen readers.
VARIANT = "pdf/a-3a"
DRAFT_CSS = '@page { background: url("aset:draf") center / 15cm 15cm no-repeat }'

TAIL_CSS = "#ekor { break-before: page }"


@dataclass(frozen=True, slots=True)
class Hasil:
    isi: bytes
    halaman: int


class UnknownAssetError(ValueError):
    """A document asked for something that was not handed to it."""


class ClosedFetcher(URLFetcher):
    """Serves `aset:<name>` from memory and refuses everything else: network, files and data URLs alike."""

    def __init__(self, assets: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "aset" or name not in self.assets:
            raise UnknownAssetError(f"not an asset of this document: {url[:80]}")
        body, mime = self.assets[name]
        return URLFetcherResponse(url, body, {"Content-Type": mime})


def render(
    data: DataDokumen,
    *,
    sidik: str,
    cap: Cap | None = None,
    logo: bytes | None = None,
    step: Langkah = lambda words: None,
) -> Hasil:
    """Draw the document; `step` is told, in words, what is being done, at least once per page."""
    with _reported(step), quiet_gc():
        return _draw(html_of(data, cap), draf=data.is_draf, logo=logo, sidik=sidik, step=step)


def _draw(html: str, *, draf: bool, logo: bytes | None, sidik: str, step: Langkah) -> Hasil:
    """Apart from `render`, so that no name holds the pages any more when the garbage is collected."""
    document = layout(html, draf=draf, logo=logo)
    step("Menulis berkas")
    content = document.write_pdf(pdf_identifier=sidik.encode(), pdf_variant=VARIANT, pdf_tags=True)
    return Hasil(content, len(document.pages))


def layout(html: str, *, draf: bool, logo: bytes | None) -> Document:
    """The pages, laid out and not yet written."""
    assets = {"draf": (DRAFT_MARK_FILE.read_bytes(), "image/svg+xml")}
    if logo:
        assets["logo"] = (logo, "image/png")
    fetcher = ClosedFetcher(assets)
    sheets = [_paper(), *([CSS(string=DRAFT_CSS, url_fetcher=fetcher)] if draf else [])]
    source = HTML(string=html, url_fetcher=fetcher)
    document = source.render(stylesheets=sheets, pdf_variant=VARIANT, font_config=_fonts())
    if _tail_is_torn(document):
        sheets.append(CSS(string=TAIL_CSS, url_fetcher=fetcher))
        document = source.render(stylesheets=sheets, pdf_variant=VARIANT, font_config=_fonts())
    return document


@cache
def _paper() -> CSS:
    """The print style sheet, read once: a page or two are laid out in little more time than it takes to parse it."""
    return CSS(string=CSS_FILE.read_text(), url_fetcher=ClosedFetcher({}))


@cache
def _fonts() -> FontConfiguration:
    """No style sheet of ours brings fonts along, so that all documents share one map of the vendored ones."""
    return FontConfiguration()


def _tail_is_torn(document: Document) -> bool:
    """Whether the last rows before a signature stand on two pages.

    WeasyPrint then moves the last row to the signature but keeps the old height of the table's frame on the page before,
    and one row is less text than a signature should have above it. A forced break before the last two rows is neither.
    """
    pages = {name: number for number, page in enumerate(document.pages) for name in page.anchors}
    return "sebelum" in pages and pages["sebelum"] != pages["akhir"]


class _StepHandler(logging.Handler):
    """WeasyPrint names its steps in its log; the words of a page's step are the only sign of life of a long layout."""

    def __init__(self, step: Langkah) -> None:
        super().__init__()
        self.step = step

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if record.args and "Page" in str(record.msg) else None
        self.step(f"Menata halaman {page}" if page else "Menata halaman")


@contextmanager
def _reported(step: Langkah) -> Iterator[None]:
    logger = logging.getLogger("weasyprint.progress")
    handler, before = _StepHandler(step), (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


@contextmanager
def quiet_gc() -> Iterator[None]:
    """A layout makes millions of small objects that all live to its end; walking them again and again costs a tenth.

    At the end its own objects are collected and nothing else: what Django and WeasyPrint hold all the time is set aside
    before, for walking through that took three times as long as drawing a page.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.collect(1)  # what was left behind lately: set aside, it would stay
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if was_on:
            gc.enable()
