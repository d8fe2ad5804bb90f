"""Whose turn it is with a draft: sending for review, giving back, taking back, and its end."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, Draft, EditorialNote, Status
from articles.models.editorial_note import TURNS

Kind = EditorialNote.Kind


class NothingToReview(Exception):
    """Readers see the article as it is, and nobody has drafted anything else."""


class TurnOver(Exception):
    """Somebody was faster: the draft was published, given back or taken back meanwhile."""


def turns_of(user: AbstractBaseUser, *, may_review: bool) -> QuerySet:
    """Return the open turns that are somebody's: what was sent to him or back to him, and, where he
    may review, what others have sent to whoever may."""
    mine = Q(addressee=user)
    if may_review:
        mine |= Q(kind=Kind.SENT, addressee=None) & ~Q(author=user)
    return EditorialNote.objects.turns().filter(mine)


def is_turn_of(turn: EditorialNote, user: AbstractBaseUser, *, may_review: bool) -> bool:
    """Return whether an open turn is somebody's, as `turns_of` has it."""
    if turn.addressee_id is not None or turn.kind != Kind.SENT:
        return turn.addressee_id == user.pk
    return may_review and turn.author_id != user.pk


def turn_of(article_key: int) -> EditorialNote | None:
    """Return the open turn of an article, with its people."""
    turns = EditorialNote.objects.turns().filter(article_key=article_key)
    return turns.select_related("author", "addressee").first()


@transaction.atomic
def send(
    article: Article,
    *,
    author: AbstractBaseUser,
    reviewer: AbstractBaseUser | None,
    text: str = "",
) -> EditorialNote:
    """Send the article's draft, or the article that is one, for review: to `reviewer`, or to
    whoever may review. What was said before stays; a draft that is sent again has one turn.

    Raises NothingToReview.
    """
    if article.status != Status.DRAFT and not Draft.objects.filter(pk=article.pk).exists():
        raise NothingToReview
    # One writer at a time: two who send at once would else both find no turn.
    Article.objects.select_for_update().filter(pk=article.pk).values("pk").first()
    _close(article.pk, author)
    return _write(article.pk, Kind.SENT, author, text, addressee=reviewer, is_open=True)


@transaction.atomic
def give_back(
    article_key: int, turn: int, *, reviewer: AbstractBaseUser, text: str
) -> EditorialNote:
    """Give the draft back to who had sent it, by the key of the turn. Raises TurnOver."""
    sent = _take(article_key, turn, reviewer, kinds=(Kind.SENT,))
    return _write(article_key, Kind.RETURNED, reviewer, text, addressee=sent.author, is_open=True)


@transaction.atomic
def take_back(article_key: int, turn: int, *, user: AbstractBaseUser) -> EditorialNote:
    """End the turn without a publication. Raises TurnOver."""
    _take(article_key, turn, user, kinds=TURNS)
    return _write(article_key, Kind.TAKEN_BACK, user, "")


@transaction.atomic
def end(
    article_key: int, *, user: AbstractBaseUser | None, kind: str = Kind.PUBLISHED
) -> EditorialNote | None:
    """End the turn of an article whose draft was published, or is there no more, by whatever way;
    return the turn that has ended, None where there was none."""
    turn = turn_of(article_key)
    if turn is None or not _close(article_key, user):
        return None
    _write(article_key, kind, user, "")
    return turn


def end_if_published(article: Article, *, user: AbstractBaseUser | None) -> EditorialNote | None:
    """`end` the turn of an article that readers see as it is."""
    if article.status != Status.PUBLISHED or Draft.objects.filter(pk=article.pk).exists():
        return None
    return end(article.pk, user=user)


def _take(
    article_key: int, turn: int, user: AbstractBaseUser, *, kinds: tuple[str, ...]
) -> EditorialNote:
    """Close the turn: whoever comes first does it."""
    rows = EditorialNote.objects.filter(
        pk=turn, article_key=article_key, kind__in=kinds, is_open=True
    )
    if not rows.update(is_open=False, closed_by=user, closed_at=timezone.now()):
        raise TurnOver
    return EditorialNote.objects.select_related("author", "addressee").get(pk=turn)


def _close(article_key: int, user: AbstractBaseUser | None) -> bool:
    turns = EditorialNote.objects.turns().filter(article_key=article_key)
    return turns.update(is_open=False, closed_by=user, closed_at=timezone.now()) > 0


def _write(
    article_key: int,
    kind: str,
    author: AbstractBaseUser | None,
    text: str,
    *,
    addressee: AbstractBaseUser | None = None,
    is_open: bool = False,
) -> EditorialNote:
    return EditorialNote.objects.create(
        article_key=article_key,
        kind=kind,
        author=author,
        addressee=addressee,
        text=text,
        is_open=is_open,
        written_at=timezone.now(),
    )
