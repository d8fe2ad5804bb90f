"""What the processes of one run of the tests share: one makes it, the others wait for it."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory, worker_id) -> Path:
    """A folder that the processes of a run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@contextmanager
def once_a_run(folder: Path) -> Iterator[tuple[Path, bool]]:
    """A folder, and whether it is for this process to fill; meanwhile the others wait."""
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = not folder.exists()
        if is_first:
            folder.mkdir()
        try:
            yield folder, is_first
        except BaseException:  # what is not whole is the next one's to make
            shutil.rmtree(folder, ignore_errors=True)
            raise
