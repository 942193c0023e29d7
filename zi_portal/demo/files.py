"""Small files for the demo: an invented emblem, and pages that stand for minutes, decrees and photographs."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

PAPER = (794, 1123)  # A4 at 96 dpi
INK, TEAL = (30, 41, 45), (11, 94, 99)


def emblem() -> SimpleUploadedFile:
    """A plain shield; no region carries it."""
    image = Image.new("RGBA", (480, 560), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.polygon([(40, 30), (440, 30), (440, 320), (240, 530), (40, 320)], fill=TEAL)
    draw.polygon([(70, 60), (410, 60), (410, 308), (240, 488), (70, 308)], outline="white", width=8)
    draw.polygon([(240, 130), (300, 280), (180, 280)], fill="white")
    draw.rectangle([150, 310, 330, 335], fill="white")
    return SimpleUploadedFile("lambang.png", _saved(image, "PNG"))


def page(judul: str, baris: list[str], *, kind: str = "PDF") -> SimpleUploadedFile:
    """One page with a title and lines, as PDF or PNG."""
    image = Image.new("RGB", PAPER, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle([60, 70, PAPER[0] - 60, 74], fill=TEAL)
    draw.text((60, 96), judul, font=ImageFont.load_default(26), fill=INK)
    for number, line in enumerate(baris):
        draw.text((60, 160 + 34 * number), line, font=ImageFont.load_default(17), fill=INK)
    draw.text((60, PAPER[1] - 80), "Contoh untuk peragaan", font=ImageFont.load_default(14), fill=(110, 110, 110))
    return SimpleUploadedFile(f"{judul}.{kind.lower()}", _saved(image, kind))


def _saved(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()
