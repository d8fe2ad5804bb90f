"""Django's middlewares of sessions, users, messages and form tokens, for those who need them.

A reader's page asks for none of the four. They work for the desk, for whoever brings a session's
cookie (staff may look at drafts), and for every request that may change something.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse


def is_for_readers(request: HttpRequest, *, desk: str) -> bool:
    """Return whether nothing can come of a request but a page that is the same for everybody;
    `desk` is the path of the desk."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.path_info.startswith(desk)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


class _ForTheDesk:
    """Leaves a reader's request to what comes next. To be inherited before the middleware."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.desk = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_readers(request, desk=self.desk):
            return self.get_response(request)
        return super().__call__(request)


class DeskSessionMiddleware(_ForTheDesk, SessionMiddleware):
    """`request.session`."""


class DeskCsrfMiddleware(_ForTheDesk, CsrfViewMiddleware):
    """Refuses forms without their token."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if is_for_readers(request, desk=self.desk):
            return None
        return super().process_view(request, *view)


class DeskAuthenticationMiddleware(_ForTheDesk, AuthenticationMiddleware):
    """`request.user`."""


class DeskMessageMiddleware(_ForTheDesk, MessageMiddleware):
    """What the desk says once, on its next page."""
