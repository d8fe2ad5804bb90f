"""What the list of articles is narrowed by: a declaration each (`articles/admin/lists/tokens.py`).
Their keys come from indexes that are there for another purpose, or from small tables."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest

from articles.admin.articles.article_list import review_due
from articles.admin.base.article_addresses import article_at
from articles.admin.base.assigning import NOBODY, assigned_choices, assigned_keys
from articles.admin.base.lookup_guards import read_number
from articles.admin.lists.conditions import Condition, by_column, walked_by
from articles.admin.lists.ranges import by_range, ends_of, moments_of
from articles.admin.lists.tokens import ChoiceToken, DateToken, NumberToken, Refused, TextToken
from articles.admin.queues.finding_kinds import articles_with, kind_label, open_counts
from articles.bulk_runs import MOST_ROWS
from articles.core.text.problem_kinds import KINDS
from articles.database.among import among
from articles.models import (
    Article,
    ArticleAssignment,
    Draft,
    EditorialNote,
    Finding,
    IndexStatus,
    KeptDelivery,
    Readership,
    Related,
    Revision,
    Status,
    Subject,
)
from articles.reviewing.turns import turns_of
from articles.rights import is_within, may_review, subject_keys, within
from articles.search import ids_holding

ANY = "any"
MINE, DUE = "mine", "due"
_KEPT_AS = "_names_of_tokens"
_Values = Sequence[str]


def _names(request: HttpRequest) -> list[tuple[str, int, str]]:
    """(of what, key, name) of the subjects in which a person works and of the editors: one query a
    request, for a page has few to spend."""
    if not hasattr(request, _KEPT_AS):
        subjects = within(request.user, Subject.objects.order_by(), "pk")
        people = get_user_model().objects.filter(is_staff=True).order_by()
        rows = subjects.values_list(Value("subject"), "pk", "name").union(
            people.values_list(Value("editor"), "pk", "username"), all=True
        )
        setattr(request, _KEPT_AS, sorted(rows, key=lambda row: row[2].casefold()))
    return getattr(request, _KEPT_AS)


def subjects_of(request: HttpRequest) -> dict[str, str]:
    """Return {key: name} of the subjects in which a person works."""
    return {str(key): name for kind, key, name in _names(request) if kind == "subject"}


def _editors(request: HttpRequest) -> dict[str, str]:
    return {str(key): name for kind, key, name in _names(request) if kind == "editor"}


def _kinds(request: HttpRequest) -> dict[str, str]:
    counts = open_counts(request.user)
    return {ANY: "Any", **{kind: f"{kind_label(kind)} ({n:,})" for kind, n in counts.items()}}


def _with_finding(values: _Values, request: HttpRequest) -> Condition:
    kinds = None if ANY in values else values
    rows = articles_with(kinds)
    here = Finding.objects.filter(article=OuterRef("pk"), is_dismissed=False)
    here = here if kinds is None else here.filter(walked_by("kind", "in", list(kinds)))
    keys = rows.values_list("article").distinct()
    return Condition(Q(pk__in=rows.values("article")), Exists(here), keys=keys)


def by_article_key(rows: QuerySet, column: str = "article_key") -> Condition:
    """Return the condition that rows of another table, few of them, name an article by its key."""
    keys = rows.order_by().values_list(column).distinct()
    here = rows.order_by().filter(**{column: OuterRef("pk")})
    return Condition(Q(pk__in=rows.order_by().values(column)), Exists(here), keys=keys)


def _mine(request: HttpRequest) -> Condition:
    return by_article_key(turns_of(request.user, may_review=may_review(request.user)))


def _assigned(values: _Values, request: HttpRequest) -> Condition:
    people = assigned_keys(values, request.user)
    rows = ArticleAssignment.objects.all()
    found = by_article_key(rows if people is None else rows.filter(user__in=people))
    if NOBODY not in values:
        return found
    nobody = ~Exists(rows.order_by().filter(article_key=OuterRef("pk")))
    return Condition(Q(nobody) | found.natural, Q(nobody) | Q(found.walked))


def _brought_by(text: str, request: HttpRequest) -> tuple[Condition, str]:
    number = read_number(text)
    if number is None:
        raise Refused("“Made by import” knows no such import: give its number.")
    keys = Article.objects.filter(created_by_run=number).order_by().values_list("pk")
    walked = walked_by("created_by_run", "exact", number)
    return Condition(Q(created_by_run=number), walked, keys=keys), f"number {number}"


def _review(values: _Values, request: HttpRequest) -> Condition:
    conditions = [_mine(request) if value == MINE else _REVIEW[value][1]() for value in values]
    natural = Q()
    for condition in conditions:
        natural |= condition.natural
    keys = conditions[0].keys if len(conditions) == 1 else None
    return Condition(natural, keys=keys)


def _due() -> Condition:
    rows = review_due(Article.objects.order_by())
    return Condition(Q(pk__in=rows.values("pk")), keys=rows.values_list("pk"))


_NOTES = EditorialNote.objects
_REVIEW = {
    MINE: ("Waits for me", _mine),
    "waits": ("In review", lambda: by_article_key(_NOTES.in_review())),
    "returned": (
        "Sent back",
        lambda: by_article_key(_NOTES.turns().filter(kind=EditorialNote.Kind.RETURNED)),
    ),
    "commented": ("With an open comment", lambda: by_article_key(_NOTES.open_comments())),
    DUE: ("Review is due", _due),
}


def _last_by(values: _Values, request: HttpRequest) -> Condition:
    """The newest revision of an article tells who changed it last."""
    later = Revision.objects.filter(
        article_key=OuterRef("article_key"), version__gt=OuterRef("version")
    )
    last = Revision.objects.filter(~Exists(later), actor__in=[int(value) for value in values])
    return by_article_key(last.filter(article__isnull=False))


def _changed(low: date | None, high: date | None) -> Condition:
    # Behind the status, of which there are three, an index has the moment of the last change.
    rows = Article.objects.filter(status__in=Status.values)
    return by_range("content_modified_at", moments_of(low, high), rows)


def _published(low: date | None, high: date | None) -> Condition:
    rows = Article.objects.filter(subject__in=Subject.objects.order_by().values("pk"))
    return by_range("published_on", ends_of(low, high), rows)


def _number(column: str) -> Any:
    def condition(low: int | None, high: int | None) -> Condition:
        return by_range(
            f"readership__{column}", ends_of(low, high), Readership.objects.all(), column
        )

    return condition


def _duplicate_of(text: str, request: HttpRequest) -> tuple[Condition, str]:
    if text == ANY:
        keys = Article.objects.filter(canonical__isnull=False).order_by().values_list("pk")
        walked = walked_by("canonical", "isnull", value=False)
        return Condition(Q(canonical__isnull=False), walked, keys=keys), "any article"
    number = read_number(text)
    found = Article.objects.filter(pk=number).first() if number else article_at(text)
    if found is None or not is_within(request.user, found.subject_id):
        raise Refused(
            "“Duplicate of” knows no such article: give its number or its address, or “any”."
        )
    return by_column(Article, "canonical", "exact", found.pk), found.heading


def _answer(text: str, request: HttpRequest) -> tuple[Condition, str]:
    """Every word, or in quotation marks one behind the other, in the answer alone."""
    is_phrase = len(text) > 2 and text[0] == text[-1] == '"'
    keys = ids_holding(
        text,
        limit=MOST_ROWS + 1,
        subjects=subject_keys(request.user),
        is_phrase=is_phrase,
        is_in_answer=True,
    )
    return by_keys(keys), text


def by_keys(keys: Sequence[int]) -> Condition:
    """Return the condition that a row's key is one of some, read beforehand."""
    return Condition(Q(among("pk", keys)), keys=keys, is_cut=len(keys) > MOST_ROWS)


def _waited_for(values: _Values, request: HttpRequest) -> Condition:
    return by_keys([row["key"] for row in KeptDelivery.objects.waiting().article_keys()])


TOKENS = (
    ChoiceToken(
        name="subject",
        label="Subject",
        aliases=("subject__id__exact", "subject__exact"),
        choices=subjects_of,
        condition=lambda values, request: by_column(
            Article, "subject", "in", list(map(int, values))
        ),
    ),
    ChoiceToken(
        name="status",
        label="Status",
        aliases=("status__exact",),
        choices=lambda request: dict(Status.choices),
        condition=lambda values, request: by_column(Article, "status", "in", list(values)),
    ),
    ChoiceToken(
        name="finding",
        label="Finding",
        choices=_kinds,
        known=lambda value: kind_label(value) if value in KINDS else "",
        condition=_with_finding,
    ),
    ChoiceToken(
        name="review",
        label="Review",
        choices=lambda request: {value: words for value, (words, _) in _REVIEW.items()},
        condition=_review,
    ),
    ChoiceToken(
        name="assigned",
        label="Assigned to",
        choices=lambda request: assigned_choices(_editors(request)),
        condition=_assigned,
    ),
    ChoiceToken(
        name="index_status",
        label="Search engines",
        choices=lambda request: dict(IndexStatus.choices),
        condition=lambda values, request: by_column(Article, "index_status", "in", list(values)),
    ),
    ChoiceToken(name="editor", label="Last changed by", choices=_editors, condition=_last_by),
    ChoiceToken(
        name="draft",
        label="Draft beside it",
        choices=lambda request: {"yes": "Has one"},
        condition=lambda values, request: by_article_key(Draft.objects.all()),
    ),
    ChoiceToken(
        name="delivery",
        label="Newer delivery",
        choices=lambda request: {"waits": "One waits"},
        condition=_waited_for,
    ),
    ChoiceToken(
        name="related",
        label="Related questions",
        choices=lambda request: {"none": "None of its own"},
        condition=lambda values, request: Condition(
            Q(~Exists(Related.objects.filter(article=OuterRef("pk"))))
        ),
    ),
    TextToken(name="answer", label="Words in the answer", condition=_answer),
    TextToken(
        name="brought_by",
        label="Made by import",
        aliases=("created_by_run__id__exact",),
        condition=_brought_by,
    ),
    TextToken(name="duplicate_of", label="Duplicate of", condition=_duplicate_of),
    DateToken(name="changed", label="Changed", condition=_changed),
    DateToken(name="published", label="Published", condition=_published),
    NumberToken(name="views", label="Views", condition=_number("views")),
    NumberToken(name="recent", label="Views in 30 days", condition=_number("recent_views")),
    NumberToken(name="helpful", label="Votes: helpful", condition=_number("helpful")),
    NumberToken(name="unhelpful", label="Votes: not helpful", condition=_number("unhelpful")),
    NumberToken(
        name="score",
        label="Score",
        is_whole=False,
        # Below 0 is what has not been scored.
        condition=lambda low, high: by_range("score", ends_of(0 if low is None else low, high)),
    ),
)
