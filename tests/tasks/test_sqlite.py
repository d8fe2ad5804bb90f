"""On SQLite a worker's lock is a file, which the system lets go of with the process."""

import os
import signal
import subprocess
import sys

from articles.tasks import worker_locks


def test_the_lock_goes_with_its_process(tmp_path, monkeypatch):
    """Held by another process, and let go of as it is killed."""
    folder = tmp_path / "workers"
    monkeypatch.setattr(worker_locks, "_folder", lambda: folder)
    folder.mkdir()
    file = folder / "12.worker"
    program = (
        "import fcntl, os, sys, time; f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT);"
        " fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"held\n"
        assert worker_locks.live_workers() == {12}
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert worker_locks.live_workers() == set()
    assert not file.exists()
