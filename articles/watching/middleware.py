"""Middleware, outermost of all: names the request in the log, and counts what Django makes."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.watching.cells import MADE, number_of_kind
from articles.watching.counting import current_cells
from articles.watching.page_kinds import NOWHERE, STATIC, kind_of_view
from articles.watching.request_context import answering, current_request

# In the environment of a request that is counted by whoever asks (articles.page_store).
COUNTED_OUTSIDE = "qtsite.request_counted_outside"


class WatchMiddleware:
    """`response.page_kind` is the kind of the page, for who stores the answer. X-Request-Id goes
    back with what is nobody else's: an answer that others may be given again would name a request
    that is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._static_url = settings.STATIC_URL

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        with answering(request.META) as current:
            if request.path_info.startswith(self._static_url):
                current.kind = STATIC
            response = self.get_response(request)
            if response.status_code in {301, 404, 410} and not request.resolver_match:
                current.kind = NOWHERE
            response.page_kind = current.kind
            if "public" not in response.get("Cache-Control", ""):
                response.headers["X-Request-Id"] = current.id
        if COUNTED_OUTSIDE not in request.META and (cells := current_cells()):
            kind = number_of_kind(current.kind)
            cells.add_request(kind, MADE, response.status_code, perf_counter() - began)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        match, current = request.resolver_match, current_request()
        if match and current:
            current.kind = kind_of_view(match.namespace, match.url_name)
