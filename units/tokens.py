"""Keys of programs that call the portal: random, shown once, kept as a hash."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token(awalan: str = "") -> str:
    """Random beyond guessing; `awalan` tells people and scanners for leaked keys what it opens."""
    return awalan + secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """A token is random enough that a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
