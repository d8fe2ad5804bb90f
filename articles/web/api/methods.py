"""Methods of the API: GET, HEAD and OPTIONS, with the headers of every answer."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from articles.web.api.problems import problem
from articles.web.cors import SERVICE_LINKS, open_to_programs, preflight
from articles.web.response_headers import Shows, public

_METHODS = "GET, HEAD, OPTIONS"


def for_programs(
    view: Callable[..., HttpResponse], *, shows: Shows | None = None
) -> Callable[..., HttpResponse]:
    """Give a view that answers GET the API's headers, HEAD, OPTIONS and CORS, and refuse every
    other method with 405. `shows`: what its answer without a query depends on."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight(request, methods=_METHODS)
        if request.method not in {"GET", "HEAD"}:
            response = problem(405, "The API is for reading: GET, HEAD and OPTIONS.")
            response["Allow"] = _METHODS
        else:
            response = _get(view, request, *args, **kwargs)
        links = tuple(filter(None, (response.get("Link"), *SERVICE_LINKS)))
        if response.status_code < 500:  # else it says itself that nobody may keep it
            response = public(response, shows=shows)
        return open_to_programs(request, response, links=links)

    answer.csrf_exempt = True  # nothing can be written
    return answer


def _get(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponse:
    """Ask a view that knows GET alone; the server drops the body of an answer to HEAD."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method
