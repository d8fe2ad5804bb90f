"""Link to the next page of an API list."""

from django.http import HttpRequest, HttpResponse

from articles.seo import current_site


def with_cursor(request: HttpRequest, cursor: str) -> str:
    """Return the absolute URL of the same list, with the same filters, from a cursor on."""
    return with_parameter(request, "cursor", cursor)


def with_parameter(request: HttpRequest, name: str, value: str | int) -> str:
    """Return the absolute URL of the request with one of its parameters changed."""
    query = request.GET.copy()
    query[name] = str(value)
    return current_site().absolute(f"{request.path}?{query.urlencode()}")


def link_to_next(response: HttpResponse, url: str) -> None:
    """Name the next page in the Link header, too (RFC 8288): a client need not read the body."""
    response["Link"] = f'<{url}>; rel="next"'
