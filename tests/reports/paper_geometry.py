"""What is wrong with a laid-out paper, found in its boxes: text cut or lost, frames left open, headings alone, blank pages."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from weasyprint import Document
from weasyprint.formatting_structure import boxes

EDGE = 28  # CSS pixels: no text reaches into the outer three quarters of a centimetre
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption"}
GROUP_ROWS = {"grup", "indikator"}
SILENT = {"title", "style", "svg"}  # drawn otherwise, or not at all


class Page:
    """One page: its text boxes in order, each with the boxes around it, and its tables."""

    def __init__(self, page) -> None:
        self.box = page._page_box
        body = next(child for child in self.box.children if not isinstance(child, boxes.MarginBox))
        self.texts: list[tuple[boxes.TextBox, tuple]] = []
        self.tables: list[boxes.TableBox] = []
        self._walk(body, ())

    def _walk(self, box, around: tuple) -> None:
        if isinstance(box, boxes.TextBox):
            if box.text.strip():
                self.texts.append((box, around))
            return
        if isinstance(box, boxes.TableBox):
            self.tables.append(box)
        for child in getattr(box, "children", ()):
            self._walk(child, (*around, box))


def problems(document: Document, html: str) -> dict[str, list]:
    """Empty for a paper that is whole."""
    pages = [Page(page) for page in document.pages]
    found = {
        "text outside of the page": [text.text for page in pages for text, _ in page.texts if _outside(text, page)],
        "text over text": [pair for page in pages for pair in _overlaps(page)],
        "blank pages": [number for number, page in enumerate(pages, 1) if not page.texts],
        "heading at the foot": [
            page.texts[-1][0].text for page, after in pairwise(pages) if page.texts and _is_heading(page, after)
        ],
        "frame below the last row": [height for page in pages for height in _open_frames(page)],
        "table without its head": list(_headless(pages)),
        "text that is not printed": _lost(pages, html),
    }
    return {name: hits[:5] for name, hits in found.items() if hits}


def _outside(text: boxes.TextBox, page: Page) -> bool:
    left, top = text.position_x, text.position_y
    return (
        left < EDGE
        or top < EDGE
        or left + text.width > page.box.margin_width() - EDGE
        or top + text.height > page.box.margin_height() - EDGE
    )


def _overlaps(page: Page) -> Iterator[tuple[str, str]]:
    """Two texts of which one stands in the other's upper half: below, ascenders and descenders of two lines may cross."""
    placed = sorted((text for text, _ in page.texts), key=lambda text: text.position_y)
    for number, upper in enumerate(placed):
        foot = upper.position_y + upper.height / 2
        for lower in placed[number + 1 :]:
            if lower.position_y >= foot:
                break
            shared = min(upper.position_x + upper.width, lower.position_x + lower.width)
            if shared - max(upper.position_x, lower.position_x) > 3:
                yield upper.text, lower.text


def _is_heading(page: Page, after: Page) -> bool:
    """Whether the page ends with a heading, a table's head or a group's first row, whose text stands on the next one."""
    table = page.tables[-1].element if page.tables else None
    goes_on = table is not None and any(t.element is table for t in after.tables)
    around = page.texts[-1][1]
    if any(box.element_tag in HEADINGS for box in around):
        return True
    rows = [box for box in around if isinstance(box, boxes.TableRowBox)]
    groups = [box for box in around if isinstance(box, boxes.TableRowGroupBox)]
    return goes_on and (
        (any(map(_is_group, rows)) and not _begins_with_group(after)) or any(g.is_header for g in groups)
    )


def _is_group(row: boxes.TableRowBox) -> bool:
    return bool(GROUP_ROWS & set((row.element.get("class") or "").split()))


def _begins_with_group(page: Page) -> bool:
    """A group of its own, so that the one before was whole."""
    rows = [row for group in page.tables[0].children if not group.is_header for row in group.children]
    return _is_group(rows[0])


def _open_frames(page: Page) -> Iterator[int]:
    for table in page.tables:
        if not table.style["border_bottom_width"]:
            continue
        rows = [row for group in table.children for row in group.children]
        below = table.content_box_y() + table.height - max(row.position_y + row.height for row in rows)
        if below > 1:
            yield round(below)


def _headless(pages: list[Page]) -> Iterator[str]:
    """Parts of a table that has a head, without it. A row as tall as a page leaves no room for one."""
    having = {id(t.element) for page in pages for t in page.tables if any(group.is_header for group in t.children)}
    for number, page in enumerate(pages, 1):
        for table in page.tables:
            if id(table.element) not in having or any(group.is_header for group in table.children):
                continue
            rows = [row for group in table.children for row in group.children]
            if not any("panjang" in (row.element.get("class") or "") for row in rows):
                yield f"page {number}"


def _lost(pages: list[Page], html: str) -> list[str]:
    """Characters of the HTML that the pages lack; a head that is printed again does not stand in for lost text."""
    printed: Counter[str] = Counter()
    seen: set[int] = set()
    for page in pages:
        for table in page.tables:
            heads = {id(group) for group in table.children if group.is_header}
            if id(table.element) in seen:
                for text, around in page.texts:
                    if any(id(box) in heads for box in around):
                        printed.subtract(_letters(text.text))
            if heads:
                seen.add(id(table.element))
        for text, _ in page.texts:
            printed.update(_letters(text.text))
    missing = Counter(_letters(text_of_html(html))) - printed
    return ["".join(missing.elements())] if missing else []


def _letters(text: str) -> str:
    return "".join(text.split()).casefold().replace("\u00ad", "")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def text_of_html(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return " ".join(reader.found)
