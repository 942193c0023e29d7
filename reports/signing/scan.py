"""What a scan says about itself: the QR code, the short code or the number that the portal printed on the paper."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock

import pypdfium2
import zxingcpp
from PIL import Image

from reports.cap import PANJANG_KODE, grouped
from reports.models import BerkasBertanda, Terbitan
from units.complaint_cipher import ALFABET
from units.errors import BerkasDitolak, Ditolak

C = BerkasBertanda.Cocok
ACCEPT = frozenset({"pdf", "jpg", "png"})
# The QR stands on the first or on the last page; attachments lie between.
FIRST, LAST = 3, 3
# Two hundred dots an inch of an A4 page: a module of the printed QR is then about four dots wide.
LONGEST = 2400
# PDFium keeps state that two threads must not touch, and the web server has several.
ONE_AT_A_TIME = Lock()
ADDRESS = re.compile(rf"/periksa/([{ALFABET}]{{{PANJANG_KODE}}})/?$")
LOCKED = "PDF ini terkunci dengan kata sandi atau rusak. Pindai ulang, atau simpan tanpa kata sandi, lalu unggah lagi."
NEED_NUMBER = (
    "Kode QR dan nomor tidak terbaca pada pindaian ini. Ketik nomor persis seperti yang tercetak pada kertas, atau pindai ulang "
    "dengan lebih tajam."
)


class NomorDiperlukan(Ditolak):
    """Neither QR nor number can be read: the person has to type the number as it is printed."""


@dataclass(frozen=True, slots=True)
class Bacaan:
    """Codes of the portal's own QR codes, and the text layer without blanks."""

    kode: set[str] = field(default_factory=set)
    teks: str = ""


def read_scan(isi: bytes, ekstensi: str) -> Bacaan:
    """Raises BerkasDitolak for a PDF that does not open; what was accepted as an image was opened before."""
    if ekstensi != "pdf":
        with Image.open(BytesIO(isi)) as image:
            image.thumbnail((LONGEST * 2, LONGEST * 2))
            return Bacaan(kode=_codes(image.convert("L")))
    return _read_pdf(isi)


def match(terbitan: Terbitan, bacaan: Bacaan, *, diketik: str) -> str:
    """How the scan belongs to the paper. Raises Ditolak when it belongs to another, NomorDiperlukan when nobody can say."""
    if terbitan.kode in bacaan.kode:
        return C.QR
    if bacaan.kode:
        other = ", ".join(grouped(kode) for kode in sorted(bacaan.kode))
        raise Ditolak(
            f"Kode QR pada pindaian ini {other}, sedangkan kode dokumen ini {grouped(terbitan.kode)}. Unggah pindaian dokumen "
            f"nomor {terbitan.nomor}."
        )
    if (
        terbitan.kode in bacaan.teks
        or grouped(terbitan.kode) in bacaan.teks
        or _has_number(bacaan.teks, terbitan.nomor)
    ):
        return C.TEKS
    typed = _bare(diketik)
    if not typed:
        raise NomorDiperlukan(NEED_NUMBER)
    if typed != _bare(terbitan.nomor):
        raise NomorDiperlukan(
            f"Nomor yang Anda ketik tidak sama dengan nomor dokumen ini, {terbitan.nomor}. Periksa kertasnya: bila nomornya lain, "
            "pindaian itu milik dokumen lain."
        )
    return C.DIKETIK


def _has_number(teks: str, nomor: str) -> bool:
    """The whole number: 700/1/IT/2026 is not found in 700/1/IT/20261 nor in 1700/1/IT/2026."""
    return re.search(rf"(?<![0-9/]){re.escape(_bare(nomor))}(?![0-9])", teks) is not None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def _read_pdf(isi: bytes) -> Bacaan:
    codes: set[str] = set()
    words: list[str] = []
    try:
        with ONE_AT_A_TIME, pypdfium2.PdfDocument(isi) as pdf:
            for text, image in _pages(pdf):
                words.append(text)
                codes |= _codes(image)
    except pypdfium2.PdfiumError:
        raise BerkasDitolak(LOCKED) from None
    return Bacaan(kode=codes, teks=_bare("\n".join(words)))


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[tuple[str, Image.Image]]:
    """Text and picture of the pages that may carry the code. Everything is closed here, not by the collector of some thread."""
    count = len(pdf)
    for number in sorted({*range(min(FIRST, count)), *range(max(0, count - LAST), count)}):
        with closing(pdf[number]) as page:
            with closing(page.get_textpage()) as layer:
                text = layer.get_text_range()
            with closing(page.render(scale=LONGEST / max(*page.get_size(), 1), grayscale=True)) as bitmap:
                image = bitmap.to_pil().copy()
        yield text, image


def _codes(image: Image.Image) -> set[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return {hit[1] for item in found if (hit := ADDRESS.search(item.text))}
