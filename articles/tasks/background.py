"""The one task of django-tasks: it does a piece of work and writes down what became of it."""

import errno
import logging
from typing import Any

from django.db import Error, transaction
from django.utils import timezone
from django_tasks import TaskContext, task

from articles.database.refusal import Refusal, refusal_of
from articles.models import TaskRun
from articles.tasks.kinds import Outcome, TaskFailed, kind_of
from articles.tasks.patient_write import write_when_possible
from articles.tasks.work import LostTask, StopAsked, Work, WorkerEnding

logger = logging.getLogger(__name__)

State = TaskRun.State
_STOPPED = "Stopped. What was done until then is whole, and stays."
_NO_ROOM = (
    "The server has no room left to write on. What was done until then is whole, and nothing is"
    " lost: when there is room again, have it done again for the rest."
)
_BROKEN = "It ended with an error of the program ({name}), which the server's log tells in full."


@task(takes_context=True)
def perform(context: TaskContext, key: int) -> None:
    """Do the work of the row; raises WorkerEnding or LostTask, where it is not at its end."""
    run = _begin(key)
    if run is None:
        return
    work = Work(run)
    try:
        outcome = kind_of(run.kind).function(work)
    except WorkerEnding:
        work.mine().filter(state=State.RUNNING).update(state=State.WAITING, once="")
        raise
    except LostTask:
        raise
    except StopAsked:
        _end(work, State.STOPPED, Outcome(_STOPPED))
    except TaskFailed as failure:
        _end(work, State.FAILED, Outcome(failure.sentence, failure.report))
    except Exception as error:
        if is_database_away(error):
            raise
        logger.exception("task %s (%s) failed", key, run.kind)
        _end(work, State.FAILED, Outcome(sentence_of(error)))
    else:
        _end(work, State.DONE, outcome)


@transaction.atomic
def _begin(key: int) -> TaskRun | None:
    """Return the row as this attempt's; None where nothing is to be done any more."""
    run = TaskRun.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if run is None or run.has_ended:
        return None
    now = timezone.now()
    if run.state == State.STOPPING:  # its worker died while it stopped
        run.state, run.sentence, run.ended_at = State.STOPPED, _STOPPED, now
    else:
        run.state, run.started_at = State.RUNNING, run.started_at or now
    run.attempt += 1
    run.save(update_fields=["state", "sentence", "started_at", "ended_at", "attempt"])
    if run.state == State.STOPPED:
        kind_of(run.kind).on_end(run.pk)
        return None
    return run


def _end(work: Work, state: str, outcome: Outcome) -> None:
    values: dict[str, Any] = {
        "state": state,
        "sentence": outcome.sentence[: TaskRun._meta.get_field("sentence").max_length],
        "report": outcome.report,
        "ended_at": timezone.now(),
    }
    if not write_when_possible(f"task {work.key}", lambda: work.mine().update(**values)):
        raise LostTask


def is_database_away(error: Exception) -> bool:
    """Nothing can be written down: the worker ends, and the next one begins the task again."""
    return refusal_of(error) is Refusal.UNREACHABLE


def sentence_of(error: Exception) -> str:
    """Return what a person is told of an error that ended a task."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _NO_ROOM
    refusal = refusal_of(error) if isinstance(error, Error) else None
    if refusal is Refusal.FULL:
        return _NO_ROOM
    if refusal is not None:
        return f"{refusal.reason} What was done until then is whole."
    return _BROKEN.format(name=type(error).__name__)
