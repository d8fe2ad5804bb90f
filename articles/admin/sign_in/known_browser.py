"""Cookie of a browser that has signed in to an account before.

Such a browser has its own count of wrong tries, so that strangers who try an account's name from
everywhere cannot keep its editor out ("device cookies": OWASP, Slow Down Online Guessing Attacks
with Device Cookies). It opens nothing: the password is asked for as ever. The server keeps nothing
of it; the cookie holds a random number and the hash of the account's name, signed.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.audience.sign_in_throttle import account_hash

COOKIE, _SECURE_COOKIE = "known_browser", "__Secure-known_browser"
_SALT = "articles.known_browser"
_SECONDS = 180 * 24 * 3600


def known_browser(request: HttpRequest, name: str) -> str:
    """Return the number of a browser that has signed in to this account, "" of any other."""
    value = request.get_signed_cookie(_name(), default="", salt=_SALT, max_age=_SECONDS)
    account, _, number = value.partition(".")
    return number if account == account_hash(name) else ""


def remember_browser(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Give the browser its cookie, which it shows to the page for signing in alone."""
    number = known_browser(request, name) or secrets.token_hex(16)
    response.set_signed_cookie(
        _name(),
        f"{account_hash(name)}.{number}",
        salt=_SALT,
        max_age=_SECONDS,
        path=reverse("admin:login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _name() -> str:
    """Over HTTPS the prefix that a browser takes from HTTPS alone (RFC 6265bis, 4.1.3); `__Host-`
    would want the path of the whole site."""
    return _SECURE_COOKIE if settings.SESSION_COOKIE_SECURE else COOKIE
