"""What a browser answers about a passkey, checked by fido2 (WebAuthn, level 3, 7.1 and 7.2).

The site and its origin are SITE_URL's, whatever a request calls itself. Imported by
`articles/accounts/passkeys.py` as somebody needs it.
"""

import logging
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from articles.accounts.passkey_offers import ALGORITHMS, PasskeyRefused

logger = logging.getLogger(__name__)

_DEFAULT_PORTS = {"http": 80, "https": 443}
# What fido2 raises where a field is missing, of another type, or cut off: its parsers check no more
# than they need.
_MALFORMED = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError),
    *(NotImplementedError, RecursionError, OverflowError, struct.error),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """A new passkey: `credential` is its attested credential data, `sign_count` where it counts
    from."""

    credential_id: bytes
    credential: bytes
    sign_count: int


def registered(answer: Mapping[str, Any], *, challenge: str) -> Registered:
    """Return the passkey that a browser has made; raises PasskeyRefused."""

    def checked() -> Registered:
        data = _server().register_complete(_state(challenge), answer)
        credential = data.credential_data
        if credential.public_key[3] not in ALGORITHMS:
            raise ValueError("an algorithm that was not offered")
        # fido2 takes a key that was cut off, with which nobody could ever sign in again.
        with suppress(InvalidSignature):
            credential.public_key.verify(b"", b"")
        return Registered(credential.credential_id, bytes(credential), data.counter)

    return _refusing(checked)


def shown(answer: Mapping[str, Any], *, challenge: str, credential: bytes) -> int:
    """Return the signature counter of a passkey that a browser has shown; raises PasskeyRefused."""

    def checked() -> int:
        known = AttestedCredentialData(credential)
        _server().authenticate_complete(_state(challenge), [known], answer)
        return AuthenticationResponse.from_dict(answer).response.authenticator_data.counter

    return _refusing(checked)


def _refusing(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except _MALFORMED as error:
        logger.warning("A passkey was refused: %s: %.100s", type(error).__name__, error)
        raise PasskeyRefused("an answer that does not hold") from error


def _server() -> Fido2Server:
    host = urlsplit(settings.SITE_URL).hostname or ""
    party = PublicKeyCredentialRpEntity(id=host, name=host)
    return Fido2Server(party, verify_origin=lambda origin: origin == _origin())


def _origin() -> str:
    """SITE_URL as browsers write an origin: without the port that goes without saying."""
    parts = urlsplit(settings.SITE_URL)
    host = parts.hostname or ""
    is_usual = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}")


def _state(challenge: str) -> dict[str, Any]:
    required = UserVerificationRequirement.REQUIRED
    return {"challenge": challenge, "user_verification": required}
