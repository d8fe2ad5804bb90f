"""Files of what a process could not write before it had to end."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from articles.audience import leftovers

ROWS = [[1, "2026-01-01", 7], [2, "2026-01-01", 1]]


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "leftovers"


def names(folder):
    return sorted(file.suffix for file in folder.iterdir())


def make_older(file, seconds=90):
    os.utime(file, (time.time() - seconds,) * 2)


def test_what_is_kept_is_taken_once(folder):
    assert leftovers.keep("views", ROWS)
    assert leftovers.keep("views", ROWS[:1])
    assert sorted(leftovers.take("views")) == sorted([*ROWS, ROWS[0]])
    assert leftovers.take("views") == []
    assert names(folder) == []


def test_a_kind_takes_its_own(folder):
    leftovers.keep("votes", ROWS)
    assert leftovers.take("views") == []
    assert leftovers.take("votes") == ROWS


def test_where_nothing_was_kept_there_is_nothing(folder):
    assert leftovers.take("views") == []


KILLED = """
import os, signal, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(VAR_DIR=sys.argv[1])
from articles.audience import leftovers
Path.read_text = lambda self: os.kill(os.getpid(), signal.SIGKILL)
leftovers.take("views")
"""


def kill_while_taking(folder):
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder.parent)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert names(folder) == [".taken"]


def test_what_a_killed_process_had_taken_is_taken_by_another_after_a_minute(folder, monkeypatch):
    leftovers.keep("views", ROWS)
    kill_while_taking(folder)
    assert leftovers.take("views") == []  # that process may still be at it
    later = time.time() + 90
    monkeypatch.setattr(time, "time", lambda: later)
    assert leftovers.take("views") == ROWS
    assert names(folder) == []


def test_what_was_taken_before_the_clock_was_set_back_does_not_wait_for_it(folder, monkeypatch):
    leftovers.keep("views", ROWS)
    kill_while_taking(folder)
    before = time.time() - 86_400
    monkeypatch.setattr(time, "time", lambda: before)
    assert leftovers.take("views") == ROWS


def test_what_another_has_taken_from_a_killed_process_is_its_own_for_a_minute(folder, monkeypatch):
    leftovers.keep("views", ROWS)
    make_older(next(folder.iterdir()), seconds=3_600)
    kill_while_taking(folder)
    assert leftovers.take("views") == []


def test_a_file_that_was_never_finished_is_deleted_after_a_minute(folder, caplog):
    folder.mkdir()
    for name, age_seconds in (("views-a.begun", 90), ("views-b.begun", 0), ("votes-c.begun", 90)):
        (folder / name).write_text(json.dumps(ROWS)[:9])
        make_older(folder / name, age_seconds)
    assert leftovers.take("views") == []
    assert sorted(file.name for file in folder.iterdir()) == ["views-b.begun", "votes-c.begun"]
    assert "before it had written" in caplog.text


def test_a_file_that_cannot_be_read_is_removed_and_hides_no_other(folder, caplog):
    leftovers.keep("views", ROWS)
    (folder / "views-0.json").write_text("{")
    assert leftovers.take("views") == ROWS
    assert names(folder) == []
    assert "is not taken up" in caplog.text


def test_nobody_else_may_read_it(folder):
    leftovers.keep("votes", [1])
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_told_and_stops_nothing(folder, caplog):
    leftovers.keep("votes", [1])
    (folder / "votes-0.json").write_text("[1, ")
    assert leftovers.take("votes") == [1]
    assert "not taken up" in caplog.text


def test_what_finds_no_room_is_told(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way of the folder")
    settings.VAR_DIR = tmp_path / "file"
    assert not leftovers.keep("votes", [1, 2])
    assert "2 votes are lost" in caplog.text
