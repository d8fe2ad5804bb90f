"""Error pages: 400, 403, 404, 410 and 500, with links onward."""

import logging
import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from articles.audience.nearest_articles import nearest
from articles.database.refusal import Refusal, refusal_of
from articles.publishing.effects import ADDRESSES
from articles.seo import current_site, error_meta, last_known_site
from articles.watching.request_context import current_request
from articles.web.article_links import link_to
from articles.web.canonical_address import canonical_path
from articles.web.database_refusal import refused
from articles.web.page_response import page
from articles.web.response_headers import PRIVATE, Shows, public
from articles.web.signed_out import given_back

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: with the subject of the address and the questions nearest to it."""
    return public(_missing(request, "404.html", title="Page not found", status=404))


def gone(request: HttpRequest) -> HttpResponse:
    """410: the page was taken away on purpose, so that crawlers stop asking (RFC 9110, 15.5.11)."""
    response = _missing(request, "410.html", title="This page was withdrawn", status=410)
    return public(response, shows=Shows(names=frozenset({ADDRESSES}), library=True))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but without the right. A form of the desk is given back: the right may have
    been taken away, or the article have moved to another's subject, while somebody wrote."""
    return given_back(request, is_refused=True) or _plain("403.html", title="No access", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was sent without its token: most often a cookie that went missing. One of
    the desk is given back."""
    return given_back(request) or _plain(
        "403_csrf.html", title="The form was not accepted", status=403
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be understood; 503 where the session could not be saved, which
    Django takes for one that somebody else has ended."""
    refusal = _refusal_behind(exception) if isinstance(exception, SessionInterrupted) else None
    if refusal:
        return refused(request, refusal)
    return _plain("400.html", title="The request could not be understood", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks no database; where even the template fails, one sentence is left. It names the
    request as the log does, so that who writes to us can say which it was.

    503 where the database refused outside of a view, as when the session is saved after it.
    """
    refusal = refusal_of(sys.exc_info()[1])
    if refusal:
        return refused(request, refusal)
    current = current_request()
    identifier = current.id if current else ""
    try:
        return _plain("500.html", title="Something went wrong", status=500, identifier=identifier)
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError):
        logger.exception("the page for server errors cannot be rendered")
        return HttpResponse(
            f"Something went wrong. Please try again in a few minutes. {identifier}",
            content_type="text/plain; charset=utf-8",
            status=500,
        )


def _refusal_behind(error: BaseException | None) -> Refusal | None:
    """Return why the database refused, from the first of the errors that led to this one."""
    while error and not refusal_of(error):
        error = error.__context__
    return refusal_of(error)


def _missing(request: HttpRequest, template: str, *, title: str, status: int) -> HttpResponse:
    site = current_site()
    found = nearest(canonical_path(request.path_info))
    links = [link_to(article) for article in found.articles]
    context = {"path": request.path, "subject": found.subject, "nearest": links}
    return page(template, context, site=site, meta=error_meta(title, site=site), status=status)


def _plain(template: str, *, title: str, status: int, **context: object) -> HttpResponse:
    site = last_known_site()
    response = page(template, context, site=site, meta=error_meta(title, site=site), status=status)
    response["Cache-Control"] = PRIVATE
    return response
