"""Challenges for passkeys (WebAuthn, level 3): what a page offers to a browser, and what returns.

User verification is asked for always, so that a passkey is two factors in one: it may stand for the
password as well. A challenge is kept nowhere: it travels with the page, signed, for ten minutes,
for one purpose and one account.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils import timezone

from articles.models import Passkey

LASTS = timedelta(minutes=10)
# ES256, Ed25519 and RS256, of which every authenticator has one (WebAuthn, 5.4).
ALGORITHMS = (-7, -8, -257)
_SALT = "articles.passkey"
_HANDLE_BYTES = _CHALLENGE_BYTES = 32


class Purpose(Enum):
    """What a challenge is for: none is taken for another."""

    REGISTER = "register"
    SIGN_IN = "sign-in"
    SECOND_FACTOR = "second-factor"


class PasskeyRefused(Exception):
    """Carries the reason, as the audit log tells it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Challenge:
    """What came back: `value` in base64url, when it was made, and, of a registration, the handle of
    the account."""

    value: str
    made_at: datetime
    handle: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page hands to the browser: `options` in JSON, binary values as base64url, and `token`,
    which comes back with the answer."""

    options: str
    token: str


def are_possible() -> bool:
    """Return whether browsers take passkeys for this site: SITE_URL must be HTTPS or localhost, and
    a name (WebAuthn, 5.1.3 and 13.4.9)."""
    parts = urlsplit(settings.SITE_URL)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return False


def offer_registration(user: Any, *, site_name: str) -> Offer:
    """Return what a browser needs to make another passkey for an account."""
    known = list(Passkey.objects.filter(user=user).order_by("pk"))
    handle = known[0].user_handle if known else secrets.token_urlsafe(_HANDLE_BYTES)
    challenge, token = _challenge(Purpose.REGISTER, user, handle)
    options = {
        "rp": {"id": _host(), "name": site_name},
        "user": {"id": handle, "name": user.get_username(), "displayName": user.get_username()},
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in ALGORITHMS],
        "excludeCredentials": [_descriptor(passkey) for passkey in known],
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        "attestation": "none",
        "timeout": int(LASTS.total_seconds() * 1000),
    }
    return Offer(json.dumps(options), token)


def offer_use(purpose: Purpose, user: Any = None) -> Offer:
    """Return what a browser needs to show a passkey: of an account, or of whoever has one here."""
    challenge, token = _challenge(purpose, user)
    known = Passkey.objects.filter(user=user).order_by("pk") if user else []
    options = {
        "rpId": _host(),
        "challenge": challenge,
        "allowCredentials": [_descriptor(passkey) for passkey in known],
        "userVerification": "required",
        "timeout": int(LASTS.total_seconds() * 1000),
    }
    return Offer(json.dumps(options), token)


def _challenge(purpose: Purpose, user: Any, handle: str = "") -> tuple[str, str]:
    """A new challenge, and the signed text that brings it back."""
    challenge = secrets.token_urlsafe(_CHALLENGE_BYTES)
    owner = user.pk if user else None
    values = [challenge, timezone.now().timestamp(), owner, handle]
    return challenge, signing.dumps(values, salt=f"{_SALT}.{purpose.value}")


def open_challenge(token: str, purpose: Purpose, user: Any) -> Challenge:
    """Return the challenge of a token, for its purpose and account (None: whoever); raises
    PasskeyRefused."""
    try:
        values = signing.loads(token, salt=f"{_SALT}.{purpose.value}", max_age=LASTS)
    except signing.SignatureExpired:
        raise PasskeyRefused("a page that is too old") from None
    except signing.BadSignature:
        raise PasskeyRefused("a challenge that is not this site's") from None
    challenge, made_at, owner, handle = values
    if owner != (user.pk if user else None):
        raise PasskeyRefused("a challenge of another account")
    return Challenge(challenge, datetime.fromtimestamp(made_at, UTC), handle)


def _descriptor(passkey: Passkey) -> dict[str, str]:
    return {"type": "public-key", "id": passkey.credential_id}


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""
