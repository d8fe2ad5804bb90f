"""Checks while an article is written: the list that a script asks for, and what is ignored."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles.admin.articles.written_form import (
    Written,
    read_written,
    rendered,
    require_writer,
)
from articles.admin.base.field_changes import label_of
from articles.admin.base.lookup_guards import read_number
from articles.admin.base.request_throttle import throttled
from articles.auditing import ignored_checks
from articles.auditing.article_checks import Checked, Report, check
from articles.auditing.ignored_checks import CHECKED_KINDS, Words
from articles.auditing.same_question import Asked, asked_already
from articles.auditing.text_links import audit_text_links_of
from articles.core.article_content import FIELDS, ArticleContent
from articles.core.text.problem_kinds import KINDS, Problem
from articles.models import Article
from articles.rights import may_write

# A question is looked for once, however often its answer is changed meanwhile.
_ASKED_SECONDS = 60.0
_MOST_ASKED = 200
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A problem as the list prints it. `start` and `end` are its range in the form's field, in
    UTF-16 units, None where there is none; `asked` the article that asks the same question."""

    kind: str
    label: str
    advice: str
    severity: str
    field: str
    where: str
    words: str
    start: int | None
    end: int | None
    asked: Asked | None

    @property
    def as_json(self) -> str:
        """What the list sends to have it ignored, as `sent_words` reads it."""
        return json.dumps(_words_of(self), ensure_ascii=False)


@never_cache
@csrf_protect
@require_POST
@throttled
def checks(request: HttpRequest) -> HttpResponse:
    """Return the list of what is wrong with the posted form, as a piece of HTML."""
    require_writer(request)
    written = read_written(request)
    report = _check(written)
    stored = ignored_checks.ignored_in(written.article) if written.article else ()
    ignored = {*stored, *sent_words(request.POST.getlist("ignored"))}
    lines = [_line(one, written) for one in report]
    shown = [line for line in lines if _words_of(line) not in ignored]
    context = {
        "lines": shown,
        "ignored": [line for line in lines if _words_of(line) in ignored],
        "level": report.level,
        "is_new": written.article is None,
        "may_ignore": request.user.has_perm("articles.change_finding"),
    }
    return render(request, "admin/articles/article/_check_list.html", context)


@never_cache
@csrf_protect
@require_POST
def ignore(request: HttpRequest) -> HttpResponse:
    """Ignore a problem of an article for as long as its words stay, or (`again`) no longer."""
    require_writer(request)
    if not request.user.has_perm("articles.change_finding"):
        raise PermissionDenied
    number = read_number(request.POST.get("article", ""))
    words = sent_words([request.POST.get("words", "")])
    if number is None or not words:
        return HttpResponseBadRequest("No article, or no problem of one.")
    article = get_object_or_404(Article.objects.select_related("subject"), pk=number)
    if not may_write(request.user, article):
        raise PermissionDenied
    is_ignored = "again" not in request.POST
    (ignored_checks.ignore if is_ignored else ignored_checks.look_again)(article, words)
    return JsonResponse({"ignored": is_ignored})


def follow_save(request: HttpRequest, before: ArticleContent | None, article: Article) -> None:
    """Look at the links of a text that was saved over `before` (None: a new article), and remember
    what was ignored while a new one was written, now that it is there. No query where the answer
    stays as it was, and two where it has and had no link."""
    if before is None or before.answer != article.answer:
        audit_text_links_of([article.pk])
    words = sent_words(request.POST.getlist("ignored"))
    if words and request.user.has_perm("articles.change_finding"):
        ignored_checks.ignore(article, words)


def sent_words(sent: Iterable[str]) -> list[Words]:
    """`['["cut-off", "answer", "and the"]']` -> `[("cut-off", "answer", "and the")]`; what is no
    such list is left out."""
    found: list[Words] = []
    for text in sent:
        try:
            values = json.loads(text)
        except ValueError:
            continue
        if _are_words(values):
            found.append(tuple(values))
    return found


def _are_words(values: object) -> bool:
    if not (isinstance(values, list) and len(values) == 3):
        return False
    if not all(isinstance(value, str) and "\0" not in value for value in values):
        return False
    kind, field, words = values
    return kind in CHECKED_KINDS and field in FIELDS and len(words) <= _LONGEST_WORDS


def _check(written: Written) -> Report:
    """The question is looked for where it is a new one alone: nobody who mends an old answer wants
    to hear what else is like its question."""
    article, content = written.article, written.content
    is_new = article is None or article.title != content.title
    asked = _asked(content.title, article and article.pk) if is_new else ()
    return check(content, asked=asked, rendered=rendered(content.answer))


_known: dict[tuple[str, int | None], tuple[float, Sequence[Asked]]] = {}
_lock = Lock()


def _asked(title: str, but_for: int | None) -> Sequence[Asked]:
    """Who asks the question already, as it was known at most a minute ago."""
    key, now = (title, but_for), time.monotonic()
    with _lock:
        known = _known.get(key)
    if known and now - known[0] < _ASKED_SECONDS:
        return known[1]
    asked = asked_already(title, but_for=but_for) if title.strip() else ()
    with _lock:
        _known.pop(key, None)
        _known[key] = now, asked
        while len(_known) > _MOST_ASKED:
            del _known[next(iter(_known))]
    return asked


def _line(checked: Checked, written: Written) -> CheckLine:
    problem, place = checked.problem, checked.place
    kind = KINDS[problem.kind]
    text = getattr(written.content, problem.field)
    place = place.in_utf16(text) if place and isinstance(text, str) else None
    return CheckLine(
        kind=problem.kind,
        label=kind.label,
        advice=kind.advice,
        severity=kind.severity,
        field=problem.field,
        where=_where(problem),
        words=problem.detail,
        start=place and place.start,
        end=place and place.end,
        asked=checked.asked,
    )


def _where(problem: Problem) -> str:
    name = label_of([problem.field])
    return f"{name}, line {problem.line}" if problem.line else name


def _words_of(line: CheckLine) -> Words:
    return line.kind, line.field, line.words
