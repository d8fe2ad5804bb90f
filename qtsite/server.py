"""The production server: granian, as `script/server` and every other start of the site runs it.

    python -m qtsite.server

HOST, PORT, WORKERS and THREADS say where, and with how many processes and threads: one process a
core, at most four, unless they say otherwise, and three threads each (qtsite/environment.py,
`threads`). This process supervises: it serves no request, opens no database (its workers are
forked, and SQLite must not be carried over a fork: sqlite.org/howtocorrupt.html, section 2.6) and
loads nothing of the site, so that the workers that SIGHUP starts read new code. It replaces every
worker that ends unasked, and beside them keeps TASK_WORKERS processes that do long work
(qtsite/task_workers.py).

Three things differ from the command `granian --respawn-failed-workers`:

- One socket, which the supervisor keeps. On Linux granian lets each worker listen for itself: where
  the only one is killed, nothing listens until the next has started. Measured with four clients and
  one worker, killed once: 164 requests refused or cut; with one socket the 3 or 4 being answered.
- A worker that dies again within seconds is replaced, too. granian then ends the whole site, which
  is right only where no worker has come as far as loading it.
- The supervisor notices every signal (qtsite/signal_event.py).
"""

import gc
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable
from ctypes import c_bool
from functools import partial
from typing import Any

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketSpec

from qtsite import environment, logging_setup, shared_memory
from qtsite.signal_event import SignalEvent
from qtsite.task_workers import TaskWorkers

TARGET = "qtsite.wsgi:application"
# Requests that a worker holds while its threads are busy; further ones wait in the socket.
_BACKPRESSURE = 64
# A worker that is asked to end has so long to answer its requests and to write what it counted.
_KILL_SECONDS = 30
# Who dies sooner than this may do so again at once: the next one waits.
_QUICK_SECONDS = 5.5
_PAUSE_SECONDS = 1
_MOST_WORKERS = 4


def _workers() -> int:
    """One for each core that this process may use: a worker's threads share an interpreter, and
    with it a core. Further ones take memory (110 MB each), which nobody has asked for."""
    has_affinity = hasattr(os, "sched_getaffinity")  # not on macOS
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(cores, _MOST_WORKERS)


class Supervisor(Granian):
    """granian's server of processes, with one socket for all of them, that does not give up."""

    def __init__(self, *, task_workers: int, **options: Any) -> None:
        super().__init__(TARGET, interface=Interfaces.WSGI, **options)
        self.main_loop_interrupt = SignalEvent()
        self._tasks = TaskWorkers(task_workers)
        self.on_startup(self._tasks.start)
        self.on_reload(self._tasks.renew)
        self.on_shutdown(self._tasks.join)
        # In memory that the workers share: whether any of them could load the site. Without a lock,
        # which a killed worker could take along.
        self._is_loaded = multiprocessing.RawValue(c_bool, False)
        self._failures = 0

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT. Raises SystemExit where no worker can load the site."""
        self.serve(target_loader=partial(_load, self._is_loaded))

    def shutdown(self, exit_code: int = 0) -> None:
        """Long work is stopped while the last requests are answered."""
        self._tasks.ask_to_end()
        super().shutdown(exit_code)

    def _init_shared_socket(self) -> None:
        """Listen here, once: what granian does where ports cannot be shared."""
        self._ssp = None
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sfd = self._shd.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    def _respawn_workers(
        self, workers: list[int], spawn_target: Callable, target_loader: Callable, delay: float = 0
    ) -> None:
        """Replace workers, and remember none as replaced: granian ends everything if one that it
        remembers fails again within 5.5 s. Only where no worker could load the site, and each has
        had a second try, is it ended."""
        if not self._is_loaded.value:
            self._failures += len(workers)
            if self._failures > self.workers:
                self.interrupt_children.extend(workers)  # the exit status is 1
                self.signal_handler_interrupt()
                return
        now = time.monotonic()
        if any(now - self.wrks[index].birth < _QUICK_SECONDS for index in workers):
            time.sleep(_PAUSE_SECONDS)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()


def _load(is_loaded: Any, target: str) -> Callable:
    """Return the application, in a worker."""
    gc.disable()  # as manage.py does while a start lasts
    application = load_target(target)
    is_loaded.value = True
    return application


def main() -> None:
    workers = environment.integer("WORKERS", _workers(), minimum=1, maximum=64)
    shared_memory.share(workers)
    Supervisor(
        address=environment.text("HOST", "127.0.0.1"),
        port=environment.port(),
        workers=workers,
        blocking_threads=environment.threads(),
        backpressure=_BACKPRESSURE,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_SECONDS,
        task_workers=environment.integer("TASK_WORKERS", 1, minimum=0, maximum=16),
        log_level=LogLevels.warning,
        log_dictconfig=logging_setup.of_the_server(
            environment.choice("LOG_FORMAT", "LINE", ("LINE", "JSON"))
        ),
    ).run()


if __name__ == "__main__":
    sys.exit(main())
