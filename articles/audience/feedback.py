"""Votes and notes of readers, and their limits."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from articles.audience.views import ensure_rows
from articles.audience.visitor_hash import SITE_DIGITS
from articles.core.text.bidi_controls import strip_directions
from articles.database.retry import is_reference_lost
from articles.models import Feedback, Readership, VisitorSalt
from articles.models.feedback import MOST_NOTE_CHARACTERS

# Per visitor: more than a person reads in an hour, few enough to spoil nothing.
MOST_AN_HOUR = 20
# Of all visitors together, whatever addresses they come from: the table cannot be flooded.
MOST_A_MINUTE = 120
# Of those of one customer, so that no single one closes the form for everybody else: who has 65,536
# networks of IPv6 is as many visitors.
MOST_A_MINUTE_OF_A_SITE = 30
# How often one visitor may think otherwise about one article in a day.
MOST_CHANGES = 5
# Notes that are kept; beyond that the oldest go, handled ones first.
MOST_NOTES = 50_000


class TooOften(Exception):
    """A visitor, or all of them together, send more than is taken; carries the seconds to wait."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class NoteTooLong(Exception):
    """Carries how many characters the note has."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class NoArticle(Exception):
    """The article was removed meanwhile; carries its key."""


def clean_note(text: str) -> str:
    """Return a note as it is kept: line ends as one character, no control characters and no signs
    that turn the writing around. Raises NoteTooLong beyond 1,000 characters.

    >>> clean_note(" It is\\r\\nwrong.\\x00 ")
    'It is\\nwrong.'
    """
    text = strip_directions(text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    note = "".join(kept).strip()
    if len(note) > MOST_NOTE_CHARACTERS:
        raise NoteTooLong(len(note))
    return note


def record(
    article_key: int,
    *,
    is_helpful: bool | None,
    note: str,
    visitor: str,
    at: datetime | None = None,
) -> None:
    """Take a vote, or (`is_helpful` None) the report of an error, which needs a note and leaves the
    visitor's vote as it is: one per visitor, article and day. A second one replaces the first;
    without a note it leaves the first one's note. The very same again changes nothing. `at` is the
    moment at which it was sent, now by default: the limits are those of that minute, however long
    it waited.

    Raises TooOften, and NoArticle. Two at once on one article wait for each other at its row.
    """
    try:
        _record(article_key, is_helpful, note, visitor, at or timezone.now())
    except IntegrityError as error:
        if not is_reference_lost(error):
            raise
        # It was there when the row was made, and its removal was committed first.
        raise NoArticle(article_key) from error


def _record(
    article_key: int, is_helpful: bool | None, note: str, visitor: str, at: datetime
) -> None:
    with transaction.atomic():
        if not ensure_rows([article_key]):
            raise NoArticle(article_key)
        row = Feedback.objects.filter(article=article_key, visitor=visitor).first()
        is_report = is_helpful is None
        says_the_same = row and (row.is_report if is_report else row.is_helpful == is_helpful)
        if says_the_same and note in {"", row.note}:
            return
        _require_room(visitor, row, at)
        if row is None:
            row = Feedback(article_id=article_key, visitor=visitor, created_at=at, changes=0)
        elif not is_report and row.is_helpful is not None:
            _add(article_key, is_helpful=row.is_helpful, number=-1)
        row.changes += 1
        if note:
            row.note, row.state = note, Feedback.State.UNREAD
        if is_report:
            row.is_report = True
        else:
            row.is_helpful = is_helpful
        row.save()
        if not is_report:
            _add(article_key, is_helpful=is_helpful, number=1)


def tidy(today: date) -> int:
    """Forget who voted before today: their hashes are emptied, votes without a note go (the number
    of them stays), the day's salt goes; MOST_NOTES notes stay, the unread ones before the handled
    ones and the newer before the older. Returns how many rows were removed."""
    VisitorSalt.objects.filter(day__lt=today).delete()
    midnight = datetime.combine(today, time(), UTC)
    before = Feedback.objects.filter(created_at__lt=midnight)
    removed, _ = before.filter(state=Feedback.State.VOTE).delete()
    before.exclude(visitor="").update(visitor="")
    notes = Feedback.objects.filter(state__in=[Feedback.State.UNREAD, Feedback.State.HANDLED])
    beyond = notes.order_by("state", "-pk").values("pk")[MOST_NOTES:]
    removed += Feedback.objects.filter(pk__in=beyond).delete()[0]
    return removed


def _require_room(visitor: str, row: Feedback | None, at: datetime) -> None:
    if row and row.changes >= MOST_CHANGES:
        raise TooOften(24 * 3600)
    sent = Feedback.objects.filter(visitor=visitor, created_at__gte=at - timedelta(hours=1))
    if (sent.aggregate(sum=Sum("changes"))["sum"] or 0) >= MOST_AN_HOUR:
        raise TooOften(3600)
    rows = Feedback.objects.filter(created_at__range=(at - timedelta(minutes=1), at))
    latest = list(rows.values_list("visitor", flat=True)[:MOST_A_MINUTE])
    of_site = sum(other[:SITE_DIGITS] == visitor[:SITE_DIGITS] for other in latest)
    if len(latest) >= MOST_A_MINUTE or of_site >= MOST_A_MINUTE_OF_A_SITE:
        raise TooOften(60)


def _add(article_key: int, *, is_helpful: bool, number: int) -> None:
    column = "helpful" if is_helpful else "unhelpful"
    Readership.objects.filter(pk=article_key).update(**{column: F(column) + number})
