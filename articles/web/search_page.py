"""Search results page, and suggestions for the search box."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles.audience.count_flusher import count_search
from articles.models import Subject
from articles.models.reader_search import MOST_SEARCH_NOTE_CHARACTERS
from articles.search import Results, search, suggest
from articles.search.engine import LAST_PAGE
from articles.seo import current_site, search_meta
from articles.web.home_page import subjects_with_counts
from articles.web.page_response import page
from articles.web.request_visitor import is_reader
from articles.web.response_headers import public
from articles.web.search_results import (
    address_of_results,
    correction_of,
    filters_of,
    near_subjects,
    read_results,
    related_to,
)

RESULTS_A_PAGE = 10
# What a search box is given; whatever stands behind it is not looked for.
MAX_CHARACTERS = 300
# They are asked for at each key: a browser may keep them, and so may whatever stands between.
_SUGGESTIONS_KEPT = "public, max-age=300"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The results for `q`, ten a page, of one `subject` if it is named; without words the form and
    the subjects. Whatever is typed is an answer, never an error. It is not for search engines."""
    typed = typed_text(request.GET.get("q", ""))
    subjects = list(Subject.objects.listed())
    wanted = request.GET.get("subject", "")
    subject = next((found for found in subjects if found.slug == wanted), None)
    number = _page_number(request.GET.get("page", ""))
    results = search(typed, subject=subject, limit=RESULTS_A_PAGE, page=number)
    rows = read_results(results)
    if typed and number == 1 and subject is None and is_reader(request):
        is_good = bool(rows) and not results.is_weak
        count_search(typed, results=results.total, is_good=is_good)
    site = current_site()
    context = {
        "query": typed,
        "subject": subject,
        "choices": subjects,
        "number": number,
        "first_place": RESULTS_A_PAGE * (number - 1) + 1,
        "results": rows,
        "total": results.total,
        "is_cut": results.is_cut,
        "is_weak": results.is_weak,
        "filters": [] if subject else filters_of(results, subjects, typed),
        "near": near_subjects(results),
        "related": related_to(results, rows) if _is_last_hope(results, number) else [],
        # Counted only where they are shown: that reads the index of the whole library.
        "subjects": [] if rows else subjects_with_counts(),
        "corrected": correction_of(results, rows, typed),
        "everywhere": address_of_results(typed) if subject else "",
        "previous": address_of_results(typed, subject, number - 1) if number > 1 else "",
        "next": address_of_results(typed, subject, number + 1) if results.has_more else "",
        "max_characters": MAX_CHARACTERS,
        "most_note_characters": MOST_SEARCH_NOTE_CHARACTERS,
    }
    return public(page("search.html", context, site=site, meta=search_meta(typed, site=site)))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"suggestions": [{"title", "path"}]}` for the beginning of a question."""
    typed = request.GET.get("q", "").replace("\0", " ")[:MAX_CHARACTERS]
    found = [{"title": item.title, "path": item.path} for item in suggest(typed)]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return public(response, keep=_SUGGESTIONS_KEPT)


def typed_text(text: str) -> str:
    """Return what was typed as it is looked for: on one line, as long as the box takes."""
    return " ".join(text.replace("\0", " ").split())[:MAX_CHARACTERS].strip()


def _is_last_hope(results: Results, number: int) -> bool:
    """Whether what is related to the best hit may be what was meant: the hits are few, or none of
    them holds much of what was typed."""
    return number == 1 and (results.is_weak or results.total <= 3)


def _page_number(text: str) -> int:
    """The page that is asked for; the first where the text names none."""
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1
