"""Workers in the process of the test, which find each other in a folder of its own."""

import pytest

from articles.tasks import patient_write, worker, worker_locks
from articles.tasks.work import ending


@pytest.fixture
def work_off(tmp_path, monkeypatch):
    """Do what waits; return how many tasks were taken."""
    monkeypatch.setattr(worker_locks, "_folder", lambda: tmp_path / "workers")
    monkeypatch.setattr(ending, "is_asked", False)
    # The transaction of a test ends with its connection.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(patient_write, "close_old_connections", lambda: None)
    return lambda: worker.Worker(is_batch=True).run()
