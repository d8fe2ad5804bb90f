"""Numbers of what waits to be done: for the doctor and for the metrics."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from articles.models import (
    Announcement,
    CdnProgress,
    DuplicatesDue,
    RelatingDue,
    ScheduledChange,
    TaskRun,
)


@dataclass(frozen=True, slots=True)
class DueWork:
    """`scheduled` is what should have happened by the time that was asked for, `failed` what could
    not be done, `unrelated` the articles that wait for computed related questions, `uncompared`
    those that wait to be compared with others for duplicates, `announcements` the addresses that
    IndexNow is to be told, of which it has refused some at least once, `purges` the changes of
    which the CDN has not been told, `tasks` the background tasks that nobody has begun."""

    scheduled: int
    failed: int
    unrelated: int
    uncompared: int
    announcements: int
    refused_announcements: int
    purges: int
    tasks: int


def due_work(by: datetime) -> DueWork:
    """Count what was due by a time: seven counts of tables that are empty as a rule, and with a CDN
    two more."""
    planned = ScheduledChange.objects
    waiting = Announcement.objects
    return DueWork(
        scheduled=planned.filter(problem="", due_at__lte=by).count(),
        failed=planned.exclude(problem="").count(),
        unrelated=RelatingDue.objects.count(),
        uncompared=DuplicatesDue.objects.count(),
        announcements=waiting.count(),
        refused_announcements=waiting.filter(attempts__gt=0).count(),
        purges=_purges() if settings.CDN_KIND != "NONE" else 0,
        tasks=TaskRun.objects.filter(state=TaskRun.State.WAITING, made_at__lte=by).count(),
    )


def _purges() -> int:
    progress = CdnProgress.objects.filter(pk=1).first() or CdnProgress()
    return progress.waiting
