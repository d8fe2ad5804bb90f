"""How long runs are kept: what undoes a run goes in the end, that it was stays.

A run of 50,000 articles keeps as many items; each says what its article was before. Done wherever a
run is begun, some at a time, and by `manage.py tend_readership`.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.bulk_runs.held_run import held
from articles.bulk_runs.tallies import counts_of
from articles.models import BulkItem, BulkRun

State = BulkRun.State
PREPARED = (State.CHOOSING, State.PLANNING, State.PLANNED)
DAYS_A_PLAN_WAITS = 7
DAYS_AFTER_AN_UNDO = 30
DAYS_TO_UNDO = 365


@transaction.atomic
def discard(run: BulkRun) -> bool:
    """Remove a run that has changed nothing yet."""
    if not held(run, *PREPARED):
        return False
    _remove_items(run)
    BulkRun.objects.filter(pk=run.pk).delete()
    return True


def tidy(most: int | None = None, *, now: datetime | None = None) -> int:
    """Remove plans that nobody has begun for a week, and the items of runs that are undone for a
    month, or a year old: their numbers stay with the run. Return of how many runs, `most` at
    once."""
    now = now or timezone.now()
    waiting = BulkRun.objects.filter(
        state__in=PREPARED, created_at__lt=now - timedelta(days=DAYS_A_PLAN_WAITS)
    )
    plans = list(waiting.order_by("pk")[:most])
    runs = list(_old(now).order_by("pk")[: None if most is None else most - len(plans)])
    return sum(map(discard, plans)) + sum(map(_forget_items, runs))


def _old(now: datetime) -> QuerySet[BulkRun]:
    year = now - timedelta(days=DAYS_TO_UNDO)
    undone = Q(state=State.UNDONE, finished_at__lt=now - timedelta(days=DAYS_AFTER_AN_UNDO))
    ended = Q(finished_at__lt=year) | Q(finished_at=None, created_at__lt=year)
    with_items = Exists(BulkItem.objects.filter(run=OuterRef("pk")))
    return BulkRun.objects.filter(undone | ended, with_items).exclude(state__in=PREPARED)


@transaction.atomic
def _forget_items(run: BulkRun) -> bool:
    """One that nobody went on with for a year has ended where it was."""
    if not held(run, run.state):
        return False
    values = {"tally": counts_of(run)} | ({"state": State.STOPPED} if run.is_at_work else {})
    BulkRun.objects.filter(pk=run.pk).update(**values)
    _remove_items(run)
    return True


def _remove_items(run: BulkRun) -> None:
    """Nothing refers to them, so that their rows need not be read."""
    rows = BulkItem.objects.filter(run=run.pk)
    rows._raw_delete(rows.db)
