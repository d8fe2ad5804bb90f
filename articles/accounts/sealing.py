"""Encryption of small secrets that the site must read again, so that a copy of the database alone
holds none of them."""

import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2


class Unreadable(ValueError):
    """What was sealed was sealed with another SECRET_KEY, for something else, or changed since."""


def seal(secret: bytes, purpose: str) -> str:
    """Return a secret encrypted with a key that is derived from SECRET_KEY (AES-256-GCM, RFC 5869).
    It opens for the same purpose alone: a row that is copied to another account opens nothing."""
    nonce = os.urandom(_NONCE_BYTES)
    return b64encode(nonce + _cipher().encrypt(nonce, secret, purpose.encode())).decode()


def unseal(text: str, purpose: str) -> bytes:
    """Return the secret that `seal` encrypted; raises Unreadable."""
    try:
        sealed = b64decode(text, validate=True)
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return _cipher().decrypt(nonce, rest, purpose.encode())
    except (InvalidTag, ValueError):
        raise Unreadable(purpose) from None


def _cipher() -> AESGCM:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"articles.sealing")
    return AESGCM(derivation.derive(settings.SECRET_KEY.encode()))
