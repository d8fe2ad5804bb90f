"""Checks of the doctor: that somebody does what waits in the background."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from articles.doctor.checks import Problem, check, error, warning
from articles.models import TaskRun
from articles.tasks.worker_locks import is_any_worker_alive

# A worker looks every second, and may be at another task.
_LATE = timedelta(minutes=2)
_RECENT = timedelta(days=1)


@check("tasks", "Background tasks", asks_database=True)
def tasks_are_done() -> Iterator[Problem]:
    """What waits is begun, and what was begun lately has not failed."""
    now = timezone.now()
    waiting = TaskRun.objects.filter(state=TaskRun.State.WAITING, made_at__lte=now - _LATE).count()
    if waiting and not is_any_worker_alive():
        yield error(
            f"{waiting:,} background tasks wait, and no worker runs that would do them.",
            mend="Start the server with TASK_WORKERS=1, or run: manage.py run_tasks",
        )
    lately = TaskRun.objects.filter(state=TaskRun.State.FAILED, ended_at__gt=now - _RECENT)
    if failed := lately.count():
        yield warning(
            f"{failed:,} background tasks have failed since yesterday.",
            mend="The desk says of each why, under “Background tasks”.",
        )
