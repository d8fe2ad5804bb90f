"""Who somebody is at the provider: a code exchanged for tokens, and the claims of these."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_token_request
from django.conf import settings

from articles.accounts.openid_connect.errors import TokenRefused
from articles.accounts.openid_connect.id_token import checked_claims
from articles.accounts.openid_connect.provider import Provider
from articles.accounts.openid_connect.transport import fetch_json

_MOST_OF_EMAIL, _MOST_OF_NAME, _MOST_CLAIMED = 254, 150, 500


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider says of somebody. `email` is "" where it has not verified one; `claimed`
    are the values of OIDC_ROLES_CLAIM; `methods` is how they proved who they are: the values of
    `amr` and `acr`."""

    issuer: str
    subject: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    claimed: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()

    @property
    def has_second_factor(self) -> bool:
        """Whether the provider says that it has asked for a second factor, by
        OIDC_SECOND_FACTOR."""
        return not self.methods.isdisjoint(settings.OIDC_SECOND_FACTOR)


def identity_of(
    code: str, provider: Provider, *, verifier: str, nonce: str, redirect_uri: str
) -> Identity:
    """Return who has signed in at the provider. The tokens are forgotten with this call.

    Raises TokenRefused, ProviderRefused and ProviderUnavailable.
    """
    answer = _tokens(code, provider, verifier=verifier, redirect_uri=redirect_uri)
    access_token = answer.get("access_token")
    if not isinstance(access_token, str) or not access_token.isascii():
        raise TokenRefused("no access token")
    claims = dict(checked_claims(answer.get("id_token"), nonce=nonce, access_token=access_token))
    is_more_needed = "email" not in claims or _at(claims, settings.OIDC_ROLES_CLAIM) is None
    if provider.userinfo and is_more_needed:
        claims = _said_of(provider, access_token, claims["sub"]) | claims
    return _identity(claims)


def _tokens(
    code: str, provider: Provider, *, verifier: str, redirect_uri: str
) -> Mapping[str, Any]:
    body = prepare_token_request(
        "authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier
    )
    form, headers = dict(parse_qsl(body)), {}
    name, secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
    if provider.is_secret_posted:
        form |= {"client_id": name, "client_secret": secret}
    else:
        # Encoded as a form before they are joined (RFC 6749, 2.3.1): a secret may hold a colon.
        pair = f"{quote_plus(name)}:{quote_plus(secret)}".encode()
        headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
    return fetch_json(provider.token, form=form, headers=headers)


def _said_of(provider: Provider, access_token: str, subject: str) -> dict[str, Any]:
    """What the provider tells by the access token: of the same person, or of nobody (OpenID Connect
    Core 1.0, 5.3.2)."""
    said = fetch_json(provider.userinfo, headers={"Authorization": f"Bearer {access_token}"})
    if said.get("sub") != subject:
        raise TokenRefused("UserInfo: of another subject")
    return said


def _identity(claims: Mapping[str, Any]) -> Identity:
    email = claims.get("email")
    # Nothing but true: the words "false" and "true" are both true of a string.
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    methods = claims.get("amr") or []
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=email.strip() if is_verified and len(email) <= _MOST_OF_EMAIL else "",
        first_name=_name(claims.get("given_name")),
        last_name=_name(claims.get("family_name")),
        claimed=_words(_at(claims, settings.OIDC_ROLES_CLAIM)),
        methods=_words(methods) | _words(claims.get("acr")),
    )


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of a name; with dots also one inside others, as Keycloak's `realm_access.roles`.
    "" where none is asked for."""
    if not name or name in claims:
        return claims.get(name, "")
    value: Any = claims
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _words(value: Any) -> frozenset[str]:
    values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return frozenset(one for one in values[:_MOST_CLAIMED] if isinstance(one, str) and one)


def _name(value: Any) -> str:
    return " ".join(value.split())[:_MOST_OF_NAME] if isinstance(value, str) else ""
