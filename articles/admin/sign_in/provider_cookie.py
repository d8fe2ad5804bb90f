"""Cookie of a sign-in that goes by the provider, until the browser is back from there.

A cookie of its own and not the session: a stranger who only begins writes no row, and whoever
works in the desk keeps his session until he is somebody else. `Lax`, as the answer comes by a link
from another site; the site's own cookies are no looser."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, _SECURE_COOKIE = "openid_connect", "__Host-openid_connect"
_SALT = "articles.openid_connect"
_SECONDS = 600


def keep_begun(response: HttpResponse, begun: dict) -> None:
    """Give the browser what it has to bring back; the one before counts no more."""
    response.set_signed_cookie(
        _name(),
        json.dumps(begun),
        salt=_SALT,
        max_age=_SECONDS,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def begun_of(request: HttpRequest) -> dict | None:
    """Return what the browser has brought back; None where it has none, or one that is too old."""
    value = request.get_signed_cookie(_name(), default="", salt=_SALT, max_age=_SECONDS)
    return json.loads(value) if value else None


def forget_begun(response: HttpResponse) -> None:
    """A sign-in has one answer."""
    response.set_cookie(
        _name(),
        "",
        max_age=0,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return _SECURE_COOKIE if settings.SESSION_COOKIE_SECURE else COOKIE
