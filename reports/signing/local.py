"""Signatures made here with pyHanko: by a PKCS#12 file, or by a token or HSM that speaks PKCS#11."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from cryptography.fernet import InvalidToken
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
from reports.signing.penyedia import GagalTandaTangan, Permintaan, SandiSalah
from units import vault

FIELD = "TandaTangan"
TIMEOUT = 15  # seconds for the timestamp server
PURPOSE = b"zi-portal sertifikat elektronik"
SALAH_SANDI = "Kata sandi sertifikat tidak cocok. Periksa huruf besar dan kecilnya, lalu ketik lagi."
SALAH_PIN = (
    "PIN token tidak cocok. Token terkunci setelah beberapa PIN yang salah; periksa dahulu sebelum mencoba lagi."
)
TANPA_WAKTU = (
    "Server penanda waktu tidak dapat dihubungi atau jawabannya tidak sah, sehingga dokumen belum ditandatangani. Coba lagi "
    "beberapa saat kemudian; bila berulang, minta pengelola server memeriksa TIMESTAMP_URL."
)
TAK_TERHUBUNG = (
    "Token atau HSM tidak dapat dihubungi. Pastikan token terpasang pada server, lalu coba lagi; bila berulang, minta pengelola "
    "server memeriksa PKCS11_MODULE dan PKCS11_TOKEN."
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


@contextmanager
def token_session(pin: str | None) -> Iterator:
    """An open session with the configured device; without PIN only its certificates can be read."""
    import pkcs11
    from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PinLocked
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    if not settings.PKCS11_MODULE:
        raise GagalTandaTangan("Token atau HSM belum diatur. Minta pengelola server mengisi PKCS11_MODULE.")
    criteria = TokenCriteria(label=settings.PKCS11_TOKEN) if settings.PKCS11_TOKEN else None
    try:
        with open_pkcs11_session(settings.PKCS11_MODULE, token_criteria=criteria, user_pin=pin) as session:
            yield session
    except (PinIncorrect, PinInvalid, PinLenRange):
        raise SandiSalah(SALAH_PIN) from None
    except PinLocked:
        raise GagalTandaTangan(
            "Token terkunci karena PIN yang salah. Buka kuncinya dengan PUK dari penerbit."
        ) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise GagalTandaTangan(TAK_TERHUBUNG) from error


def seal_file(isi: bytes) -> bytes:
    return vault.cipher(PURPOSE).encrypt(isi)


def open_file(sertifikat: SertifikatElektronik) -> bytes:
    try:
        return vault.cipher(PURPOSE).decrypt(bytes(sertifikat.isi))
    except InvalidToken:
        raise GagalTandaTangan(
            "Berkas sertifikat tidak dapat dibuka dengan kunci server yang terpasang. Unggah lagi berkasnya, atau minta "
            "pengelola server mengembalikan kunci lama ke dalam IDENTITY_KEYS."
        ) from None


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
