"""Counting of readers' searches in a bounded table, without a trace of who made them.

A search is counted by its folded words, with how many results it had and how many of them were
opened. No address, cookie or session is read for it, and no moment is kept, only days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.audience.count_buffer import Buffer
from articles.audience.personal_data import may_be_personal
from articles.core.text.search_words import words_of
from articles.models import ReaderSearch, SearchNote
from articles.models.reader_search import MOST_SEARCH_CHARACTERS

KEPT_DAYS = 90
MOST_ROWS = 20_000
# Whoever types more pastes a text. Of 300 readers' queries none has more words.
_MOST_WORDS = 16
# As long as the search box takes; what an address holds may be longer.
_MOST_TYPED = 300


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a search was made in some seconds and what came of it the last time, and how often
    one of its results was opened."""

    times: int
    clicks: int
    results: int
    is_good: bool
    day: date


def _join(old: Tally, new: Tally) -> Tally:
    latest = new if new.times else old
    return Tally(
        times=old.times + new.times,
        clicks=old.clicks + new.clicks,
        results=latest.results,
        is_good=latest.is_good,
        day=max(old.day, new.day),
    )


# A flood of invented searches ends here: 500 a flush.
waiting: Buffer[str, Tally] = Buffer(_join, limit=500)


def kept_text(typed: str) -> str | None:
    """Return a search as it is kept: its folded words; None for one that is not: without words,
    with more than a search has, or perhaps personal.

    >>> kept_text("What is LIGHT?"), kept_text("call 030 1234567")
    ('what is light', None)
    """
    words = words_of(typed) if len(typed) <= _MOST_TYPED else []
    text = " ".join(words)
    if not 0 < len(words) <= _MOST_WORDS or len(text) > MOST_SEARCH_CHARACTERS:
        return None
    return None if may_be_personal(typed) else text


def made(*, results: int, is_good: bool) -> Tally:
    """Return one search of today, with the number of its results."""
    return Tally(1, 0, results=results, is_good=is_good and results > 0, day=_today())


def opened() -> Tally:
    """Return one result that was opened today."""
    return Tally(0, 1, results=0, is_good=False, day=_today())


def write_searches(tallies: Mapping[str, Tally]) -> None:
    """Add what was counted, and keep the table bounded. Results that were opened from a search of
    which there is no row are dropped: nobody made it. On a DatabaseError everything goes back into
    `waiting`."""
    try:
        with transaction.atomic():
            _write(tallies)
            evict()
    except BaseException:
        waiting.put_back(tallies)
        raise


def ensure_rows(made: Mapping[str, date], others: Iterable[str] = ()) -> list[ReaderSearch]:
    """Lock the rows of these searches and return them; those that were `made`, on the day that is
    given, are begun where they lack. To be called in a transaction; always locked in one order, so
    that two who write at once wait for each other and never in a circle."""
    known = set(ReaderSearch.objects.filter(text__in=made).values_list("text", flat=True))
    missing = [
        ReaderSearch(text=text, first_day=day, last_day=day)
        for text, day in sorted(made.items())
        if text not in known
    ]
    ReaderSearch.objects.bulk_create(missing, ignore_conflicts=True)
    rows = ReaderSearch.objects.select_for_update().filter(text__in=[*made, *others])
    return list(rows.order_by("pk"))


def evict() -> None:
    """Remove the rows beyond MOST_ROWS: first those without a note, of them those that were made
    least, the longest ago, which a flood of invented searches is itself."""
    excess = ReaderSearch.objects.count() - MOST_ROWS
    if excess > 0:
        has_note = Exists(SearchNote.objects.filter(search=OuterRef("pk")))
        rows = ReaderSearch.objects.order_by(has_note, "times", "last_day", "pk")
        keys = list(rows.values_list("pk", flat=True)[:excess])
        ReaderSearch.objects.filter(pk__in=keys).delete()


def tidy(today: date) -> int:
    """Forget the searches that nobody has made for KEPT_DAYS, with their notes; return how many."""
    before = today - timedelta(days=KEPT_DAYS)
    _, by_model = ReaderSearch.objects.filter(last_day__lt=before).delete()
    return by_model.get(ReaderSearch._meta.label, 0)


def _write(tallies: Mapping[str, Tally]) -> None:
    made = {text: tally.day for text, tally in tallies.items() if tally.times}
    rows = ensure_rows(made, tallies.keys() - made.keys())
    for row in rows:
        tally = tallies[row.text]
        row.times += tally.times
        row.clicks += tally.clicks
        if tally.times:
            row.results, row.is_good = tally.results, tally.is_good
            row.last_day = max(row.last_day, tally.day)
    columns = ["times", "clicks", "results", "is_good", "last_day"]
    ReaderSearch.objects.bulk_update(rows, columns, batch_size=100)


def _today() -> date:
    return datetime.now(UTC).date()
