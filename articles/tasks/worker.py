"""The worker: takes tasks out of the queue of django-tasks-db, one after the other.

django-tasks-db has a worker of its own, which never looks at a task again whose worker was killed,
and writes to SQLite every second while there is nothing to do. This one reads the same rows.
"""

import logging
import time
import traceback

from django.db import Error, close_old_connections
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from articles.assigning import release_unfit
from articles.figures import note_today
from articles.tasks.cleanup import tidy
from articles.tasks.patient_write import write_when_possible
from articles.tasks.queue import take_up_again
from articles.tasks.work import LostTask, WorkerEnding, ending
from articles.tasks.worker_locks import WorkerLock, worker_lock

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_AFTER_AN_ERROR = 5.0
_SECONDS_BETWEEN_TIDYINGS = 3600.0
_SLICE_SECONDS = 0.2


class WorkerBroken(Exception):
    """The end of a task could not be written down: by ending, the worker gives the task back."""


class Worker:
    """`is_batch`: it ends when nothing waits. `parent`: it ends when it is no more the child of
    that process, so that no worker outlives a killed server."""

    def __init__(self, *, is_batch: bool = False, parent: int | None = None) -> None:
        self._is_batch = is_batch
        ending.parent = parent
        self._tidied_at = float("-inf")

    def run(self) -> int:
        """Work until `ending` is asked for; return how many tasks were taken. Raises LockLost
        and WorkerBroken."""
        done = 0
        with worker_lock() as lock:
            logger.info("worker %s waits for tasks", lock.worker_id)
            while not ending.is_due():
                close_old_connections()
                lock.require_held()
                try:
                    take_up_again()
                    has_worked = self._do_next(lock)
                    done += has_worked
                    if not has_worked:
                        self._tidy()
                except Error as error:
                    if self._is_batch:
                        raise
                    logger.warning("tasks wait: %s", error)
                    self._wait(_SECONDS_AFTER_AN_ERROR)
                    continue
                if not has_worked:
                    if self._is_batch:
                        break
                    self._wait(_SECONDS_BETWEEN_LOOKS)
        return done

    def _wait(self, seconds: float) -> None:
        """In slices: a signal's handler ends no sleep (PEP 475)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not ending.is_due():
            time.sleep(_SLICE_SECONDS)

    def _do_next(self, lock: WorkerLock) -> bool:
        ready = DBTaskResult.objects.ready()
        if not ready.exists():  # asked first, for what follows takes SQLite's one writer
            return False
        with exclusive_transaction(ready.db):
            found = ready.get_locked()
            if found is None:
                return False
            found.claim(lock.worker_id)
        self._do(found)
        return True

    def _do(self, found: DBTaskResult) -> None:
        """Do a task that is this worker's. Whatever it raises is written down; where that cannot
        be, the worker ends, and the next one begins the task again."""
        status, error = "SUCCESSFUL", None
        try:
            result = found.task_result
            context = (TaskContext(task_result=result),) if found.task.takes_context else ()
            found.task.call(*context, *result.args, **result.kwargs)
        except WorkerEnding:
            status = "READY"
        except LostTask:
            logger.warning("task %s was taken up by another worker", found.id)
            return
        except Error as failure:
            raise WorkerBroken from failure
        except Exception as failure:
            logger.exception("task %s failed", found.id)
            status, error = "FAILED", failure
        try:
            write_when_possible(f"task {found.id}", lambda: _finish(found, status, error))
        except Error as failure:
            raise WorkerBroken from failure

    def _tidy(self) -> None:
        now = time.monotonic()
        if now - self._tidied_at > _SECONDS_BETWEEN_TIDYINGS:
            self._tidied_at = now
            tidy()
            note_today()
            release_unfit()


def _finish(found: DBTaskResult, status: str, error: Exception | None) -> None:
    values = {"status": status, "finished_at": None if status == "READY" else timezone.now()}
    if error is not None:
        values["exception_class_path"] = f"{type(error).__module__}.{type(error).__qualname__}"
        values["traceback"] = "".join(traceback.format_exception(error))
    same = DBTaskResult.objects.running().filter(pk=found.pk, started_at=found.started_at)
    same.update(**values)
