"""The background work of a run: its plan, its changes, its undo, each to its end."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.bulk_runs.following import follow_unseen
from articles.bulk_runs.orders import BadOrder
from articles.bulk_runs.planning import Discarded, plan
from articles.bulk_runs.runs import follow_left, stop, work
from articles.bulk_runs.tallies import reached, tally_of
from articles.models import BulkRun, TaskRun
from articles.tasks import Outcome, StopAsked, TaskFailed, Work, enqueue, is_any_worker_alive, kind
from articles.tasks.relating import relate_in_background

BULK = "bulk-run"
State = BulkRun.State
# Between two looks at whether somebody has asked to stop.
_SECONDS_A_SLICE = 1.0
_DISCARDED = Outcome("It was discarded.")


@kind(BULK, "Bulk run")
def do_bulk_run(task: Work) -> Outcome:
    """Go on with a run wherever it is: what is done is done, however often this is begun again."""
    run = BulkRun.objects.filter(pk=task.arguments["run"]).first()
    if run is None:
        return _DISCARDED
    if task.user:
        follow_left(run, follow_unseen(run, task.user))
    if task.arguments.get("state", run.state) != run.state:
        # By its page, meanwhile; what it is at now is somebody else's wish, and another task's.
        return Outcome(f"{run}: was gone on with before.")
    try:
        # Whoever loses a right in the middle of it has lost it for the rest.
        while not _slice(run, _as_of_now(task.user)):
            task.progress(*reached(run, tally_of(run)))
    except StopAsked:
        stop(run)
        raise
    except Discarded:
        return _DISCARDED
    except BadOrder as error:
        raise TaskFailed(str(error)) from error
    if run.state != State.PLANNED and run.is_of_articles:
        relate_in_background(user=task.user)
    return Outcome(f"{run}: {run.get_state_display().lower()}.", {"run": run.pk})


@transaction.atomic
def go_on_in_background(run: BulkRun, *, user: AbstractBaseUser) -> bool:
    """Let a worker go on with a run; False where none lives that would."""
    if not is_any_worker_alive():
        return False
    run.task = enqueue(BULK, {"run": run.pk, "state": run.state}, user=user)
    # Not by saving the row: somebody may have discarded it.
    BulkRun.objects.filter(pk=run.pk).update(task=run.task)
    return True


def is_queued(run: BulkRun) -> bool:
    """Return whether a task has the run in hand, or will."""
    return run.task is not None and not run.task.has_ended


def is_in_background(run: BulkRun) -> bool:
    """Return whether a task has the run in hand now. One that waits behind another, which may take
    an hour, keeps nobody from going on with the run by its page."""
    return is_queued(run) and run.task.state != TaskRun.State.WAITING


def _as_of_now(user: AbstractBaseUser | None) -> AbstractBaseUser:
    """Return the account with the rights that it has now: an instance keeps those it was asked
    for. Raises TaskFailed."""
    found = type(user).objects.filter(pk=user.pk).first() if user else None
    if found is None:
        raise TaskFailed("Whoever began it has no account any more.")
    return found


def _slice(run: BulkRun, user: AbstractBaseUser) -> bool:
    """A second of what is to be done; return whether that is at its end."""
    if run.state == State.PLANNING:
        return plan(run, actor=user, seconds=_SECONDS_A_SLICE)
    follow = follow_unseen(run, user)
    return work(run, actor=user, seconds=_SECONDS_A_SLICE, follow=follow)
