"""Telling the CDN which keys have changed: after the commit, in the order of the numbers, each
twice, and never given up.

A CDN may be fetching a page as it is while a change commits and is purged, and keep it afterwards.
So each key is purged again when whatever was under way by then has ended.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from articles.cdn.purge_requests import PurgeRefused, batches_of, purge
from articles.cdn.surrogate_keys import KINDS, keys_of_changes
from articles.models import CdnProgress, Change, PageStamp
from articles.models.cdn_progress import NOTHING
from articles.publishing.effects import EVERYTHING
from articles.scheduling.clock import Clock

logger = logging.getLogger(__name__)

# As soon as a change is seen: readers have the old page until then.
_LOOK_SECONDS = 1
# A request takes no longer than a worker waits for its database, or for a search.
SETTLED_SECONDS = 30
# More changes than these at once, an import say, and the CDN forgets everything in one call.
_MOST_CHANGES = 1_000
# Whoever tells the CDN has so long, before another process tells it instead.
_LEASE = timedelta(minutes=5)
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 2, 300


@dataclass(frozen=True, slots=True)
class Purged:
    """What a run told: `keys` in `calls`; `failure` says why it stopped, "" where it did not."""

    keys: int
    calls: int
    failure: str = ""


def is_configured() -> bool:
    """Return whether there is a CDN."""
    return settings.CDN_KIND in KINDS


def purge_due(*, everything: bool = False) -> Purged | None:
    """Tell the CDN of what has changed; None where nothing has, it has just refused, or another
    process tells it. With `everything` of all there is, at once."""
    progress, _ = CdnProgress.objects.get_or_create(pk=1)
    now = timezone.now()
    if not everything and not _is_due(progress, _highest(), now):
        return None
    lease = CdnProgress.objects.filter(pk=1)
    if not everything:
        lease = lease.filter(not_before__lte=now)
    if not lease.update(not_before=now + _LEASE):
        return None
    progress.refresh_from_db()
    if everything:  # which a try that is refused leaves to the next one, and which is told twice
        progress.change = progress.settled_change = progress.due_change = NOTHING
        progress.stamp = progress.settled_stamp = progress.due_stamp = NOTHING
    highest = _highest()
    keys = _keys(progress, highest, now)
    calls = 0
    try:
        for some in batches_of(settings.CDN_KIND, keys):
            for url in settings.CDN_PURGE_URLS:
                purge(some, kind=settings.CDN_KIND, url=url, token=settings.CDN_TOKEN)
                calls += 1
    except PurgeRefused as error:
        _note_failure(progress, error)
        return Purged(len(keys), calls, str(error))
    _note(progress, highest, now)
    return Purged(len(keys), calls)


def start_purging() -> None:
    """Begin to look for changes; called once by a process that serves readers. Nothing happens
    where there is no CDN."""
    if is_configured():
        Clock(_LOOK_SECONDS, work=purge_and_log, name="cdn-purges").start()


def purge_and_log() -> None:
    """Do what is due; a failure is written down once a try."""
    purged = purge_due()
    if purged and purged.failure:
        logger.warning("the CDN was not told of changes, and is asked again: %s", purged.failure)
    elif purged and purged.keys:
        logger.info("the CDN forgets %s keys", purged.keys)


def _highest() -> tuple[int, int]:
    change = Change.objects.aggregate(last=Max("number"))["last"] or 0
    return change, PageStamp.objects.aggregate(last=Max("number"))["last"] or 0


def _is_due(progress: CdnProgress, highest: tuple[int, int], now: datetime) -> bool:
    if progress.not_before > now:
        return False
    return highest != (progress.change, progress.stamp) or _is_to_settle(progress, now)


def _is_to_settle(progress: CdnProgress, now: datetime) -> bool:
    return not _is_settled(progress) and (
        progress.purged_at <= now - timedelta(seconds=SETTLED_SECONDS)
    )


def _is_settled(progress: CdnProgress) -> bool:
    """Whether nothing waits for its second time."""
    settled = progress.settled_change, progress.settled_stamp
    return settled == (progress.due_change, progress.due_stamp)


def _keys(progress: CdnProgress, highest: tuple[int, int], now: datetime) -> list[str]:
    """The keys of what was numbered since the last time, and of what is to be told again. Numbers
    below those that were told are of another database."""
    change, stamp = progress.change, progress.stamp
    if _is_to_settle(progress, now):
        change, stamp = progress.settled_change, progress.settled_stamp
    if NOTHING in (change, stamp) or highest[0] < change or highest[1] < stamp:
        return [EVERYTHING]
    # Those beyond the highest as well: what has changed again meanwhile has no other number.
    changes = Change.objects.filter(number__gt=change).order_by("number")
    stamps = PageStamp.objects.filter(number__gt=stamp).order_by("number")
    articles = list(changes.values_list("article_key", flat=True)[: _MOST_CHANGES + 1])
    names = list(stamps.values_list("name", flat=True)[: _MOST_CHANGES + 1])
    if len(articles) + len(names) > _MOST_CHANGES:
        return [EVERYTHING]
    return keys_of_changes(articles, names)


def _note(progress: CdnProgress, highest: tuple[int, int], now: datetime) -> None:
    if _is_to_settle(progress, now):
        # And no more: what came meanwhile has been told for less long.
        progress.settled_change, progress.settled_stamp = progress.due_change, progress.due_stamp
    if _is_settled(progress):
        progress.due_change, progress.due_stamp = highest
        progress.purged_at = timezone.now()
    progress.change, progress.stamp = highest
    progress.attempts, progress.failure, progress.not_before = 0, "", now
    progress.save()


def _note_failure(progress: CdnProgress, error: PurgeRefused) -> None:
    wait = min(_FIRST_WAIT_SECONDS * 2 ** min(progress.attempts, 10), _LONGEST_WAIT_SECONDS)
    progress.attempts += 1
    progress.failure = str(error)[:300]
    progress.not_before = timezone.now() + timedelta(seconds=max(wait, error.wait_seconds))
    progress.save()
