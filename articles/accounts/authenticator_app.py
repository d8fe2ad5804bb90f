"""Codes of an authenticator app (TOTP, RFC 6238): six digits, of 30 seconds each, SHA-1, as every
app knows them."""

import logging
import os
from base64 import b32encode
from hmac import compare_digest
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db.models import Q
from django.utils import timezone

from articles.accounts.sealing import Unreadable, seal, unseal
from articles.models import AuthenticatorApp

logger = logging.getLogger(__name__)

_KEY_BYTES = 20  # RFC 4226, 4, R6
_DIGITS = 6
_STEP_SECONDS = 30
# More than any code that counts now is ahead of another.
_STEPS_AHEAD = 3
# A clock that is a step off, and a code that was typed as it changed (RFC 6238, 5.2 and 6).
_STEPS_OFF = (0, -1, 1)
_PURPOSE = "authenticator app of {}"


def new_key() -> bytes:
    """Return a new key, which is nobody's yet."""
    return os.urandom(_KEY_BYTES)


def spelt(key: bytes) -> str:
    """Return a key as an app takes it when it is typed: base32 in groups of four.

    >>> spelt(b"12345678901234567890")
    'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ'
    """
    text = b32encode(key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_of_key(key: bytes, *, name: str, issuer: str) -> str:
    """Return what the QR code says: the otpauth address of a key, as apps read it."""
    # A colon would end the issuer's name.
    uri = _codes(key).get_provisioning_uri(name.replace(":", " "), issuer.replace(":", " "))
    # Apps show a "+" as it stands.
    return uri.replace("+", "%20")


def add_app(user: Any, key: bytes, code: str) -> bool:
    """Let an app with this key show the account's codes, in the place of the one before; False
    where the code is not the key's, and nothing has happened."""
    step = _step_of(key, code)
    if step is None:
        return False
    values = {
        "sealed_key": seal(key, _PURPOSE.format(user.pk)),
        "last_step": step,
        "made_at": timezone.now(),
    }
    AuthenticatorApp.objects.update_or_create(user=user, defaults=values)
    return True


def take_code(user: Any, code: str) -> bool:
    """Return whether a code is that of the account's app, and has not been taken before: one
    statement decides, on whatever machine."""
    app = AuthenticatorApp.objects.filter(user=user).first()
    if app is None:
        return False
    try:
        key = unseal(app.sealed_key, _PURPOSE.format(user.pk))
    except Unreadable:
        logger.warning("The authenticator app of account %s is of another SECRET_KEY.", user.pk)
        return False
    step = _step_of(key, code)
    if step is None:
        return False
    # A step far ahead was noted by a clock that has been set back since.
    is_unused = Q(last_step__lt=step) | Q(last_step__gt=step + _STEPS_AHEAD)
    unused = AuthenticatorApp.objects.filter(is_unused, pk=app.pk)
    return unused.update(last_step=step) == 1


def is_code(text: str) -> bool:
    """Return whether a text looks like a code of an app."""
    return len(text) == _DIGITS and text.isascii() and text.isdigit()


def _step_of(key: bytes, code: str) -> int | None:
    """The time step, of those that count now, whose code this is."""
    now = int(timezone.now().timestamp()) // _STEP_SECONDS
    codes = _codes(key)
    found = None
    for step in (now + off for off in _STEPS_OFF):
        if compare_digest(codes.generate(step * _STEP_SECONDS), code.encode()):
            found = step
    return found


def _codes(key: bytes) -> TOTP:
    # What makes SHA-1 weak for signatures, collisions, is of no use here (RFC 4226, B.2).
    return TOTP(key, _DIGITS, SHA1(), _STEP_SECONDS)
