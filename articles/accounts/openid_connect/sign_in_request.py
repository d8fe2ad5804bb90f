"""Request that sends a browser to the provider, and what the site keeps of it until the browser is
back."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.utils.crypto import constant_time_compare

from articles.accounts.openid_connect.errors import ProviderRefused, TokenRefused
from articles.accounts.openid_connect.provider import Provider
from articles.accounts.openid_connect.transport import ERROR_CODE

_MOST_OF_CODE = 4_096


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that has begun. `state` binds the answer to this browser, `nonce` the ID token and
    `verifier` the code to this request (RFC 7636). `next` is where to go then; `account` the key of
    who wants to link what he has at the provider, None where somebody signs in. With `asks_again`
    the provider asks who he is, also where it knows the browser."""

    state: str
    nonce: str
    verifier: str
    next: str
    account: int | None = None
    asks_again: bool = False

    @classmethod
    def new(cls, *, next: str, account: int | None = None, asks_again: bool = False) -> "Begun":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, next, account, asks_again or account is not None)

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def authorization_address(begun: Begun, provider: Provider, *, redirect_uri: str) -> str:
    """Return the provider's address for a sign-in."""
    return prepare_grant_uri(
        provider.authorization,
        client_id=settings.OIDC_CLIENT_ID,
        response_type="code",
        redirect_uri=redirect_uri,
        scope=settings.OIDC_SCOPES,
        state=begun.state,
        nonce=begun.nonce,
        code_challenge=create_s256_code_challenge(begun.verifier),
        code_challenge_method="S256",
        **({"prompt": "login"} if begun.asks_again else {}),
    )


def code_of(answer: Mapping[str, str], begun: Begun | None, provider: Provider) -> str:
    """Return the code that the provider gave the browser (RFC 6749, 4.1.2).

    Raises TokenRefused for an answer to another request, and ProviderRefused for an error.
    """
    state = answer.get("state", "")
    if begun is None or not constant_time_compare(state, begun.state):
        raise TokenRefused("state: not of a sign-in that this browser has begun")
    named = answer.get("iss")
    if named != provider.issuer and (named is not None or provider.names_issuer):
        raise TokenRefused("iss: not the answer of this provider")
    if "error" in answer:
        is_code = ERROR_CODE.fullmatch(answer["error"])
        raise ProviderRefused(answer["error"] if is_code else "error")
    code = answer.get("code", "")
    if not 0 < len(code) <= _MOST_OF_CODE:
        raise TokenRefused("no code")
    return code
