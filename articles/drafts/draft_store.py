"""Keeping, discarding and sharing of drafts."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Draft

SHARED_FOR = timedelta(days=7)
# Of all boxes together. The longest answer of the library has 40,000.
MOST_CHARACTERS = 2_000_000
_SALT = "articles.drafts"
_OF_THE_FORM = ("csrfmiddlewaretoken", "draft_number")


class OtherDraft(Exception):
    """The article has another draft than the form knows; carries it, None where there is none any
    more."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


class TooLong(Exception):
    """More than a draft holds."""


def sent_values(lists: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Return what a draft keeps of a form's boxes, (name, texts) each: no buttons, nothing that
    belongs to the sending. NUL is left out, because PostgreSQL cannot keep it. Raises TooLong."""
    values = {
        name: [text.replace("\0", "") for text in texts]
        for name, texts in lists
        if not name.startswith("_") and name not in _OF_THE_FORM and "\0" not in name
    }
    if sum(len(name) + sum(map(len, texts)) for name, texts in values.items()) > MOST_CHARACTERS:
        raise TooLong
    return values


def rewrite(
    article_key: int,
    values: Mapping[str, list[str]],
    *,
    base_version: int,
    number: int,
    author: AbstractBaseUser,
    allowed: Q | None = None,
) -> bool:
    """Write over the draft that has this number, in one statement; return whether there was one.
    `allowed` is a further condition, so that a right can be looked up in the same statement."""
    rows = Draft.objects.filter(article_key=article_key, number=number)
    if allowed is not None:
        rows = rows.filter(allowed)
    return (
        rows.update(
            values=values,
            base_version=base_version,
            number=F("number") + 1,
            author=author,
            saved_at=timezone.now(),
        )
        == 1
    )


def begin(
    article_key: int,
    values: Mapping[str, list[str]],
    *,
    base_version: int,
    author: AbstractBaseUser,
) -> int:
    """Make the article's draft, and return its number. Raises OtherDraft where it has one."""
    draft = Draft(
        article_key=article_key,
        base_version=base_version,
        values=dict(values),
        author=author,
        saved_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        raise OtherDraft(draft_of(article_key)) from None
    return draft.number


def draft_of(article_key: int) -> Draft | None:
    """Return an article's draft with its author."""
    return Draft.objects.select_related("author").filter(pk=article_key).first()


def discard(article_key: int, *, number: int) -> bool:
    """Remove the draft that has this number; return whether there was one."""
    return Draft.objects.filter(article_key=article_key, number=number).delete()[0] > 0


def share(article_key: int) -> None:
    """Give the draft an address of its own; one that it had leads nowhere any more."""
    Draft.objects.filter(article_key=article_key).update(
        share_key=secrets.token_hex(16), shared_until=timezone.now() + SHARED_FOR
    )


def unshare(article_key: int) -> None:
    """Take the address away."""
    Draft.objects.filter(article_key=article_key).update(share_key="", shared_until=None)


def token_of(draft: Draft) -> str:
    """Return what the address of a shared draft holds: signed, so that one which is made up costs
    no query."""
    return signing.dumps([draft.article_key, draft.share_key], salt=_SALT)


def shared_draft(token: str) -> Draft | None:
    """Return the draft of an address; None where it leads nowhere (any more)."""
    try:
        article_key, share_key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    is_open = Q(share_key=share_key) & ~Q(share_key="") & Q(shared_until__gt=timezone.now())
    return Draft.objects.filter(is_open, pk=article_key).first()
