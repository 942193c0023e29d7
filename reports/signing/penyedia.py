"""The interface of everything that can put an electronic signature under a PDF, and how it says that it cannot.

Whole files go in and come out, because a remote service (BSrE) takes a PDF and gives one back; what it gives back is checked by
`reports.signing.verify` like one's own.
"""

from dataclasses import dataclass
from typing import Protocol

from units.errors import Ditolak


class GagalTandaTangan(Ditolak):
    """Nothing was signed; the sentence says why and what to do."""


class SandiSalah(GagalTandaTangan):
    """The password or PIN is wrong; counted by the caller."""


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What stands in the signature beside the certificate. Without `tempat` no place is written."""

    alasan: str
    tempat: str
    nama: str


class Penyedia(Protocol):
    def sign(self, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
        """The same PDF with one more signature. Raises SandiSalah or GagalTandaTangan."""
        ...
