"""Feedback form below every article, and the page to report an error; without account, cookie or
script.

The page with the form is the same for everybody and may be cached, so it holds no CSRF token;
`request_visitor.is_same_site` checks the origin instead.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.audience.client_address import address_of
from articles.audience.feedback import NoArticle, NoteTooLong, TooOften, clean_note
from articles.audience.vote_queue import Busy, take_vote
from articles.models import Article
from articles.models.feedback import MOST_NOTE_CHARACTERS
from articles.seo import current_site, error_meta
from articles.web.article_links import LINK_COLUMNS, link_to
from articles.web.page_response import page
from articles.web.request_visitor import is_plain_form, is_same_site
from articles.web.response_headers import PRIVATE

_VOTES = {"yes": True, "no": False}
# A field that no person sees: who fills it in fills in everything.
_TRAP = "website"


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
    if not is_plain_form(request):
        return _refuse(article, 400, "This form was not sent as a browser sends it.")
    vote = request.POST.get("helpful", "")
    note = request.POST.get("note", "")
    if vote not in _VOTES:
        return _refuse(article, 400, "Choose “Yes” or “No”, please.", note=note)
    try:
        note = clean_note(note)
    except NoteTooLong as error:
        return _refuse(article, 400, _too_long(error), vote=vote, note=note)
    if request.POST.get(_TRAP):
        return _thank(key, vote=vote, note=note, is_counted=True)
    return _take(request, article, vote=vote, note=note)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: int) -> HttpResponse:
    """The page on which an error in an article is reported, of which one query is asked; and the
    report, which is a note to editors and no vote. Refused as a vote is."""
    article = _article(key)
    if request.method != "POST":
        return _report_page(article)
    if not is_same_site(request):
        return _report_page(article, 403, "This form can be sent from its own page alone.")
    if not is_plain_form(request):
        return _report_page(article, 400, "This form was not sent as a browser sends it.")
    note = request.POST.get("note", "")
    try:
        note = clean_note(note)
    except NoteTooLong as error:
        return _report_page(article, 400, _too_long(error), note)
    if not note:
        return _report_page(article, 400, "Say what is wrong, please.")
    if request.POST.get(_TRAP):
        return _thanks_for_report(key)
    return _taken_or_refused(
        request,
        article,
        is_helpful=None,
        note=note,
        thank=lambda is_counted: _thanks_for_report(key),
        refuse=lambda status, sentence: _report_page(article, status, sentence, note),
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
        "is_waiting": request.GET.get("counted") == "later",
        "is_report": request.GET.get("report") == "1",
        "most_characters": MOST_NOTE_CHARACTERS,
    }
    meta = error_meta("Thank you", site=site)
    return _private(page("feedback_thanks.html", context, site=site, meta=meta))


def _take(request: HttpRequest, article: Article, *, vote: str, note: str) -> HttpResponse:
    """Hand the vote over; returns the way to the thanks, or the page that says why not."""
    return _taken_or_refused(
        request,
        article,
        is_helpful=_VOTES[vote],
        note=note,
        thank=partial(_thank, article.pk, vote=vote, note=note),
        refuse=lambda status, sentence: _refuse(article, status, sentence, vote=vote, note=note),
    )


def _taken_or_refused(
    request: HttpRequest,
    article: Article,
    *,
    is_helpful: bool | None,
    note: str,
    thank: Callable[..., HttpResponse],
    refuse: Callable[[int, str], HttpResponse],
) -> HttpResponse:
    """Hand over what was sent; `thank` and `refuse` make the answers."""
    try:
        is_counted = take_vote(
            article.pk, is_helpful=is_helpful, note=note, address=address_of(request)
        )
    except TooOften as error:
        text = (
            "Many answers came from your connection, or to this page, in a short time. Yours was"
            " not taken; please try again later."
        )
        response = refuse(429, text)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    except NoArticle:
        raise Http404 from None
    except Busy:
        text = "The library is busy, and your answer was not taken. Please try again in a minute."
        response = refuse(503, text)
        response["Retry-After"] = "60"
        return response
    return thank(is_counted=is_counted)


def _too_long(error: NoteTooLong) -> str:
    return f"A note has at most {MOST_NOTE_CHARACTERS:,} characters; yours has {error.length:,}."


def _report_page(
    article: Article, status: int = 200, sentence: str = "", note: str = ""
) -> HttpResponse:
    """The form, with the reason where what was sent was not taken, and with what was typed."""
    site = current_site()
    context = {
        "article": link_to(article),
        "key": article.pk,
        "sentence": sentence,
        "note": note,
        "most_characters": MOST_NOTE_CHARACTERS,
    }
    meta = error_meta("Report an error", site=site)
    return _private(page("error_report.html", context, site=site, meta=meta, status=status))


def _thank(key: int, *, vote: str, note: str, is_counted: bool) -> HttpResponse:
    """The way to the thanks, which offer a note to who sent none."""
    query = ([] if note else [("helpful", vote)]) + ([] if is_counted else [("counted", "later")])
    address = reverse("feedback_thanks", args=[key]) + (f"?{urlencode(query)}" if query else "")
    return _private(HttpResponseRedirect(address, status=303))


def _thanks_for_report(key: int) -> HttpResponse:
    address = f"{reverse('feedback_thanks', args=[key])}?report=1"
    return _private(HttpResponseRedirect(address, status=303))


def _article(key: int) -> Article:
    """The live article, with what a link to it needs; 404 where there is none."""
    articles = Article.objects.live().select_related("subject").only(*LINK_COLUMNS)
    article = articles.filter(pk=key).first()
    if article is None:
        raise Http404
    return article


def _refuse(
    article: Article, status: int, sentence: str, *, vote: str = "", note: str = ""
) -> HttpResponse:
    """Say why nothing was taken. Where there was a vote or a note, the page has a form with both,
    so that they can be sent again as they are."""
    site = current_site()
    context = {
        "article": link_to(article),
        "key": article.pk,
        "code": status,
        "sentence": sentence,
        "vote": vote,
        "note": note,
        "most_characters": MOST_NOTE_CHARACTERS,
    }
    meta = error_meta("Your answer was not taken", site=site)
    return _private(page("feedback_refused.html", context, site=site, meta=meta, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept nor indexed."""
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex"
    return response
