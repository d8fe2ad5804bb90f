"""Conditional requests (RFC 9110, section 13), of HEAD as of GET.

Django gives a HEAD no entity tag: it holds the body of every answer to one for empty. Here it is
not, for a view answers HEAD as GET and the server drops the body; so that an answer to HEAD has the
headers of the GET (RFC 9110, section 9.3.2).
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware


class ConditionalRequestMiddleware(ConditionalGetMiddleware):
    """Adds an entity tag, and answers 304 to whoever holds the page, by GET and by HEAD."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method != "HEAD" or response.streaming:
            return super().process_response(request, response)
        request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = "HEAD"
