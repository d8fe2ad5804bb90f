"""Making the answer of an address: Django is asked as a reader would ask it, without a server."""

import logging
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from articles.page_store.answer import Answer, answer_of
from articles.page_store.freshness import Seen
from articles.static_site.address import Address
from articles.static_site.kinds import kind_of
from articles.web.request_visitor import COUNTED_ELSEWHERE, PUBLISHED_AS_FILES
from articles.web.response_headers import Shows

_log = logging.getLogger("django.request")
# Asked for as an address that leads nowhere: what a web server says of every such address.
MISSING_PAGE = "/404.html"


class NotMade(Exception):
    """The site answered with an error; carries its status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the site answered {status}")
        self.status = status


def make(address: Address, seen: Seen) -> Answer | None:
    """Return the answer of an address, None where nothing is there (404). Raises NotMade."""
    is_missing_page = address.path == MISSING_PAGE
    # HEAD: nobody has looked for this page, and unknown addresses are counted.
    method = "HEAD" if is_missing_page else "GET"
    response = _answered(address, method)
    if is_missing_page:
        response = _plain(response, Shows())
    elif response.status_code == 404:
        return None
    answer = answer_of(_plain(response, _shows_of(response, address)), seen)
    if answer is None:
        raise NotMade(response.status_code)
    return answer


def static_headers(path: str) -> list[tuple[str, str]]:
    """Return the headers of a static file. Raises NotMade."""
    response = _answered(Address(path), "HEAD")
    response.close()
    if response.status_code != 200:
        raise NotMade(response.status_code)
    return list(response.items())


def forget_handler() -> None:
    """Let the next answer load the middleware anew."""
    _handler.cache_clear()


def _answered(address: Address, method: str) -> HttpResponseBase:
    """Django's answer. That a page is gone, or that none is there, is no news for the log."""
    _log.addFilter(_is_an_error)
    try:
        return _handler().get_response(WSGIRequest(_environ(address, method)))
    finally:
        _log.removeFilter(_is_an_error)


def _is_an_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


def _shows_of(response: HttpResponseBase, address: Address) -> Shows | None:
    """What the answer depends on. The style sheet's is in its address, which the settings give."""
    shows = getattr(response, "shows", None)
    return Shows() if shows is None and kind_of(address.path).name == "style" else shows


def _plain(response: HttpResponseBase, shows: Shows | None) -> HttpResponse:
    """The same answer with its whole body in memory: that of a part of the full text has some
    2.7 MB. The page for unknown addresses counts as found."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    status = 200 if response.status_code == 404 else response.status_code
    plain = HttpResponse(body, status=status)
    plain.headers = response.headers
    plain.cookies = response.cookies
    plain.shows = shows
    return plain


@cache
def _handler() -> WSGIHandler:
    """All of the middleware, and nothing of what begins and ends a request of the server: the
    connection to the database stays open."""
    return WSGIHandler()


def _environ(address: Address, method: str) -> dict[str, Any]:
    """A request to SITE_URL (PEP 3333)."""
    site = urlsplit(settings.SITE_URL)
    port = site.port or (443 if site.scheme == "https" else 80)
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": address.path.encode().decode("latin-1"),
        "QUERY_STRING": address.query,
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        COUNTED_ELSEWHERE: True,
        PUBLISHED_AS_FILES: True,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value if site.scheme == "https" else site.scheme
    return environ
