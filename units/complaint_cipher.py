"""Secrets of a complaint: the reporter's identity as ciphertext, the receipt code as a hash.

The keys are those of `units.vault`.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings

from units import vault
from units.errors import Ditolak

# Without letters and digits that are mistaken for each other when written down by hand.
ALFABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PANJANG, KELOMPOK = 20, 5  # 32 ** 20: a hundred bits


@dataclass(frozen=True, slots=True)
class Pelapor:
    nama: str
    kontak: str


def _cipher() -> MultiFernet:
    return vault.cipher(b"zi-portal identitas pelapor")


def encrypt(pelapor: Pelapor) -> bytes:
    return _cipher().encrypt(json.dumps(asdict(pelapor)).encode())


def decrypt(isi: bytes) -> Pelapor:
    """Raises Ditolak when none of the keys fits: the setting has changed, and only the old key can bring it back."""
    try:
        return Pelapor(**json.loads(_cipher().decrypt(bytes(isi))))
    except InvalidToken:
        raise Ditolak(
            "Identitas tidak dapat dibuka dengan kunci yang terpasang. Minta pengelola server mengembalikan kunci lama "
            "ke dalam IDENTITY_KEYS."
        ) from None


def make_code(kiriman: str) -> str:
    """The receipt code of a form, as "ABCDE-FGHJK-…": whoever sent the same form twice gets the same code twice.

    It cannot be told from the database, which knows neither `kiriman` nor the key.
    """
    digest = hmac.digest(
        vault.derive(settings.IDENTITY_KEYS[0], b"zi-portal kode pengaduan"), kiriman.encode(), "sha256"
    )
    code = "".join(ALFABET[byte % len(ALFABET)] for byte in digest[:PANJANG])
    return "-".join(code[at : at + KELOMPOK] for at in range(0, PANJANG, KELOMPOK))


def hash_code(kode: str) -> str:
    """Of a code as typed: blanks, dashes and small letters make no difference. A hundred random bits need no salt."""
    bare = "".join(char for char in kode.upper() if char in ALFABET)
    return hash_secret(bare)


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
