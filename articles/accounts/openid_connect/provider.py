"""What the provider says of itself (OpenID Connect Discovery 1.0) and its keys, kept by each
process for an hour; keys are asked for again when a token names one that is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from articles.accounts.openid_connect.errors import ProviderUnavailable
from articles.accounts.openid_connect.transport import fetch_json

_KEPT_SECONDS = 3_600
# After a failure nobody waits for the provider for so long: each is told at once.
_FAILED_SECONDS = 5
# While one asks, others wait no longer for what comes of it: each of them holds a thread.
_TURN_SECONDS = 1
# Whoever sends tokens with made-up names of keys makes the site ask no more often.
_AGAIN_SECONDS = 30
_MOST_KEYS = 100
_LEAST_RSA_BITS = 2_048
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Provider:
    """Addresses of the provider; `userinfo` and `end_session` are "" where it has none.
    `names_issuer`: its answers say who gives them (RFC 9207)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    is_secret_posted: bool
    names_issuer: bool


class _Memory(Generic[_Kept]):
    """One value of the provider's, and how it is asked for."""

    def __init__(self, ask: Callable[[], _Kept]) -> None:
        self._ask, self._lock = ask, Lock()
        self.forget()

    def forget(self) -> None:
        self._value: _Kept | None = None
        self._asked_at = self._asked_again_at = self._failed_at = float("-inf")
        self._of = ""

    def get(self, *, again: bool = False) -> _Kept:
        """Return the value, `again` as it is now, unless it was asked for again just before; raises
        ProviderUnavailable."""
        if not self._lock.acquire(timeout=_TURN_SECONDS):
            raise ProviderUnavailable("others wait for the provider")
        try:
            if self._of != settings.OIDC_ISSUER:
                self.forget()
            now = monotonic()
            is_again = again and now - self._asked_again_at >= _AGAIN_SECONDS
            if self._value is not None and now - self._asked_at < _KEPT_SECONDS and not is_again:
                return self._value
            if now - self._failed_at < _FAILED_SECONDS:
                raise ProviderUnavailable("it did not answer a moment ago")
            if is_again:
                self._asked_again_at = now
            self._value = self._asked()
            self._asked_at, self._of = now, settings.OIDC_ISSUER
            return self._value
        finally:
            self._lock.release()

    def _asked(self) -> _Kept:
        try:
            return self._ask()
        except ProviderUnavailable:
            self._failed_at, self._of = monotonic(), settings.OIDC_ISSUER
            raise


def provider() -> Provider:
    """Return the provider of OIDC_ISSUER; raises ProviderUnavailable."""
    return _provider.get()


def signing_keys(*, again: bool = False) -> list[Any]:
    """Return the public keys by which the provider signs, `again` as they are now. Raises
    ProviderUnavailable."""
    return _keys.get(again=again)


def forget_provider() -> None:
    """Forget what was asked."""
    _provider.forget()
    _keys.forget()


def _ask_provider() -> Provider:
    issuer = settings.OIDC_ISSUER
    document = fetch_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    # Discovery, 4.3: another one would speak for it.
    if document.get("issuer") != issuer:
        raise ProviderUnavailable(f"its document is of the issuer {document.get('issuer')!r:.200}")
    # Where nothing is said, the first of the two is meant (Discovery, 3).
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        issuer=issuer,
        authorization=_address(document, "authorization_endpoint"),
        token=_address(document, "token_endpoint"),
        keys=_address(document, "jwks_uri"),
        userinfo=_address(document, "userinfo_endpoint", is_needed=False),
        end_session=_address(document, "end_session_endpoint", is_needed=False),
        is_secret_posted="client_secret_basic" not in methods,
        names_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(document: dict[str, Any], name: str, *, is_needed: bool = True) -> str:
    """An address of the document: of HTTPS, unless the issuer itself is a local one without."""
    value = document.get(name)
    if value is None and not is_needed:
        return ""
    scheme = urlsplit(value).scheme if isinstance(value, str) else ""
    if scheme != "https" and scheme != urlsplit(settings.OIDC_ISSUER).scheme:
        raise ProviderUnavailable(f"its document has no {name} that can be used")
    return value


def _ask_keys() -> list[Any]:
    rows = fetch_json(provider().keys).get("keys")
    found = [_key(row) for row in (rows if isinstance(rows, list) else [])[:_MOST_KEYS]]
    if not any(found):
        raise ProviderUnavailable("it has no key that can be used")
    return [key for key in found if key]


def _key(row: Any) -> Any:
    """A key for signatures; None where it is for something else, of a kind that is not known here,
    or weak."""
    if not isinstance(row, dict) or row.get("use", "sig") != "sig":
        return None
    # A symmetric key among public ones would be known to everybody.
    if row.get("kty") not in {"RSA", "EC", "OKP"} or "d" in row:
        return None
    try:
        key = JWKRegistry.import_key(row)
        public = key.public_key
    except (JoseError, ValueError, TypeError, KeyError, Warning):
        return None
    is_weak = isinstance(key, RSAKey) and public.key_size < _LEAST_RSA_BITS
    return key if isinstance(key, RSAKey | ECKey | OKPKey) and not is_weak else None


_provider, _keys = _Memory(_ask_provider), _Memory(_ask_keys)
