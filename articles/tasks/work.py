"""What the function of a kind is given: its arguments, and the way to say how far it is."""

import os
import time
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import OperationalError
from django.db.models import QuerySet

from articles.database.retry import is_lock_wait
from articles.models import TaskRun

# The row is written so often at most, and a wish to stop is noticed after as long.
_SECONDS_BETWEEN_WRITES = 1.0


class StopAsked(Exception):
    """Somebody has asked to stop the task."""


class WorkerEnding(Exception):
    """The worker was asked to end, as at an update: the task waits for the next one."""


class LostTask(Exception):
    """Another worker has taken the task up: this one was taken for dead, and must write no more."""


class Ending:
    """Whether this process was asked to end. Plain attributes, so that a signal may set them at any
    moment. `parent` is the process with which it ends, so that no worker outlives a killed
    server."""

    is_asked = False
    parent: int | None = None

    def is_due(self) -> bool:
        return self.is_asked or (self.parent is not None and os.getppid() != self.parent)


ending = Ending()


class Work:
    """One attempt at a task."""

    def __init__(self, run: TaskRun) -> None:
        self.key = run.pk
        self.arguments: dict[str, Any] = run.arguments
        self.user: AbstractBaseUser | None = run.user
        self.noted: dict[str, Any] = run.report
        self._attempt = run.attempt
        self._furthest = run.furthest
        self._written_at = 0.0
        self._known = (-1, -1)

    @property
    def is_again(self) -> bool:
        """Whether another attempt came before this one, and may have got anywhere."""
        return self._attempt > 1

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, between two transactions. Raises StopAsked, WorkerEnding or LostTask;
        cheap enough to be called for each article."""
        self.give_way()
        now = time.monotonic()
        if now - self._written_at < _SECONDS_BETWEEN_WRITES:
            return
        self._written_at = now
        self.look()
        if self._known != (done, total):
            self._known = (done, total)
            self._write(done, total)

    def _write(self, done: int, total: int) -> None:
        values = {"done": done, "total": total}
        if done > self._furthest:
            # Nothing at which workers die kept it from getting on.
            self._furthest = done
            values |= {"furthest": done, "kills": 0}
        try:
            is_mine = self.mine().update(**values)
        except OperationalError as error:
            if not is_lock_wait(error):
                raise
            return  # somebody else writes; the next number is as good
        if not is_mine:
            raise LostTask

    def note(self, values: dict[str, Any]) -> None:
        """Write down, once, what the attempts behind this one must know, and find in `noted`: that
        a part is done which none of them does again. The units are counted anew. Raises LostTask.
        """
        self.noted, self._furthest = values, 0
        if not self.mine().update(report=values, furthest=0, kills=0):
            raise LostTask

    def look(self) -> None:
        """Raise what `progress` raises, at once: before something that must not be done twice."""
        self.give_way()
        state = self.mine().values_list("state", flat=True).first()
        if state is None:
            raise LostTask
        if state == TaskRun.State.STOPPING:
            raise StopAsked

    def give_way(self) -> None:
        """Raise WorkerEnding where the worker is to end: between steps that have no number, and
        that nobody stops half way."""
        if ending.is_due():
            raise WorkerEnding

    def require_mine(self) -> None:
        """Raise LostTask where another has the task, or it was ended: called first in a transaction
        that writes a result, which nobody takes the task up in."""
        if not self.mine().select_for_update().values_list("pk"):
            raise LostTask

    def mine(self) -> QuerySet[TaskRun]:
        """Return the row of the task, as long as this attempt is the newest and has it in hand."""
        in_hand = (TaskRun.State.RUNNING, TaskRun.State.STOPPING)
        return TaskRun.objects.filter(pk=self.key, attempt=self._attempt, state__in=in_hand)
