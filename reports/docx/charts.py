"""Charts of papers as pictures: a reader of the SVG that our chart templates write.

Word shows SVG in its newest versions only, and the portal has no other program that draws one. Known are the shapes our
charts are made of and the handful of style properties in their own style element; anything else is an error.
"""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from lxml.html import HtmlElement
from PIL import Image, ImageColor, ImageDraw, ImageFont

from reports.docx.markup import UnknownMarkupError

SCALE = 3
FONTS = Path(settings.BASE_DIR) / "static" / "fonts" / "paper"
SHAPES = ("polygon", "polyline", "line", "circle", "rect", "text")
SILENT = {"svg", "g", "style", "title", "desc"}
ANCHORS = {"start": "l", "middle": "m", "end": "r"}
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
# Width of a chart in points, by the class of its own or of the block around it, as in paper.css.
WIDTHS = {"radar": 187, "batang": 440, "tren": 340, "bilah-grafik": 140}
USUAL_WIDTH = 340


@dataclass(frozen=True, slots=True)
class Gaya:
    fill: str = "#000"
    stroke: str = "none"
    width: float = 1
    size: float = 12
    bold: bool = False
    opacity: float = 1
    dashed: bool = False


def png_of(svg: HtmlElement, around: list[str]) -> tuple[bytes, int, int]:
    """PNG, width and height in points."""
    _, _, width, height = (float(n) for n in svg.get("viewbox").split())
    image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), "white")
    pen = ImageDraw.Draw(image, "RGBA")
    rules = _rules("".join(svg.xpath(".//style/text()")))
    for node in svg.iter():
        if node.tag in SHAPES:
            _draw(pen, node, _style(node, rules))
        elif node.tag not in SILENT:
            raise UnknownMarkupError(f"no way to draw <{node.tag}> of a chart")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    names = [*(svg.get("class") or "").split(), *around]
    wide = min(next((WIDTHS[name] for name in names if name in WIDTHS), USUAL_WIDTH), width)
    return out.getvalue(), round(wide), round(height * wide / width)


@cache
def _rules(sheet: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """(selector, properties); selectors are a tag or one class."""
    found = []
    for selectors, body in RULE.findall(sheet):
        pairs = (part.partition(":") for part in body.split(";") if ":" in part)
        properties = {name.strip(): value.strip() for name, _, value in pairs}
        found += [(selector.strip(), properties) for selector in selectors.split(",")]
    return tuple(found)


def _style(node: HtmlElement, rules: tuple[tuple[str, dict[str, str]], ...]) -> Gaya:
    names = {node.tag, *(f".{name}" for name in (node.get("class") or "").split())}
    said: dict[str, str] = {}
    for selector, properties in rules:
        if selector in names:
            said |= properties
    return Gaya(
        fill=said.get("fill", "#000"),
        stroke=said.get("stroke", "none"),
        width=float(said.get("stroke-width", 1)),
        size=float(said.get("font-size", "12px").removesuffix("px")),
        bold=said.get("font-weight") == "bold",
        opacity=float(said.get("fill-opacity", 1)),
        dashed="stroke-dasharray" in said,
    )


def _colour(name: str, opacity: float = 1) -> tuple[int, ...] | None:
    return None if name == "none" else (*ImageColor.getrgb(name)[:3], round(255 * opacity))


def _draw(pen: ImageDraw.ImageDraw, node: HtmlElement, gaya: Gaya) -> None:
    fill, stroke = _colour(gaya.fill, gaya.opacity), _colour(gaya.stroke)
    width = max(round(gaya.width * SCALE), 1)
    if node.tag == "text":
        _write(pen, node, gaya)
    elif node.tag in ("polygon", "polyline"):
        points = [tuple(SCALE * float(n) for n in pair.split(",")) for pair in node.get("points").split()]
        if node.tag == "polygon" and len(points) > 2:
            pen.polygon(points, fill)
            points = [*points, points[0]]
        if stroke:
            pen.line(points, stroke, width, "curve")
    elif node.tag == "line":
        _line(pen, [_number(node, name) for name in ("x1", "y1", "x2", "y2")], stroke, width, dashed=gaya.dashed)
    elif node.tag == "circle":
        x, y, r = (_number(node, name) for name in ("cx", "cy", "r"))
        pen.ellipse((x - r, y - r, x + r, y + r), fill, stroke, width if stroke else 0)
    else:
        x, y, wide, high = (_number(node, name) for name in ("x", "y", "width", "height"))
        y += SCALE * _moved_down(node)
        if wide > 0 and high > 0:
            pen.rectangle((x, y, x + wide, y + high), fill)


def _number(node: HtmlElement, name: str) -> float:
    return SCALE * float(node.get(name, 0))


def _line(pen: ImageDraw.ImageDraw, ends: list[float], stroke, width: int, *, dashed: bool) -> None:
    """Dashes are those of level lines, the only ones that are dashed."""
    x1, y1, x2, y2 = ends
    if not dashed:
        pen.line(ends, stroke, width)
        return
    dash = 4 * SCALE
    for start in range(round(x1), round(x2), 2 * dash):
        pen.line((start, y1, min(start + dash, x2), y2), stroke, width)


def _write(pen: ImageDraw.ImageDraw, node: HtmlElement, gaya: Gaya) -> None:
    name = "LiberationSans-Bold.ttf" if gaya.bold else "LiberationSans-Regular.ttf"
    font = ImageFont.truetype(FONTS / name, round(gaya.size * SCALE))
    x = _number(node, "x")
    y = _number(node, "y") + _number(node, "dy") + SCALE * _moved_down(node)
    anchor = ANCHORS[node.get("text-anchor", "start")]
    pen.text((x, y), node.text_content().strip(), _colour(gaya.fill), font, f"{anchor}s")


def _moved_down(node: HtmlElement) -> float:
    """The only transformation in use: a bar's group is moved down."""
    found = re.match(r"translate\(0 ([\d.]+)\)", node.getparent().get("transform", ""))
    return float(found[1]) if found else 0.0
