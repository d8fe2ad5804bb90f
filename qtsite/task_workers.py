"""Supervision of the workers that do long work: processes beside those that answer requests.

    manage.py run_tasks --parent PID

Each is started anew when it ends. They are processes of their own, not forks of the server: it
loads nothing of the site, and SQLite must not be carried over a fork.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

logger = logging.getLogger("qtsite.task_workers")

_MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
# A worker stops between two batches and gives its task back; one that does not is killed, which
# costs the task the batch that it was at.
_KILL_SECONDS = 20.0
# One that ends sooner may do so again at once: the next one waits longer each time.
_QUICK_SECONDS = 10.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0


class TaskWorkers:
    """`count` processes; none where it is 0."""

    def __init__(self, count: int) -> None:
        self._keepers = [_Keeper() for _ in range(count)]

    def start(self) -> None:
        for keeper in self._keepers:
            keeper.start()

    def renew(self) -> None:
        """Let each end, so that the next one reads new code."""
        for keeper in self._keepers:
            keeper.terminate()

    def ask_to_end(self) -> None:
        """Begin to end them, while the server does other things."""
        for keeper in self._keepers:
            keeper.ask_to_end()

    def join(self) -> None:
        until = time.monotonic() + _KILL_SECONDS
        for keeper in self._keepers:
            keeper.join(until)


class _Keeper:
    """A thread that keeps one process running."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._is_ending = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="task worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def terminate(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.terminate()

    def ask_to_end(self) -> None:
        self._is_ending.set()
        self.terminate()

    def join(self, until: float) -> None:
        """Wait for the process until a moment of time.monotonic, then kill it."""
        self._thread.join(max(0.0, until - time.monotonic()))
        if self._thread.is_alive():
            with self._lock:
                if self._process is not None:
                    self._process.kill()
            self._thread.join()

    def _keep(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._is_ending.is_set():
            began = time.monotonic()
            try:
                self._run_one()
            except OSError as error:  # no memory, or too many processes, for the moment
                logger.error("no task worker could be started, which is tried again: %s", error)
            is_quick = time.monotonic() - began < _QUICK_SECONDS
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS) if is_quick else _FIRST_PAUSE_SECONDS
            self._is_ending.wait(pause if is_quick else 0)

    def _run_one(self) -> None:
        """Wait for the end of a process; raises OSError where none can be started."""
        with self._lock:
            if self._is_ending.is_set():
                return
            self._process = _start()
        status = self._process.wait()
        if status and not self._is_ending.is_set():
            logger.error("a task worker ended with status %s; the next starts", status)


# subprocess waits until the other end of a pipe is closed, by which it would be told of an error. A
# worker of the server that is forked meanwhile would hold that end for its whole life.
_starting = threading.Lock()
os.register_at_fork(
    before=_starting.acquire,
    after_in_parent=_starting.release,
    after_in_child=_starting.release,
)


def _start() -> subprocess.Popen:
    """In a group of its own, so that Ctrl-C in a terminal reaches it by way of this process."""
    command = [sys.executable, str(_MANAGE), "run_tasks", "--parent", str(os.getpid())]
    with _starting:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)
