"""Where the keys lie: encrypted in the database, or on a token or HSM that lends its certificate for a look."""

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.fernet import InvalidToken
from django.conf import settings

from reports.models import SertifikatElektronik
from reports.signing.penyedia import GagalTandaTangan, SandiSalah
from units import vault

PURPOSE = b"zi-portal sertifikat elektronik"
SALAH_PIN = (
    "PIN token tidak cocok. Token terkunci setelah beberapa PIN yang salah; periksa dahulu sebelum mencoba lagi."
)
TAK_TERHUBUNG = (
    "Token atau HSM tidak dapat dihubungi. Pastikan token terpasang pada server, lalu coba lagi; bila berulang, minta pengelola "
    "server memeriksa PKCS11_MODULE dan PKCS11_TOKEN."
)


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
