"""Visitor of a request: bot or reader, referrer and origin, and how far each is trusted. The IP
address is `articles.audience.client_address`'s."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from articles.audience.bot_names import is_bot

# Browsers that fetch what nobody has asked for yet (Chrome and Safari; older ones; Firefox).
_PREFETCH_HEADERS = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
# In the environment of a request whose view is counted by whoever asks (articles.page_store).
COUNTED_ELSEWHERE = "qtsite.counted_elsewhere"
# The same, where a HEAD is answered by the page's GET: nobody has looked for what is not there.
ASKED_FOR_HEADERS = "qtsite.asked_for_headers"
# In the environment of a request whose answer becomes a file (articles.static_site).
PUBLISHED_AS_FILES = "qtsite.published_as_files"
# Of a form: a note of a thousand characters, each percent-encoded.
MOST_FORM_BYTES = 16_384


def is_program(request: HttpRequest) -> bool:
    """Return whether a program asks, by its own name."""
    return is_bot(request.headers.get("User-Agent", ""))


def is_reader(request: HttpRequest) -> bool:
    """Return whether the request is a person's who opens a page.

    Neither a program, nor a prefetch, nor HEAD; nor staff: a session's cookie is enough to tell
    them, for the site gives readers none, and looking the session up would be a query.
    """
    return COUNTED_ELSEWHERE not in request.META and is_readers(request.META)


def is_readers(environ: Mapping[str, Any]) -> bool:
    """The same of a WSGI environment (PEP 3333)."""
    return opens_page(environ) and not has_session(environ.get("HTTP_COOKIE", ""))


def opens_page(environ: Mapping[str, Any]) -> bool:
    """The same of a request that is known to bring no session."""
    if environ.get("REQUEST_METHOD") != "GET" or is_bot(environ.get("HTTP_USER_AGENT", "")):
        return False
    for name in _PREFETCH_HEADERS:  # noqa: SIM110 - any() takes three times as long
        if name in environ:
            return False
    return True


def has_session(cookies: str) -> bool:
    """Return whether a Cookie header brings a session of the desk."""
    if not cookies:
        return False
    name = f"{settings.SESSION_COOKIE_NAME}="
    return name in cookies and any(part.strip().startswith(name) for part in cookies.split(";"))


def referrer_host(request: HttpRequest) -> str:
    """Return the host of the page that the visitor came from, "" where none is named."""
    return _origin_parts(request.headers.get("Referer", ""))[1]


def is_same_site(request: HttpRequest) -> bool:
    """Return whether a form was sent from a page of this site.

    Instead of a token, which a page that is the same for everybody, and lies in caches, cannot
    hold, and without a cookie (OWASP, Cross-Site Request Forgery Prevention: "Fetch Metadata" and
    "Verifying Origin With Standard Headers"). No page can make a browser leave these headers out or
    forge them:

    - Sec-Fetch-Site, where it is sent (every browser since 2023), must be `same-origin`;
    - Origin, where it is sent (with every POST since 2020), must be ours; `null` is nobody's;
    - else Referer, for older browsers, must begin with our origin;
    - with none of the three the form is refused: a program, or a browser that hides where it
      comes from, whose vote is not worth letting everybody's browser vote for an attacker's page.

    Ours are SITE_URL and the host that was asked, which ALLOWED_HOSTS has let through.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin")
    if origin is None and site is not None:
        return True
    source = origin if origin is not None else request.headers.get("Referer", "")
    return _origin_parts(source) in {
        _origin_parts(settings.SITE_URL),
        _origin_parts(f"{request.scheme}://{request.get_host()}"),
    }


def is_plain_form(request: HttpRequest) -> bool:
    """Return whether the body may be read: files would be written to the disk, and Django decodes a
    form by whatever codec it names."""
    return (
        request.content_type == "application/x-www-form-urlencoded"
        and request.content_params.get("charset", "utf-8").lower() == "utf-8"
        and int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_FORM_BYTES
    )


def _origin_parts(url: str) -> tuple[str, str]:
    """`"https://a.example:81/b?c"` -> `("https", "a.example:81")` (RFC 6454, section 4)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    default = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.scheme, parts.netloc.lower().removesuffix(default) if default else ""
