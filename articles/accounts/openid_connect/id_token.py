"""Checks of an ID token: who signed it, for whom, for which sign-in, and when (OpenID Connect Core
1.0, 3.1.3.7)."""

import time
from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from django.conf import settings
from joserfc import jws, jwt
from joserfc.errors import JoseError

from articles.accounts.openid_connect.errors import TokenRefused
from articles.accounts.openid_connect.provider import signing_keys

# By public keys alone: the provider's document and the token's head choose among these, and can add
# none. With HMAC whoever knows the secret could sign; "none" is nobody's signature.
_KEY_TYPES = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
}
# So far may the two clocks differ.
SKEW_SECONDS = 60
# A token is made as it is fetched: an old one is another sign-in's.
_LONGEST_AGE_SECONDS = 600
_MOST_CHARACTERS = 50_000
_MOST_OF_SUBJECT = 255


def checked_claims(token: Any, *, nonce: str, access_token: str) -> Mapping[str, Any]:
    """Return the claims of an ID token that the provider has signed for this site and this sign-in.

    Raises TokenRefused, and ProviderUnavailable where its keys cannot be had.
    """
    if not isinstance(token, str) or not token.isascii() or len(token) > _MOST_CHARACTERS:
        raise TokenRefused("no ID token")
    header, claims = _signed(token)
    known = CodeIDToken(
        claims,
        header,
        options={
            "iss": {"essential": True, "value": settings.OIDC_ISSUER},
            "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        },
        params={
            "nonce": nonce,
            "client_id": settings.OIDC_CLIENT_ID,
            "access_token": access_token,
        },
    )
    try:
        known.validate(leeway=SKEW_SECONDS)
    except JoseError as error:
        raise TokenRefused(f"ID token: {error.error}, {getattr(error, 'claim', '')}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise TokenRefused("ID token: a claim of another type") from error
    _check_age_and_subject(known)
    return known


def _check_age_and_subject(claims: Mapping[str, Any]) -> None:
    """What the library leaves to who uses it."""
    now = time.time()
    for name in ("iat", "exp"):
        if isinstance(claims[name], bool) or not isinstance(claims[name], int | float):
            raise TokenRefused(f"ID token: {name} is no number")
    if not now - _LONGEST_AGE_SECONDS <= claims["iat"] <= now + SKEW_SECONDS:
        raise TokenRefused("ID token: made at another time")
    if not isinstance(claims["nonce"], str):
        raise TokenRefused("ID token: no nonce")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _MOST_OF_SUBJECT:
        raise TokenRefused("ID token: no subject")


def _signed(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return head and claims of a token that one of the provider's keys has signed."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused("ID token: not a signed token") from error
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KEY_TYPES:
        raise TokenRefused("ID token: signed by another algorithm")
    keys = _fitting(header, signing_keys()) or _fitting(header, signing_keys(again=True))
    for key in keys:
        try:
            decoded = jwt.decode(token, key, algorithms=[algorithm])
        except (JoseError, ValueError, TypeError):
            continue
        return decoded.header, decoded.claims
    raise TokenRefused("ID token: no valid signature" if keys else "ID token: an unknown key")


def _fitting(header: Mapping[str, Any], keys: list[Any]) -> list[Any]:
    """The keys that a head may mean: that of its name, or, where it names none, all of its kind."""
    name, algorithm = header.get("kid"), header["alg"]
    return [
        key
        for key in keys
        if (name is None or key.get("kid") == name)
        and key.key_type == _KEY_TYPES[algorithm]
        and key.get("alg", algorithm) == algorithm
    ]
