"""Comments on an article: written, answered, resolved, taken up again."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from articles.models import EditorialNote

Kind = EditorialNote.Kind
# Of all that is said about an article the form shows the latest.
_SHOWN = 200


class NoSuchComment(Exception):
    """The article has no comment of this key."""


def notes_on(article_key: int) -> list[EditorialNote]:
    """Return what is said about an article with its people, the oldest first, in one query: the
    latest 200."""
    rows = EditorialNote.objects.filter(article_key=article_key)
    rows = rows.select_related("author", "addressee", "closed_by").order_by("-pk")[:_SHOWN]
    return list(rows)[::-1]


def comment(article_key: int, *, author: AbstractBaseUser, text: str) -> EditorialNote:
    """Write a comment."""
    return EditorialNote.objects.create(
        article_key=article_key,
        kind=Kind.COMMENT,
        author=author,
        text=text,
        is_open=True,
        written_at=timezone.now(),
    )


def answer(article_key: int, key: int, *, author: AbstractBaseUser, text: str) -> EditorialNote:
    """Answer a comment; one that was resolved is open again. Raises NoSuchComment."""
    asked = _comments(article_key).filter(pk=key).first()
    if asked is None:
        raise NoSuchComment
    reopen(article_key, key)
    return EditorialNote.objects.create(
        article_key=article_key,
        kind=Kind.ANSWER,
        author=author,
        text=text,
        answers=asked,
        written_at=timezone.now(),
    )


def resolve(article_key: int, key: int, *, user: AbstractBaseUser) -> bool:
    """Mark a comment as dealt with; return whether it was open."""
    rows = _comments(article_key).filter(pk=key, is_open=True)
    return rows.update(is_open=False, closed_by=user, closed_at=timezone.now()) > 0


def reopen(article_key: int, key: int) -> bool:
    """Take a comment up again; return whether it was resolved."""
    rows = _comments(article_key).filter(pk=key, is_open=False)
    return rows.update(is_open=True, closed_by=None, closed_at=None) > 0


def _comments(article_key: int) -> "EditorialNote.objects":
    return EditorialNote.objects.filter(article_key=article_key, kind=Kind.COMMENT)
