"""Does a signed PDF hold? Asked of every signature before it is kept, whoever made it."""

from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reports.signing.penyedia import GagalTandaTangan

BROKEN = "Tanda tangan yang dihasilkan tidak sah, sehingga tidak disimpan. Coba lagi; bila berulang, hubungi pengelola server."
OTHER_PAPER = "Berkas yang kembali dari penanda tangan bukan dokumen ini, sehingga tidak disimpan."
OTHER_CERTIFICATE = "Dokumen ditandatangani dengan sertifikat lain daripada yang terdaftar, sehingga tidak disimpan."


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """`utuh`: no byte changed since the signature, which covers the whole file; `sidik`: the certificate's SHA-256."""

    utuh: bool
    sidik: str = ""
    berwaktu: bool = False


def verify(pdf: bytes) -> HasilPeriksa:
    """The last signature of the file. Whether its issuer is trusted is for the reader's own programme to say."""
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not found:
            return HasilPeriksa(utuh=False)
        status = validate_pdf_signature(found[-1], ValidationContext(trust_roots=[], allow_fetching=False))
    except (PdfError, SignatureValidationError, ValueError):
        return HasilPeriksa(utuh=False)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return HasilPeriksa(
        utuh=status.intact and status.valid and whole,
        sidik=status.signing_cert.sha256.hex(),
        berwaktu=status.timestamp_validity is not None,
    )


def require_valid(signed: bytes, *, drawn: bytes, sidik: str) -> None:
    """A signature is added behind the drawn paper and changes nothing of it. `sidik` is "" where the service alone knows it."""
    if not signed.startswith(drawn):
        raise GagalTandaTangan(OTHER_PAPER)
    found = verify(signed)
    if not found.utuh:
        raise GagalTandaTangan(BROKEN)
    if sidik and found.sidik != sidik:
        raise GagalTandaTangan(OTHER_CERTIFICATE)
