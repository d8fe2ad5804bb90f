"""Feedback form below every article, without account, cookie or script.

The page with the form is the same for everybody and may be cached, so it holds no CSRF token;
`request_visitor.is_same_site` checks the origin instead.
"""

from datetime import UTC, datetime

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.audience.client_address import address_of
from articles.audience.feedback import NoArticle, NoteTooLong, TooOften, clean_note, record
from articles.audience.visitor_hash import visitor_hash
from articles.models import Article
from articles.models.feedback import MOST_NOTE_CHARACTERS
from articles.seo import current_site, error_meta
from articles.web.article_links import LINK_COLUMNS, link_to
from articles.web.page_response import page
from articles.web.request_visitor import is_same_site
from articles.web.response_headers import PRIVATE

_VOTES = {"yes": True, "no": False}
# A field that no person sees: who fills it in fills in everything.
_TRAP = "website"
# A note of a thousand characters, each percent-encoded.
_MOST_BYTES = 16_384


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, key: int) -> HttpResponse:
    """Take a vote and go on to the thanks (303); whoever only asks for the address is led back to
    the article. A refusal has its reason in a sentence: 400, 403, 429, 503."""
    article = _article(key)
    if request.method != "POST":
        return _private(HttpResponseRedirect(article.get_absolute_url()))
    if not is_same_site(request):
        return _refuse(article, 403, "This form can be sent from the page of the article alone.")
    if not _is_a_plain_form(request):
        return _refuse(article, 400, "This form was not sent as a browser sends it.")
    vote = request.POST.get("helpful", "")
    if vote not in _VOTES:
        return _refuse(article, 400, "Choose “Yes” or “No”, please.")
    try:
        note = clean_note(request.POST.get("note", ""))
    except NoteTooLong as error:
        text = (
            f"A note has at most {MOST_NOTE_CHARACTERS:,} characters; yours has {error.length:,}."
        )
        return _refuse(article, 400, text)
    if not request.POST.get(_TRAP):
        refusal = _record(request, article, is_helpful=_VOTES[vote], note=note)
        if refusal:
            return refusal
    query = "" if note else f"?helpful={vote}"
    response = HttpResponseRedirect(reverse("feedback_thanks", args=[key]) + query, status=303)
    return _private(response)


def _is_a_plain_form(request: HttpRequest) -> bool:
    """Return whether the body may be read: files would be written to the disk, and Django decodes a
    form by whatever codec it names."""
    return (
        request.content_type == "application/x-www-form-urlencoded"
        and request.content_params.get("charset", "utf-8").lower() == "utf-8"
        and int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES
    )


@require_safe
def thanks(request: HttpRequest, key: int) -> HttpResponse:
    """Thank, offer the note to who left none, and lead back: one query."""
    site = current_site()
    vote = request.GET.get("helpful", "")
    context = {
        "article": link_to(_article(key)),
        "key": key,
        "vote": vote if vote in _VOTES else "",
        "most_characters": MOST_NOTE_CHARACTERS,
    }
    meta = error_meta("Thank you", site=site)
    return _private(page("feedback_thanks.html", context, site=site, meta=meta))


def _record(
    request: HttpRequest, article: Article, *, is_helpful: bool, note: str
) -> HttpResponse | None:
    """Write the vote; returns the page that says why not."""
    try:
        visitor = visitor_hash(address_of(request), datetime.now(UTC).date())
        record(article.pk, is_helpful=is_helpful, note=note, visitor=visitor)
    except TooOften as error:
        response = _refuse(
            article,
            429,
            "Many answers came from your connection, or to this page, in a short time. Yours was"
            " not taken; please try again later.",
        )
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    except NoArticle:
        raise Http404 from None
    except OperationalError:  # SQLite's only writer is an import, for longer than the timeout
        response = _refuse(article, 503, "The library is busy. Please try again in a minute.")
        response["Retry-After"] = "60"
        return response
    return None


def _article(key: int) -> Article:
    """The live article, with what a link to it needs; 404 where there is none."""
    articles = Article.objects.live().select_related("subject").only(*LINK_COLUMNS)
    article = articles.filter(pk=key).first()
    if article is None:
        raise Http404
    return article


def _refuse(article: Article, status: int, sentence: str) -> HttpResponse:
    site = current_site()
    context = {"article": link_to(article), "code": status, "sentence": sentence}
    meta = error_meta("Your answer was not taken", site=site)
    return _private(page("feedback_refused.html", context, site=site, meta=meta, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept nor indexed."""
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex"
    return response
