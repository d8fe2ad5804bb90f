"""What waits for the user, for the desk's first page: drafts to review, drafts that came back, open
comments on what the user writes, and reviews that are due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from articles.admin.articles.article_list import review_due
from articles.models import Article, Draft, EditorialNote
from articles.rights import may_review, within, within_by_key

_SHOWN = 12
# More of them are told as "1,000 or more": they are counted one by one.
_MOST_COUNTED = 1_000
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
class WaitingForMe:
    """The oldest turns, the articles with comments, and how many articles' reviews are due."""

    turns: Sequence[TurnRow]
    commented: Sequence[CommentedRow]
    due: int
    has_more_due: bool

    def __bool__(self) -> bool:
        return bool(self.turns or self.commented or self.due)


def waiting_for(user: AbstractBaseUser) -> WaitingForMe:
    """Read it, of the user's subjects: four queries at most. What belongs to a deleted article is
    left out."""
    turns = list(_turns(user)[:_SHOWN])
    comments = Counter(_commented(user))
    due = review_due(within(user, Article.objects.order_by()))[: _MOST_COUNTED + 1].count()
    keys = {turn.article_key for turn in turns} | comments.keys()
    found = Article.objects.select_related("subject").defer("answer").in_bulk(keys) if keys else {}
    return WaitingForMe(
        turns=[
            TurnRow(turn, found[turn.article_key]) for turn in turns if turn.article_key in found
        ],
        commented=[
            CommentedRow(found[key], number)
            for key, number in comments.most_common(_SHOWN)
            if key in found
        ],
        due=min(due, _MOST_COUNTED),
        has_more_due=due > _MOST_COUNTED,
    )


def _turns(user: AbstractBaseUser) -> "EditorialNote.objects":
    mine = Q(addressee=user)
    if may_review(user):
        mine |= Q(kind=Kind.SENT, addressee=None) & ~Q(author=user)
    rows = EditorialNote.objects.turns().filter(mine).select_related("author")
    return within_by_key(user, rows).order_by("pk")


def _commented(user: AbstractBaseUser) -> Sequence[int]:
    """The key of an article for each open comment of somebody else on what the user writes."""
    drafts = Draft.objects.filter(author=user).values("article_key")
    own = EditorialNote.objects.turns().filter(
        Q(kind=Kind.SENT, author=user) | Q(kind=Kind.RETURNED, addressee=user)
    )
    comments = EditorialNote.objects.open_comments().exclude(author=user)
    mine = Q(article_key__in=drafts) | Q(article_key__in=own.values("article_key"))
    found = within_by_key(user, comments.filter(mine)).order_by()
    return found.values_list("article_key", flat=True)[:_MOST_COUNTED]
