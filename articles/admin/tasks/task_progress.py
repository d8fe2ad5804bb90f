"""How far a background task is, in words and numbers for a page."""

from dataclasses import dataclass
from typing import Any

from articles.models import TaskRun
from articles.rights import may_stop_task
from articles.tasks import is_any_worker_alive, title_of


@dataclass(frozen=True, slots=True)
class Progress:
    """`percent` is None where nobody knows yet how much there is. `is_stuck`: it waits, and no
    worker runs that would do it."""

    run: TaskRun
    title: str
    percent: int | None
    may_stop: bool
    is_stuck: bool

    @property
    def is_active(self) -> bool:
        return not self.run.has_ended


def progress_of(run: TaskRun, user: Any) -> Progress:
    """Return how far a task is, for a user."""
    share = 100 * min(run.done, run.total) // run.total if run.total else None
    return Progress(
        run=run,
        title=title_of(run.kind),
        percent=share,
        may_stop=not run.has_ended and may_stop_task(user, run.user_id),
        is_stuck=run.state == TaskRun.State.WAITING and not is_any_worker_alive(),
    )
