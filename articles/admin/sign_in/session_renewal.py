"""Sessions of the desk end some time after their last use, not after the signing in; once an hour
they are noted in the list of somebody's sessions."""

from collections.abc import Callable
from contextlib import suppress
from time import time

from django.contrib.auth import SESSION_KEY
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.accounts.second_factor import look_again
from articles.admin.base.noted_session import note_session

# Renewed at most so often: each renewal is a write.
_RENEWED_AFTER_SECONDS = 3_600
_RENEWED_AT = "renewed_at"


class SessionRenewalMiddleware:
    """Lets the session of who works in the desk begin anew (SESSION_COOKIE_AGE)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._desk = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self._desk):
            # Where the database refuses the view says so, with what was sent.
            with suppress(Error):
                self._renew(request)
        return self.get_response(request)

    def _renew(self, request: HttpRequest) -> None:
        if SESSION_KEY in request.session:
            signed_in = request.user.last_login if request.user.is_authenticated else None
            begun = int(signed_in.timestamp()) if signed_in else 0
            now = int(time())
            # Either way: the clock may have been set back since.
            if abs(now - request.session.get(_RENEWED_AT, begun)) > _RENEWED_AFTER_SECONDS:
                if request.user.is_authenticated:
                    look_again(request.session, request.user)
                    note_session(request)
                request.session[_RENEWED_AT] = now
