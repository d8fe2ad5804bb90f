"""Answer to a form of the desk that came without a session, or with the token of the one before.

Django answers the first with the page for signing in, and the second with a refusal; what was
written would be lost both times.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from articles.seo import error_meta, last_known_site
from articles.web.page_response import page
from articles.web.request_visitor import is_same_site
from articles.web.response_headers import PRIVATE
from articles.web.sent_form import sent_values


class SignedOutMiddleware:
    """Gives a form back where the desk would ask who sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        location = response.get("Location", "").partition("?")[0]
        sign_in = reverse("admin:login")
        is_asked = request.method == "POST" and response.status_code == 302
        if is_asked and location == sign_in and request.path != sign_in:
            return given_back(request) or response
        return response


def given_back(request: HttpRequest, *, is_refused: bool = False) -> HttpResponse | None:
    """Return the page that holds what was sent to the desk, so that it can be sent again; None for
    what is no form of the desk, or came from another site. `is_refused`: who sent it is known, and
    has no right to it."""
    is_desk = request.path.startswith(reverse("admin:index"))
    if request.method != "POST" or not is_desk or not is_same_site(request):
        return None
    values = sent_values(request)
    if not any(value.rows for value in values):
        return None
    site = last_known_site()
    title = "Not saved yet"
    context = {
        "title": title,
        "is_refused": is_refused,
        "is_signed_in": request.user.is_authenticated,
        "sign_in": reverse("admin:login"),
        "address": request.get_full_path(),
        "values": values,
        "files": [file.name for file in request.FILES.values()],
        "csrf_token": get_token(request),
    }
    meta = error_meta(title, site=site)
    response = page("signed_out.html", context, site=site, meta=meta, status=403)
    response["Cache-Control"] = PRIVATE
    return response
