"""Long work in the background: kinds of it, the queue, and the worker that does it.

    @kind("fill-related", "Related questions")
    def fill(work: Work) -> Outcome: …

    enqueue("fill-related", user=request.user)

The queue is that of django-tasks; docs/decisions/0051-background-tasks.md says why.
"""

from articles.tasks.kinds import Outcome, TaskFailed, kind, title_of
from articles.tasks.queue import ask_to_stop, enqueue, enqueue_once
from articles.tasks.work import StopAsked, Work, WorkerEnding
from articles.tasks.worker_locks import is_any_worker_alive

__all__ = [
    "Outcome",
    "StopAsked",
    "TaskFailed",
    "Work",
    "WorkerEnding",
    "ask_to_stop",
    "enqueue",
    "enqueue_once",
    "is_any_worker_alive",
    "kind",
    "title_of",
]
