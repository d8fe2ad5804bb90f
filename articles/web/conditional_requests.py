"""Conditional requests (RFC 9110, section 13), of HEAD as of GET.

Django gives a HEAD no entity tag: it holds the body of every answer to one for empty. Here it is
not, for a view answers HEAD as GET and the server drops the body; so that an answer to HEAD has the
headers of the GET (RFC 9110, section 9.3.2).

A date in If-Modified-Since counts only where it is the answer's own Last-Modified (decision 50): a
page that is changed after the clock was set back has an earlier date than the one before, and would
never be sent to who holds that.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.http import parse_http_date_safe


class ConditionalRequestMiddleware(ConditionalGetMiddleware):
    """Adds an entity tag, and answers 304 to whoever holds the page, by GET and by HEAD."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        since = request.headers.get("If-Modified-Since")
        if since and _is_another(since, response.get("Last-Modified", "")):
            del request.META["HTTP_IF_MODIFIED_SINCE"]
        if request.method != "HEAD" or response.streaming:
            return super().process_response(request, response)
        request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = "HEAD"


def _is_another(since: str, modified: str) -> bool:
    return parse_http_date_safe(since) != parse_http_date_safe(modified)
