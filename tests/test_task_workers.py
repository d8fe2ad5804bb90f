"""The server keeps its task workers running, also where one cannot be started for a moment."""

import errno
import subprocess
import threading

from qtsite import task_workers


def test_a_worker_that_cannot_be_started_is_started_later(monkeypatch):
    monkeypatch.setattr(task_workers, "_FIRST_PAUSE_SECONDS", 0.01)
    popen, refusals, has_started = subprocess.Popen, [errno.ENOMEM, errno.EAGAIN], threading.Event()

    def start(command, **options):
        if refusals:
            raise OSError(refusals.pop(), "no room for another process")
        has_started.set()
        return popen(["true"], **options)

    monkeypatch.setattr(task_workers.subprocess, "Popen", start)
    workers = task_workers.TaskWorkers(1)
    workers.start()
    assert has_started.wait(10)
    workers.ask_to_end()
    workers.join()
