"""The queue: how work is put into it, stopped, and taken up again after its worker was killed."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import TaskRun
from articles.tasks.background import perform
from articles.tasks.kinds import kind_of
from articles.tasks.worker_locks import live_workers, number_of

State = TaskRun.State
# Whoever kills three workers kills the fourth, too.
MOST_KILLS = 3
_GIVEN_UP = (
    f"The process that did it ended {MOST_KILLS} times, by a crash or for want of memory. Nothing"
    " is half done; the server's log says more."
)


@transaction.atomic
def enqueue(
    name: str,
    arguments: dict[str, Any] | None = None,
    *,
    user: AbstractBaseUser | None = None,
    once: str = "",
) -> TaskRun:
    """Put work of a kind into the queue, in the caller's transaction: it is done if that is."""
    kind_of(name)
    run = TaskRun.objects.create(kind=name, arguments=arguments or {}, user=user, once=once)
    result = perform.enqueue(run.pk)
    run.result_key = result.id
    run.save(update_fields=["result_key"])
    return run


def enqueue_once(
    name: str, arguments: dict[str, Any] | None = None, *, user: AbstractBaseUser | None = None
) -> TaskRun:
    """Put work of a kind into the queue, unless it waits there already; return what waits. One that
    is being done may have passed by what is new."""
    waiting = TaskRun.objects.filter(once=name, state=State.WAITING)
    if (run := waiting.first()) is not None:
        return run
    try:
        return enqueue(name, arguments, user=user, once=name)
    except IntegrityError:  # another was first
        return waiting.first() or enqueue(name, arguments, user=user)


@transaction.atomic
def ask_to_stop(run: TaskRun) -> bool:
    """Stop what waits, and ask what is being done to; return False where it has ended already."""
    now = timezone.now()
    own = TaskRun.objects.filter(pk=run.pk)
    waiting = own.filter(state=State.WAITING)
    if waiting.update(state=State.STOPPED, ended_at=now, sentence="Stopped before it began."):
        kind_of(run.kind).on_end(run.pk)
        return True
    return bool(own.filter(state__in=(State.RUNNING, State.STOPPING)).update(state=State.STOPPING))


def take_up_again() -> int:
    """Put back into the queue what dead workers had in hand; return how many.

    The tasks are read before the locks: who has one holds his lock since before. Whoever finds a
    task as it was read takes it up, so that of several workers one does, once a death.
    """
    running = list(DBTaskResult.objects.running().only("id", "worker_ids", "started_at"))
    if not running:
        return 0
    alive = live_workers()
    dead = [one for one in running if one.worker_ids and _is_dead(one.worker_ids[-1], alive)]
    return sum(_take_up(one) for one in dead)


def _is_dead(worker_id: str, alive: set[int]) -> bool:
    """A worker of another program has no lock of ours: nothing is known of it."""
    number = number_of(worker_id)
    return number is not None and number not in alive


@transaction.atomic
def _take_up(found: DBTaskResult) -> bool:
    same = DBTaskResult.objects.running().filter(pk=found.pk, started_at=found.started_at)
    if not same.update(status="READY"):
        return False
    run = TaskRun.objects.select_for_update().filter(result_key=found.pk).first()
    if run is None or run.has_ended:
        return True
    run.kills += 1
    if run.kills < MOST_KILLS:
        if run.state == State.RUNNING:
            run.state = State.WAITING
            run.once = ""  # another of its kind may wait by now
        run.save(update_fields=["kills", "state", "once"])
        return True
    now = timezone.now()
    run.state, run.sentence, run.ended_at = State.FAILED, _GIVEN_UP, now
    run.save(update_fields=["kills", "state", "sentence", "ended_at"])
    DBTaskResult.objects.filter(pk=found.pk).update(status="FAILED", finished_at=now)
    kind_of(run.kind).on_end(run.pk)
    return True
