"""Keys and ciphers of what must not lie readable in the database or its backup; one for each purpose.

Derived from `IDENTITY_KEYS` and held in memory only. The first of them encrypts, all of them decrypt, so that a key can be
replaced without losing what was written under the old one (docs/decisions/0023-public-and-complaints.md).
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def cipher(purpose: bytes) -> MultiFernet:
    keys = (derive(secret, purpose) for secret in settings.IDENTITY_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
