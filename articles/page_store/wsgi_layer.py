"""WSGI application in front of Django that answers from the store (PEP 3333).

What varies, and what does not:

- GET and HEAD alone are answered, whatever their Range (a server may ignore it: RFC 9110, 14.2),
  and fill the store: a HEAD has the headers of the GET. The rest is Django's.
- A request with the desk's session or with Authorization goes to Django, and so does every preview.
  Other cookies change nothing.
- A query string changes nothing, except where the answer says so (a redirect hands it on).
- Accept-Encoding chooses between brotli (from the second request on), gzip and the plain body.
- A host that ALLOWED_HOSTS does not name, and a scheme that Django would redirect, are Django's.
- An answer is kept only if it says what it shows (`response_headers.public`).

What it answers is counted here, by the kind of the page (`articles.watching`), and only where
somebody may read the metrics.

A body is a list, which granian hands on at once; of any other iterable it reads a part at a time,
each through a channel, and other threads take the interpreter meanwhile.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse

from articles.audience.count_flusher import count_redirect
from articles.page_store.answer import Answer, answer_of
from articles.page_store.freshness import NUMBERS_SEEN, STAND_IN, Freshness, Unprovable
from articles.page_store.memory import Memory
from articles.page_store.shared_store import open_shared
from articles.watching.cells import MADE, STORED, number_of_kind
from articles.watching.counting import current_cells
from articles.watching.middleware import COUNTED_OUTSIDE
from articles.watching.page_kinds import OTHER
from articles.watching.request_context import answering
from articles.web.reading_counts import count_reading
from articles.web.request_visitor import (
    ASKED_FOR_HEADERS,
    COUNTED_ELSEWHERE,
    has_session,
    opens_page,
)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_MEGABYTE = 1_000_000
_CONDITIONS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH")
# Asked for without what a stored answer must not depend on.
_LEFT_OUT = ("HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "HTTP_RANGE", *_CONDITIONS)
_NOT_MODIFIED = "304 Not Modified"


class StoredAnswers:
    """Answers what is stored, and has Django make and stores what is not."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.memory = Memory(settings.PAGE_MEMORY_MB * _MEGABYTE)
        # Misspelt addresses have no end: they must not push out the pages.
        self.moved = Memory(settings.PAGE_MEMORY_MB * _MEGABYTE // 16)
        self.freshness = Freshness()
        self.shared = open_shared()
        self._making: dict[str, Lock] = {}
        self._making_lock = Lock()
        self._foreign = _foreign_paths()
        self._subjects = reverse("api:subjects")
        self._redirects_to_https = settings.SECURE_SSL_REDIRECT
        cells = current_cells()
        self._count = cells.add_request if cells else None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter() if self._count else 0.0
        path = environ.get("PATH_INFO", "")
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"} or not self._is_public(environ, path):
            return self.django(environ, start_response)
        source = STORED
        try:
            answer = self._stored(path)
            if answer is None:
                made, source = self._make(environ, path)
                if not isinstance(made, Answer):
                    return self._pass_on(made, environ, start_response, began)
                answer = made
            elif answer.brotli is None and answer.wants_brotli(
                environ.get("HTTP_ACCEPT_ENCODING", "")
            ):
                answer = answer.with_brotli()
                self.memory.put(path, answer)
        except Unprovable:
            return self._unproved(environ, path, start_response)
        if answer.shows.keeps_query and environ.get("QUERY_STRING"):
            return self.django(environ, start_response)
        status, body = self._give(answer, environ, start_response)
        if self._count:
            self._count(answer.kind, source, status, perf_counter() - began)
        return body

    def _is_public(self, environ: Environ, path: str) -> bool:
        return (
            (not path.startswith(self._foreign) or path == self._subjects)
            and "HTTP_AUTHORIZATION" not in environ
            and not has_session(environ.get("HTTP_COOKIE", ""))
            and _is_our_host(environ.get("HTTP_HOST", ""))
            and (not self._redirects_to_https or _is_secure(environ))
        )

    def _stored(self, path: str) -> Answer | None:
        seen = self.freshness.look()
        for memory in (self.memory, self.moved):
            if answer := memory.get(path):
                if answer.seen == seen:
                    return answer
                if self.freshness.is_good(answer.shows, answer.seen):
                    # As good as one made now: the next to ask sees it by one comparison.
                    memory.put(path, replace(answer, seen=seen))
                    return answer
                memory.drop(path)
        return None

    def _make(
        self, environ: Environ, path: str
    ) -> tuple[Answer | tuple[HttpResponseBase, str, list], int]:
        """Have Django make the answer; whoever else wants it meanwhile waits for this one. Return
        it with STORED or MADE."""
        with self._making_lock:
            lock = self._making.setdefault(path, Lock())
        with lock, answering(environ) as current:
            try:
                if answer := self._stored(path) or self._shared(path):
                    return answer, STORED
                # Before it is made: what is numbered meanwhile may be in it, or may not.
                seen = self.freshness.look()
                plain = {key: value for key, value in environ.items() if key not in _LEFT_OUT}
                plain |= {"QUERY_STRING": "", COUNTED_ELSEWHERE: True, "REQUEST_METHOD": "GET"}
                plain[NUMBERS_SEEN] = seen.change, seen.stamp
                plain[STAND_IN] = self.freshness.stand_in
                plain |= {ASKED_FOR_HEADERS: environ["REQUEST_METHOD"] == "HEAD"}
                plain |= {COUNTED_OUTSIDE: True, "HTTP_X_REQUEST_ID": current.id}
                started: list[Any] = []
                response = self.django(plain, lambda *arguments: started.extend(arguments[:2]))
                answer = answer_of(response, seen)
                if answer is None:
                    return (response, *started), MADE
                response.close()
                (self.memory if answer.is_page else self.moved).put(path, answer)
                if self.shared and answer.is_page:
                    self.shared.put(path, answer)
                return answer, MADE
            finally:
                with self._making_lock:
                    self._making.pop(path, None)

    def _unproved(
        self, environ: Environ, path: str, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Have Django answer. Where it has no database either, what is stored is given as it was
        when that was last known to be good: better than nothing, to a reader, and to no cache, for
        another machine may have told a CDN already of what has changed since."""
        kept = self.memory.get(path) or self.moved.get(path)
        has_query = kept and kept.shows.keeps_query and environ.get("QUERY_STRING")
        if not kept or has_query or not self.freshness.is_good(kept.shows, kept.seen):
            return self.django(environ, start_response)
        started: list[Any] = []
        response = self.django(environ, lambda *arguments: started.extend(arguments[:2]))
        if response.status_code != 503:
            start_response(*started)
            return response
        response.close()
        # No 304: a cache that holds the page would keep those headers that a 304 lacks (RFC 9111,
        # 3.2), and what they allow.
        plain = {key: value for key, value in environ.items() if key not in _CONDITIONS}
        return self._give(kept.kept_by_nobody(), plain, start_response)[1]

    def _shared(self, path: str) -> Answer | None:
        """Take from the shared store what another process has made, if it is still good."""
        answer = self.shared.get(path) if self.shared else None
        if answer is None:
            return None
        seen = self.freshness.look()
        if not self.freshness.is_unchanged(answer.shows, answer.seen):
            return None
        answer = replace(answer, seen=seen)
        self.memory.put(path, answer)
        return answer

    def _pass_on(
        self,
        made: tuple[HttpResponseBase, str, list],
        environ: Environ,
        start_response: StartResponse,
        began: float,
    ) -> Iterable[bytes]:
        """Give what Django made and cannot be kept. It was asked for in a plain way: a page that
        is there is asked for again as the visitor did."""
        response, status, headers = made
        if response.status_code == 200:
            response.close()
            return self.django(environ, start_response)
        if self._count:
            kind = number_of_kind(getattr(response, "page_kind", OTHER))
            self._count(kind, MADE, response.status_code, perf_counter() - began)
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            response.close()
            return [b""]
        return response

    def _give(
        self, answer: Answer, environ: Environ, start_response: StartResponse
    ) -> tuple[int, Iterable[bytes]]:
        """Begin the response; return its status and its body."""
        shows = answer.shows
        if shows.is_view and shows.article is not None and opens_page(environ):
            count_reading(shows.article, environ)
        elif shows.redirect is not None:
            count_redirect(shows.redirect)
        variant = answer.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
        none_match = environ.get("HTTP_IF_NONE_MATCH", "")
        since = environ.get("HTTP_IF_MODIFIED_SINCE", "")
        if (none_match or since) and answer.is_held(variant, none_match, since):
            start_response(_NOT_MODIFIED, variant.headers_304)
            return 304, [b""]
        start_response(answer.status, variant.headers)
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        return answer.code, [b"" if is_head else answer.body_of(variant)]


def _foreign_paths() -> tuple[str, ...]:
    """The beginnings of the addresses that are never stored."""
    names = ("admin:index", "api:root", "search", "healthz", "readyz", "metrics")
    return (
        settings.STATIC_URL,
        settings.MEDIA_URL,
        *(reverse(name) for name in names),
        *(
            f"{get_script_prefix()}{folder}"
            for folder in ("api", "feedback/", "cards/", "llms-full-", "preview/")
        ),
    )


def _is_secure(environ: Environ) -> bool:
    """As HttpRequest.scheme."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        said = environ.get(name)
        if said is not None:
            return said.split(",", 1)[0].strip() == value
    return environ.get("wsgi.url_scheme") == "https"


@lru_cache(maxsize=64)
def _is_our_host(host: str) -> bool:
    domain, _ = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or (
        [".localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else []
    )
    return bool(domain) and validate_host(domain, allowed)
