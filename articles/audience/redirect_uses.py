"""Redirects that are followed: for each the day of its last use, written a day at most once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from articles.audience.count_buffer import Buffer
from articles.database.batches import batches
from articles.models import Redirect

_KEYS_A_STATEMENT = 500

waiting: Buffer[int, date] = Buffer(max, limit=50_000)
# What this process has written, by key: a redirect is followed often, and its day changes once.
_written: dict[int, date] = {}


def is_news(key: int, day: date) -> bool:
    """Return whether this process has not written yet that a redirect was followed on a day."""
    return _written.get(key) != day


def write_uses(uses: Mapping[int, date]) -> None:
    """Write the days, where they are later than what stands there. On a DatabaseError what is not
    written goes back into `waiting`."""
    left = dict(uses)
    by_day = defaultdict(list)
    for key, day in sorted(uses.items()):
        by_day[day].append(key)
    try:
        for day, keys in by_day.items():
            for some in batches(keys, _KEYS_A_STATEMENT):
                older = Q(last_used_on=None) | Q(last_used_on__lt=day)
                Redirect.objects.filter(older, pk__in=some).update(last_used_on=day)
                for key in some:
                    _written[key] = left.pop(key)
    finally:
        waiting.put_back(left)


def forget() -> None:
    """Be as new: in a process that was forked off."""
    waiting.forget()
    _written.clear()
