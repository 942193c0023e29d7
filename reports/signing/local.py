"""Signatures made here with pyHanko: by a PKCS#12 file, or by a token or HSM that speaks PKCS#11.

Imported when something is signed: pyHanko takes half a second and forty megabytes, and no other page needs it.
"""

from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from reports.models import SertifikatElektronik
from reports.signing.keys import open_file, token_session
from reports.signing.penyedia import GagalTandaTangan, Permintaan, SandiSalah

FIELD = "TandaTangan"
TIMEOUT = 15  # seconds for the timestamp server
SALAH_SANDI = "Kata sandi sertifikat tidak cocok. Periksa huruf besar dan kecilnya, lalu ketik lagi."
TANPA_WAKTU = (
    "Server penanda waktu tidak dapat dihubungi atau jawabannya tidak sah, sehingga dokumen belum ditandatangani. Coba lagi "
    "beberapa saat kemudian; bila berulang, minta pengelola server memeriksa TIMESTAMP_URL."
)
KUNCI_TAK_COCOK = (
    "Kunci sertifikat ini tidak dapat dipakai untuk menandatangani PDF. Minta sertifikat lain kepada penerbitnya."
)


class BerkasP12:
    """The key lies encrypted in the database and is opened with the holder's password for one signature."""

    def __init__(self, sertifikat: SertifikatElektronik) -> None:
        self.sertifikat = sertifikat

    def sign(self, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
        try:
            signer = signers.SimpleSigner.load_pkcs12_data(open_file(self.sertifikat), (), sandi.encode())
        except ValueError:  # the file was opened when it was uploaded: only the password can be wrong
            raise SandiSalah(SALAH_SANDI) from None
        return _signed(pdf, signer, permintaan)


class Token:
    """The key never leaves the device; `kunci` is the label of its certificate, the password is the PIN."""

    def __init__(self, sertifikat: SertifikatElektronik) -> None:
        self.sertifikat = sertifikat

    def sign(self, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
        from pyhanko.sign.pkcs11 import PKCS11Signer

        with token_session(sandi) as session:
            signer = PKCS11Signer(session, cert_label=self.sertifikat.kunci, other_certs_to_pull=None)
            return _signed(pdf, signer, permintaan)


def _signed(pdf: bytes, signer: signers.Signer, permintaan: Permintaan) -> bytes:
    """PAdES in an invisible field: the block that people see is drawn with the paper, in the paper's own fonts."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=permintaan.alasan,
        location=permintaan.tempat or None,
        name=permintaan.nama,
    )
    out = BytesIO()
    try:
        PdfSigner(metadata, signer, timestamper=_timestamper(), new_field_spec=SigFieldSpec(FIELD)).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), output=out
        )
    except TimestampRequestError as error:
        raise GagalTandaTangan(TANPA_WAKTU) from error
    except (SigningError, PdfError, NotImplementedError) as error:
        raise GagalTandaTangan(KUNCI_TAK_COCOK) from error
    return out.getvalue()


def _timestamper() -> TimeStamper | None:
    return RequestsHTTPTimeStamper(settings.TIMESTAMP_URL, timeout=TIMEOUT) if settings.TIMESTAMP_URL else None
