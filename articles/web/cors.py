"""CORS: what scripts of other sites may read, with the headers of every answer for programs."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe

from articles.web.response_headers import A_DAY, public

# RFC 8631: where the API is described, for programs and for people.
SERVICE_LINKS = (
    '</api/v1/openapi.json>; rel="service-desc"; type="application/vnd.oai.openapi+json"',
    '</api>; rel="service-doc"; type="text/html"',
)
# What a script of another site may send besides what it always may (Fetch Standard, CORS-safelisted
# request-headers).
_REQUEST_HEADERS = "If-None-Match, If-Modified-Since"


def open_to_programs(
    request: HttpRequest, response: HttpResponseBase, *, links: tuple[str, ...] = ()
) -> HttpResponseBase:
    """Return the answer so that scripts of any site can read it (Fetch Standard, CORS protocol;
    never with cookies, of which none is asked for), kept out of search engines, which list the
    page instead; or a 304 for whoever has it.

    `links` are values of the Link header (RFC 8288). The 304 is decided here and not by
    ConditionalGetMiddleware, which leaves these headers out: a script that asks by If-None-Match
    itself may not even see a 304 without them, and a cache would put others in their place.
    """
    if response.status_code == 200:
        if "ETag" not in response:
            set_response_etag(response)
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        response = get_conditional_response(request, response.get("ETag"), changed, response)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    if links:
        response["Link"] = ", ".join(links)
    return response


def preflight(request: HttpRequest, *, methods: str) -> HttpResponseBase:
    """Return the answer to OPTIONS, a script's preflight or anybody's question of what can be done
    here. `methods` as they stand in the header: "GET, HEAD"."""
    response = HttpResponse(status=204)
    response["Allow"] = methods
    open_to_programs(request, response)
    response["Access-Control-Allow-Methods"] = methods
    response["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
    response["Access-Control-Max-Age"] = "86400"
    return public(response, keep=A_DAY)
