"""Text inside one paragraph: runs, line breaks and pictures, with the white space of HTML folded as a browser does."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml.html import HtmlElement

from reports.docx.markup import HEADINGS, INLINE, Latar, UnknownMarkupError, changed, check_tag, classes_of
from reports.docx.xml import Element, Huruf, make, run, text

Gambar: TypeAlias = Callable[[HtmlElement], Element | None]
SPACE = re.compile("[ \t\n\r\f]+")  # not the no-break space
AROUND_BREAK = re.compile("[ \t\r\f]*\n[ \t\r\f]*")
DOTTED_BLANK = "\u00a0" * 24
LETTERS = {"b": {"bold": True}, "strong": {"bold": True}, "em": {"italic": True}, "i": {"italic": True}}


@dataclass(slots=True)
class Potong:
    """A piece of a paragraph: text, or something that stands for itself."""

    words: str
    huruf: Huruf
    element: Element | None = None
    ends_line: bool = False


def pieces(node: HtmlElement, latar: Latar, picture: Gambar) -> Iterator[Potong]:
    """Of an inline element and what it holds, without its tail."""
    check_tag(node, INLINE)
    if node.tag == "br":
        yield line_break(latar.huruf)
        return
    if node.tag in ("img", "svg"):
        drawn = picture(node)
        if drawn is not None:
            yield Potong("", latar.huruf, drawn)
        return
    inner = changed(latar, node)
    inner = inner.with_(**LETTERS.get(node.tag, {}))
    if "titik" in classes_of(node):
        yield Potong("", latar.huruf, run([text("\u00a0\u00a0")], latar.huruf))
        yield Potong("", latar.huruf, run([text(DOTTED_BLANK)], replace(latar.huruf, underline="dotted")))
    yield from inside(node, inner, picture)


def inside(node: HtmlElement, latar: Latar, picture: Gambar) -> Iterator[Potong]:
    """Everything of an element that holds only inline content."""
    if node.text:
        yield from words(node.text, latar)
    for child in node:
        if isinstance(child.tag, str):
            yield from pieces(child, latar, picture)
        if child.tail:
            yield from words(child.tail, latar)


def words(raw: str, latar: Latar) -> Iterator[Potong]:
    if not latar.breaks:
        yield Potong(raw, latar.huruf)
        return
    for n, line in enumerate(AROUND_BREAK.sub("\n", raw).split("\n")):
        if n:
            yield line_break(latar.huruf)
        yield Potong(line, latar.huruf)


def line_break(huruf: Huruf) -> Potong:
    return Potong("", huruf, run([make("w:br")], huruf), ends_line=True)


def tab(huruf: Huruf) -> Potong:
    return Potong("", huruf, run([make("w:tab")], huruf), ends_line=True)


def runs(found: list[Potong]) -> list[Element]:
    """Folded: no space at the start and end of a line, one between words. Breaks at the edges are dropped."""
    while found and _is_edge(found[0]):
        found = found[1:]
    while found and _is_edge(found[-1]):
        found = found[:-1]
    out: list[tuple[str, Potong]] = []
    fresh = True  # at the start of a line, or after a space
    for piece in found:
        if piece.element is not None:
            if piece.ends_line:
                _strip_last(out)
            out.append(("", piece))
            fresh = piece.ends_line
            continue
        folded = SPACE.sub(" ", piece.words)
        if fresh:
            folded = folded.lstrip(" ")
        if folded:
            out.append((folded, piece))
            fresh = folded.endswith(" ")
    _strip_last(out)
    return [piece.element if piece.element is not None else run([text(folded)], piece.huruf) for folded, piece in out]


def _is_edge(piece: Potong) -> bool:
    return piece.ends_line if piece.element is not None else not piece.words.strip(" \t\n\r\f")


def _strip_last(out: list[tuple[str, Potong]]) -> None:
    if out and out[-1][1].element is None:
        folded, piece = out.pop()
        if folded.rstrip(" "):
            out.append((folded.rstrip(" "), piece))


def heading(node: HtmlElement, latar: Latar, picture: Gambar) -> list[Potong]:
    """A heading's number (its first <b>) with a tab, or on a line of its own; its spans are lines of a title."""
    if node.tag not in HEADINGS:
        raise UnknownMarkupError(f"<{node.tag}> is no heading")
    found: list[Potong] = []
    after_number = line_break if "bab" in classes_of(node) else tab
    if node.text:
        found += words(node.text, latar)
    for child in node:
        if child.tag == "b":
            found += [*inside(child, latar, picture), after_number(latar.huruf)]
        elif child.tag == "span" and node.tag == "h1":
            found += [line_break(latar.huruf), *pieces(child, latar.with_(caps=True), picture)]
        else:
            found += pieces(child, latar, picture)
        if child.tail:
            found += words(child.tail, latar)
    return found
