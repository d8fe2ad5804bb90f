"""Readers' requests read a replica that has all that the primary had when they began.

The proof that a stored answer is good is the primary's highest numbers
(`articles.page_store.freshness`). A page that is made after they were read holds at least what they
number, if it is made from the primary, and also if it is made from a replica that has replayed
them: numbers are visible in their order there, too, for a replica replays commits in theirs. So a
replica is asked for its own highest numbers first, one statement, and one that is behind is passed
over. What a save has changed no reader sees as it was, once the save has returned: neither on a
page, stored or not, nor in the API, whose cursors are numbers.

Requests with the desk's session, or that may write, and previews are the primary's from the start.
A request whose replica fails under it is answered once more, by the primary; one whose primary does
not answer, by a replica in its place (`articles.page_store.stand_in`).
"""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, connection, connections
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse

from articles.database.refusal import Refusal, refusal_of
from articles.database.replica_reads import reading_from, replica_aliases
from articles.database.replica_watch import ReplicaWatch, replica_watch
from articles.page_store.freshness import NUMBERS_SEEN, STAND_IN
from articles.page_store.numbered_tables import HIGHEST
from articles.page_store.stand_in import stand_in
from articles.web.request_visitor import has_session


class _NoPrimary(Exception):
    """The primary does not answer."""


class ReplicaMiddleware:
    """Chooses what a request reads; not used where there are no replicas."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not replica_aliases():
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._of_the_primary = (
            *(reverse(name) for name in ("admin:index", "healthz", "readyz", "metrics")),
            *(f"{get_script_prefix()}{folder}" for folder in ("feedback/", "preview/")),
            settings.STATIC_URL,
            settings.MEDIA_URL,
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch = replica_watch()
        if watch is None or not self._is_readers(request):
            return self.get_response(request)
        alias = request.META.get(STAND_IN)
        with suppress(_NoPrimary):
            if alias is None:
                return self._answer(request, watch)
        needed = request.META.get(NUMBERS_SEEN) or (0, 0)
        if alias is None and (found := stand_in(needed)):
            alias, _ = found
        if alias is None:
            return self.get_response(request)  # the view meets the same, and says it
        with reading_from(alias, stands_in=True):
            return self.get_response(request)

    def _answer(self, request: HttpRequest, watch: ReplicaWatch) -> HttpResponse:
        """The answer of a replica that has all that the primary has, else the primary's. Raises
        _NoPrimary."""
        alias = _choose(watch, request)
        if alias is not None:
            with reading_from(alias) as reading:
                response = self.get_response(request)
            if reading.failure is None and response.status_code != 503:
                return response
            # Not for a query in the way of what the replica replays, nor for a bad value.
            if refusal_of(reading.failure) is Refusal.UNREACHABLE:
                watch.leave_out(alias, reading.failure)
                _close(alias)
        response = self.get_response(request)
        if getattr(response, "refusal", None) is Refusal.UNREACHABLE and watch.usable():
            raise _NoPrimary
        return response

    def _is_readers(self, request: HttpRequest) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and not request.path.startswith(self._of_the_primary)
            and "HTTP_AUTHORIZATION" not in request.META
            and not has_session(request.META.get("HTTP_COOKIE", ""))
        )


def _choose(watch: ReplicaWatch, request: HttpRequest) -> str | None:
    """Return the name of a replica that has what the primary has; None where there is none. Raises
    _NoPrimary where the primary does not say what it has."""
    usable = watch.usable()
    if not usable:
        return None
    try:
        needed = request.META.get(NUMBERS_SEEN) or _highest(connection)
    except Error as error:
        raise _NoPrimary from error
    for alias in usable:
        try:
            has = _highest_on(alias)
        except Error as error:
            watch.leave_out(alias, error)
            _close(alias)
            continue
        watch.note_reader(alias, connections[alias].connection)
        if has[0] >= needed[0] and has[1] >= needed[1]:
            return alias
    return None


def _highest_on(alias: str) -> tuple[int, int]:
    """A connection that the replica's restart has cut is opened anew, once."""
    wrapper = connections[alias]
    if wrapper.connection is not None:
        with suppress(Error):
            return _highest(wrapper)
        wrapper.close()
    return _highest(wrapper)


def _highest(wrapper: object) -> tuple[int, int]:
    with wrapper.cursor() as cursor:
        cursor.execute(HIGHEST)
        change, stamp = cursor.fetchone()
    return change or 0, stamp or 0


def _close(alias: str) -> None:
    with suppress(Error):
        connections[alias].close()
