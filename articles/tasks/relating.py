"""The computed related questions of the articles that wait for them, in the background."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import TaskRun
from articles.relating import count_due, relate_due
from articles.tasks.kinds import Outcome, kind
from articles.tasks.queue import enqueue_once
from articles.tasks.work import Work
from articles.tasks.worker_locks import is_any_worker_alive

FILL_RELATED = "fill-related"


@kind(FILL_RELATED, "Related questions")
def fill_related(work: Work) -> Outcome:
    """Relate what is due, in this process: the other cores are the readers'."""
    filled = relate_due(workers=1, progress=work.progress)
    if work.is_again:  # what the attempt before has done is not known
        return Outcome("No article waits any more.")
    return Outcome(
        f"{filled.lists:,} lists were filled, and {filled.inbound:,} links were given to articles"
        " that had too few.",
        {"lists": filled.lists, "inbound": filled.inbound},
    )


def relate_in_background(*, user: AbstractBaseUser | None = None) -> TaskRun | None:
    """Have what is due related, if anything is: one task, however much waits."""
    return enqueue_once(FILL_RELATED, user=user) if count_due() else None


def when_related() -> str:
    """Return, for a message, who relates what waits."""
    if is_any_worker_alive():
        return "it is done in the background."
    return "no worker runs that would do it. Ask who runs the server for: manage.py run_tasks"
