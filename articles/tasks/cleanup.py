"""Removal of tasks that ended long ago: done by the workers themselves, once an hour."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import TaskRun

DAYS_KEPT = 90
_MOST_AT_ONCE = 1_000


def tidy() -> int:
    """Delete the oldest of what ended more than DAYS_KEPT days ago; return how many rows."""
    before = timezone.now() - timedelta(days=DAYS_KEPT)
    removed = 0
    for rows in (
        TaskRun.objects.filter(ended_at__lt=before),
        DBTaskResult.objects.finished().filter(finished_at__lt=before),
    ):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:_MOST_AT_ONCE])
        if keys:
            removed += rows.model.objects.filter(pk__in=keys).delete()[0]
    return removed
