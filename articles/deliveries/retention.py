"""Retention of deliveries: how long the files of a plan, and uploaded archives, are kept.

The report of a delivery stays for ever; what was only there to be looked at goes DAYS_KEPT days
after the last work on it, whatever became of it.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.deliveries.planned_files import delete_rows
from articles.deliveries.server_paths import forget_uploads_but
from articles.models import Delivery

DAYS_KEPT = 60
State = Delivery.State
_AT_WORK = (State.PLANNING, State.APPLYING, State.UNDOING)
_UNAPPROVED = f"Nobody approved it within {DAYS_KEPT} days, and its files are forgotten."


def tidy() -> None:
    """Forget what nobody looks at any more: done before each plan, which takes room."""
    old = _old(timezone.now() - timedelta(days=DAYS_KEPT))
    # A part of it that was imported can still be undone.
    waiting = old.filter(state=State.PLANNED)
    waiting.filter(import_run=None).update(state=State.DISCARDED, sentence=_UNAPPROVED)
    waiting.update(state=State.FAILED, sentence=_UNAPPROVED)
    discarded = Delivery.objects.filter(state=State.DISCARDED)
    for some in (old, discarded):
        with_files = some.filter(Q(plan_number__gt=0) | Q(files__isnull=False))
        for one in with_files.only("pk", "state").distinct():
            delete_rows(one.files.all())
            Delivery.objects.filter(pk=one.pk, state=one.state).update(plan_number=0)
    needed = Delivery.objects.filter(is_upload=True).exclude(pk__in=old.values("pk"))
    sources = needed.exclude(state=State.DISCARDED).values_list("source", flat=True)
    forget_uploads_but({Path(source).parent.name for source in sources})


def _old(before: datetime) -> QuerySet[Delivery]:
    """A task is forgotten later than the files of its delivery are."""
    is_long_ago = Q(task__ended_at__lt=before) | Q(task=None, made_at__lt=before)
    return Delivery.objects.filter(is_long_ago).exclude(state__in=_AT_WORK)
