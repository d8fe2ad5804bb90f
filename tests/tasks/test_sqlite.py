"""On SQLite a worker's lock is a file, which the system lets go of with the process."""

import fcntl
import os
import signal
import subprocess
import sys

import pytest

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


def test_who_looks_between_the_file_and_its_lock_costs_no_worker_its_lock(tmp_path, monkeypatch):
    """He takes the file for a dead worker's, and removes it."""
    monkeypatch.setattr(worker_locks, "_folder", lambda: tmp_path)
    lock_file, looks = fcntl.flock, []

    def lock(descriptor, how):
        if not looks:
            looks.append(how)
            assert worker_locks.live_workers() == set()
        lock_file(descriptor, how)

    monkeypatch.setattr(worker_locks.fcntl, "flock", lock)
    with worker_locks.worker_lock() as mine:
        assert worker_locks.live_workers() == {mine.number}
        mine.require_held()


def test_a_worker_whose_file_is_gone_has_lost_its_lock(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_locks, "_folder", lambda: tmp_path)
    with worker_locks.worker_lock() as mine:
        (tmp_path / f"{mine.number}.worker").unlink()
        with pytest.raises(worker_locks.LockLost):
            mine.require_held()


def test_a_worker_of_another_account_is_looked_at(tmp_path, monkeypatch):
    """As root's by the service's: what it may not open is taken for alive, what it may not remove
    stays."""
    monkeypatch.setattr(worker_locks, "_folder", lambda: tmp_path)
    with worker_locks.worker_lock() as mine:
        file = tmp_path / f"{mine.number}.worker"
        assert file.stat().st_mode & 0o444 == 0o444
    file.touch(mode=0o444)

    def refuse(*arguments, **options):
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(worker_locks.Path, "unlink", refuse)
        assert worker_locks.live_workers() == set()
        patch.setattr(worker_locks.os, "open", refuse)
        assert worker_locks.live_workers() == {mine.number}
