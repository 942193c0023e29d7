"""What issuing puts on a paper: number, date, short code and the address where a stranger checks it.

Kept in `Dokumen.cap` beside the data, and part of the digest: equal data under another number are another document.
Copies (tembusan), place and signatories are data of the paper itself (`reports.closing`), for they stand on a preview too.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from units.complaint_cipher import ALFABET
from units.templatetags.indonesia import tanggal

PANJANG_KODE, KELOMPOK = 12, 4  # 32 ** 12: sixty bits, and no search finds a code by trying
# A quarter of the modules may be lost to a stamp or a fold; the quiet zone is the four modules that the standard asks.
TINGKAT, TEPI = "Q", 4


@dataclass(frozen=True)
class Cap:
    """`tanggal` is an ISO date; `cara` one of `Terbitan.Cara`; `url` the public check with its host."""

    nomor: str
    tanggal: str
    kode: str
    url: str
    cara: str

    @property
    def is_elektronik(self) -> bool:
        return self.cara == "elektronik"

    @property
    def tanggal_cetak(self) -> str:
        return tanggal(date.fromisoformat(self.tanggal))

    @property
    def kode_cetak(self) -> str:
        return grouped(self.kode)

    @cached_property
    def qr_svg(self) -> SafeString:
        """For HTML that is drawn at once: no declaration, no size of its own."""
        out = BytesIO()
        title = f"Kode QR menuju {self.url}"  # becomes the picture's words for who hears the PDF
        qr_of(self.url).save(
            out, kind="svg", border=TEPI, xmldecl=False, svgns=True, omitsize=True, nl=False, title=title
        )
        return mark_safe(out.getvalue().decode())  # noqa: S308 -- drawn by segno from our own address

    @property
    def qr_png(self) -> bytes:
        """For DOCX: one module is eight pixels."""
        out = BytesIO()
        qr_of(self.url).save(out, kind="png", border=TEPI, scale=8)
        return out.getvalue()


def qr_of(url: str) -> segno.QRCode:
    return segno.make_qr(url, error=TINGKAT, boost_error=False)


def cap_from_json(raw: dict[str, Any]) -> Cap | None:
    """The cap of a `Dokumen`; None on one that has no number."""
    return Cap(**raw) if raw else None


def cap_to_json(cap: Cap | None) -> dict[str, str]:
    return asdict(cap) if cap else {}


def new_code() -> str:
    return "".join(secrets.choice(ALFABET) for _ in range(PANJANG_KODE))


def plain_code(typed: str) -> str:
    """A code as a person types it: blanks, dashes and small letters make no difference."""
    return "".join(char for char in typed.upper() if char in ALFABET)


def grouped(kode: str) -> str:
    """ABCD-EFGH-JKLM"""
    return "-".join(kode[at : at + KELOMPOK] for at in range(0, len(kode), KELOMPOK))


def check_url(kode: str) -> str:
    """Where everybody may check the paper; printed, so that it must answer for as long as the paper lives."""
    return f"{settings.SITE_URL}{reverse('terbitan_check', args=[kode])}"
