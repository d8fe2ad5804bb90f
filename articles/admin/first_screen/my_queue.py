"""What waits for the user: what is assigned to him, drafts to review and drafts that came back,
open comments on what he writes, and reviews that are due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from articles.admin.articles.article_list import review_due
from articles.admin.articles.article_tokens import DUE, MINE
from articles.admin.base.assigning import ME, is_assigned_to
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.admin.queues.finding_kinds import in_state
from articles.models import Article, ArticleAssignment, Draft, EditorialNote, Finding
from articles.reviewing.turns import is_turn_of, turns_of
from articles.rights import may_review, scope_of, within, within_by_key

_SHOWN = 12
_SHOWN_ASSIGNED = 5
# More of them are told as "1,000 or more": they are counted one by one.
_MOST_COUNTED = 1_000
# Of more open turns the newest are shown.
_MOST_TURNS = 500
Kind = EditorialNote.Kind


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A draft that is the user's turn, with its article."""

    turn: EditorialNote
    article: Article

    @property
    def is_in_review(self) -> bool:
        return self.turn.kind == Kind.SENT


@dataclass(frozen=True, slots=True)
class CommentedRow:
    """An article that the user drafts or has sent for review, and how many comments of others are
    open on it."""

    article: Article
    number: int


@dataclass(frozen=True, slots=True)
class MyQueue:
    """How many articles and findings are the user's work, and the newest of the articles; how many
    drafts are his turn, and the oldest of them; the articles with comments; how many articles'
    reviews are due."""

    assigned: Figure
    findings: Figure
    newest: Sequence[Article]
    in_review: Figure
    turns: Sequence[TurnRow]
    commented: Sequence[CommentedRow]
    due: Figure

    def __bool__(self) -> bool:
        parts = (self.assigned, self.findings, self.in_review, self.commented, self.due)
        return any(parts)


def read_turns(user: AbstractBaseUser) -> list[EditorialNote]:
    """Return the open turns of the user's subjects, the newest first, with their people."""
    turns = EditorialNote.objects.turns().select_related("author", "addressee")
    return list(within_by_key(user, turns).order_by("-pk")[:_MOST_TURNS])


def ask(tally: Tally, user: AbstractBaseUser) -> None:
    """Say what is to be counted, of the user's subjects."""
    articles = within(user, Article.objects.all())
    tally.count("assigned", articles.filter(is_assigned_to(user)))
    # Of those that are there: what is deleted stays somebody's for a while.
    here = Exists(articles.filter(pk=OuterRef("article_key")))
    newest = ArticleAssignment.objects.filter(here, user=user).order_by("-made_at", "-pk")
    newest = ArticleAssignment.objects.filter(pk__in=newest.values("pk")[:_SHOWN_ASSIGNED])
    tally.group("newest assigned", newest, "article_key")
    if user.has_perm("articles.view_finding") or user.has_perm("articles.change_finding"):
        mine = Finding.objects.filter(is_assigned_to(user, findings=True))
        mine = within(user, in_state(mine, is_dismissed=False), "article__subject")
        tally.count("my findings", mine)
    turns = turns_of(user, may_review=may_review(user)).order_by().values("article_key")
    tally.count("my turns", articles.filter(pk__in=turns))
    due = review_due(_apart(user)).order_by().values("pk")[: _MOST_COUNTED + 1]
    tally.count("due", Article.objects.filter(pk__in=due))
    tally.group("comments", _comments(user), "article_key")


def _apart(user: AbstractBaseUser) -> QuerySet:
    """The articles of the user's subjects, by an expression: SQLite else begins with all articles
    of these (170 ms of 46,000), and not with those whose review has a date."""
    scope = scope_of(user)
    articles = Article.objects.all()
    if scope is None:
        return articles
    return articles.filter(In(Coalesce("subject_id", 0), sorted(scope.keys)))


def keys_of(user: AbstractBaseUser, counts: Counts, turns: Iterable[EditorialNote]) -> set[int]:
    """Return the keys of the articles that will be shown."""
    shown = {turn.article_key for turn in _mine(user, turns)[:_SHOWN]}
    return shown | counts.by_key("newest assigned").keys() | counts.by_key("comments").keys()


def my_queue(
    user: AbstractBaseUser,
    counts: Counts,
    turns: Iterable[EditorialNote],
    articles: Mapping[int, Article],
) -> MyQueue:
    """Return what to show, with the articles by their keys. What belongs to a deleted article is
    left out."""
    due = counts.of("due")
    mine = [turn for turn in _mine(user, turns) if turn.article_key in articles]
    return MyQueue(
        assigned=Figure(counts.of("assigned"), list_url("article", assigned=ME)),
        findings=Figure(counts.of("my findings"), list_url("finding", assigned=ME)),
        newest=[
            articles[key]
            for key in sorted(counts.by_key("newest assigned"), reverse=True)
            if key in articles
        ],
        in_review=Figure(counts.of("my turns"), list_url("article", review=MINE)),
        turns=[TurnRow(turn, articles[turn.article_key]) for turn in mine[:_SHOWN]],
        commented=[
            CommentedRow(articles[key], number)
            for key, number in counts.by_key("comments").items()
            if key in articles
        ][:_SHOWN],
        due=Figure(
            min(due, _MOST_COUNTED),
            list_url("article", review=DUE),
            is_capped=due > _MOST_COUNTED,
        ),
    )


def _mine(user: AbstractBaseUser, turns: Iterable[EditorialNote]) -> list[EditorialNote]:
    """The user's turns among some, the oldest first."""
    reviews = may_review(user)
    found = [turn for turn in turns if is_turn_of(turn, user, may_review=reviews)]
    return sorted(found, key=lambda turn: turn.pk)


def _comments(user: AbstractBaseUser) -> "EditorialNote.objects":
    """Open comments of somebody else on what the user writes."""
    drafts = Draft.objects.filter(author=user).values("article_key")
    own = EditorialNote.objects.turns().filter(
        Q(kind=Kind.SENT, author=user) | Q(kind=Kind.RETURNED, addressee=user)
    )
    comments = EditorialNote.objects.open_comments().exclude(author=user)
    mine = Q(article_key__in=drafts) | Q(article_key__in=own.values("article_key"))
    newest = comments.filter(mine).order_by("-pk").values("pk")[:_MOST_COUNTED]
    return within_by_key(user, EditorialNote.objects.filter(pk__in=newest)).order_by()
