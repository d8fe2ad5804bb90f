"""Form "Tell us what you looked for" below the results of a search, without account, cookie or
script; taken as the form below an article is (`articles/web/feedback_form.py`)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.audience.client_address import address_of
from articles.audience.count_flusher import keep_search_note
from articles.audience.feedback import NoteTooLong, TooOften
from articles.audience.search_notes import NothingWritten
from articles.models.reader_search import MOST_SEARCH_NOTE_CHARACTERS
from articles.seo import current_site, error_meta
from articles.web.page_response import page
from articles.web.request_visitor import is_plain_form, is_same_site
from articles.web.response_headers import PRIVATE
from articles.web.search_page import typed_text
from articles.web.search_results import address_of_results

# A field that no person sees: who fills it in fills in everything.
_TRAP = "website"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """Take what a reader missed and go on to the thanks (303); whoever only asks for the address is
    led to the search. A refusal has its reason in a sentence: 400, 403, 429."""
    if request.method != "POST":
        return _private(HttpResponseRedirect(reverse("search")))
    if not is_same_site(request):
        return _refuse(403, "This form can be sent from the page of results alone.")
    if not is_plain_form(request):
        return _refuse(400, "This form was not sent as a browser sends it.")
    typed, text = typed_text(request.POST.get("q", "")), request.POST.get("note", "")
    try:
        if not request.POST.get(_TRAP):
            keep_search_note(typed, text, address_of(request))
    except NothingWritten:
        return _refuse(400, "Write what you looked for, please.", typed=typed)
    except NoteTooLong as error:
        sentence = (
            f"A note has at most {MOST_SEARCH_NOTE_CHARACTERS:,} characters;"
            f" yours has {error.length:,}."
        )
        return _refuse(400, sentence, typed=typed, text=text)
    except TooOften as error:
        sentence = (
            "Many notes came from your connection, or to this site, in a short time. Yours was not"
            " taken; please try again later."
        )
        response = _refuse(429, sentence, typed=typed, text=text)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    address = f"{reverse('search_note_thanks')}?{urlencode({'q': typed})}"
    return _private(HttpResponseRedirect(address, status=303))


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank, and lead back to the search; no query."""
    typed = typed_text(request.GET.get("q", ""))
    site = current_site()
    context = {"query": typed, "back": address_of_results(typed) if typed else reverse("search")}
    meta = error_meta("Thank you", site=site)
    return _private(page("search_note_thanks.html", context, site=site, meta=meta))


def _refuse(status: int, sentence: str, *, typed: str = "", text: str = "") -> HttpResponse:
    """Say why nothing was taken, with a form that holds what was written."""
    site = current_site()
    context = {
        "code": status,
        "sentence": sentence,
        "query": typed,
        "note": text,
        "is_offered": status != 403,
        "back": address_of_results(typed) if typed else reverse("search"),
        "most_note_characters": MOST_SEARCH_NOTE_CHARACTERS,
    }
    meta = error_meta("Your note was not taken", site=site)
    return _private(page("search_note_refused.html", context, site=site, meta=meta, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept nor indexed."""
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex"
    return response
