"""Answer to a request that the database refused: 503, a sentence, and what was sent to the desk.

The desk shows its own forms again where the database can still be read
(`articles/admin/base/refused_save.py`). This is for everything else: a database that does not
answer at all, so that neither session nor user is known, buttons, and readers' pages.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from articles.database.patience import waiting_at_most
from articles.database.refusal import Refusal, refusal_of
from articles.seo import error_meta, last_known_site
from articles.web.page_response import page
from articles.web.response_headers import PRIVATE
from articles.web.sent_form import sent_values

logger = logging.getLogger(__name__)


class DatabaseRefusalMiddleware:
    """Limits how long a request waits for locks, and answers 503 where the database refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with waiting_at_most(settings.DATABASE_LOCK_SECONDS, most=settings.DATABASE_MOST_WAITING):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = refusal_of(error)
        if refusal is None:
            return None
        logger.warning("the database refused %s %s: %s", request.method, request.path, error)
        return refused(request, refusal)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page, with its `refusal`; it asks no database.

    Only what came through the CSRF check comes back, so that no other site can put words on a page
    of this one: the desk's forms. It is given to whoever sent it, and kept nowhere.
    """
    is_kept = request.method == "POST" and request.path.startswith(reverse("admin:index"))
    values = sent_values(request) if is_kept else []
    site = last_known_site()
    title = "Not saved" if request.method == "POST" else "Not available for the moment"
    context = {
        "title": title,
        "is_post": request.method == "POST",
        "refusal": refusal,
        "address": request.get_full_path(),
        "values": values,
        "files": [file.name for file in request.FILES.values()] if values else [],
        "csrf_token": get_token(request) if values else "",
    }
    meta = error_meta(title, site=site)
    response = page("503.html", context, site=site, meta=meta, status=503)
    response.refusal = refusal
    response["Cache-Control"] = PRIVATE
    response["Retry-After"] = str(refusal.retry_after_seconds)
    return response
