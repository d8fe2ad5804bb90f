"""The header of SQLite's wal-index: another one after every commit, and no lock is lost for it."""

import gc
import sqlite3
import subprocess
import sys
from contextlib import closing
from random import Random

import pytest

from articles.database.sqlite3.wal_index import wal_index_of

SEED = 20261130
OPERATIONS = 60
WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO word VALUES ('another process')")
connection.execute("COMMIT")
"""


@pytest.fixture
def file(tmp_path):
    """A database in WAL mode with a table, whose connections commit each statement."""
    file = tmp_path / "site.sqlite3"
    with closing(connect(file)) as made:
        made.executescript("PRAGMA journal_mode = WAL; CREATE TABLE word (word TEXT)")
    return file


def connect(file):
    return sqlite3.connect(file, timeout=0, isolation_level=None)


def write_in_another_process(file):
    command = [sys.executable, "-c", WRITE, str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def test_it_is_another_after_a_commit_and_the_same_after_everything_else(file):
    with closing(connect(file)) as reader, closing(connect(file)) as writer:
        index = wal_index_of(reader)
        before = index.header()
        reader.execute("SELECT * FROM word").fetchall()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO word VALUES ('never')")
        assert index.header() == before
        writer.execute("ROLLBACK")
        assert index.header() == before
        writer.execute("INSERT INTO word VALUES ('own process')")
        own = index.header()
        assert write_in_another_process(file).returncode == 0
        assert len({before, own, index.header()}) == 3


def test_it_is_another_whenever_data_version_is(file):
    """Which is another one after each commit of other connections."""
    chance = Random(SEED)
    writers = [connect(file) for _ in range(3)]
    for writer in writers:
        writer.execute("PRAGMA cache_size = 1")  # so that it spills what is not committed
    insert = "INSERT INTO word VALUES (hex(randomblob(6000)))"
    operations = (
        *(insert, "DELETE FROM word", "VACUUM", "PRAGMA user_version = 7"),
        *(f"PRAGMA wal_checkpoint({how})" for how in ("PASSIVE", "RESTART", "TRUNCATE")),
        *(f"BEGIN IMMEDIATE; {insert}; {insert}; {end}" for end in ("COMMIT", "ROLLBACK")),
    )
    with closing(connect(file)) as reader:
        index = wal_index_of(reader)
        seen = set()
        for _ in range(OPERATIONS):
            before = reader.execute("PRAGMA data_version").fetchone(), index.header()
            writer = chance.choice(writers)
            for statement in chance.choice(operations).split("; "):
                writer.execute(statement).fetchall()
            after = reader.execute("PRAGMA data_version").fetchone(), index.header()
            changed = [one != other for one, other in zip(before, after, strict=True)]
            assert changed in ([True, True], [False, False], [False, True]), SEED
            seen.add(tuple(changed))
        assert {(True, True), (False, False)} <= seen
    for writer in writers:
        writer.close()


def test_no_lock_of_this_process_is_lost(file):
    """As it would be if a descriptor of the file were closed."""
    with closing(connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO word VALUES ('mine')")
        for _ in range(2):
            with closing(connect(file)) as reader:
                assert wal_index_of(reader)
            gc.collect()
        assert "database is locked" in write_in_another_process(file).stderr
        writer.execute("COMMIT")
    assert write_in_another_process(file).returncode == 0


def test_a_file_that_takes_the_place_of_the_last_is_read_itself(file):
    with closing(connect(file)) as first:
        old = wal_index_of(first).header()
    with closing(connect(file)) as second:  # the last to close has removed the file
        second.execute("INSERT INTO word VALUES ('later')")
        index = wal_index_of(second)
        new = index.header()
        assert new != old
        assert write_in_another_process(file).returncode == 0
        assert index.header() != new


@pytest.mark.parametrize("mode", ["DELETE", "TRUNCATE"])
def test_a_database_without_a_log_has_none(file, mode):
    with closing(connect(file)) as reader:
        reader.execute(f"PRAGMA journal_mode = {mode}")
        assert wal_index_of(reader) is None


def test_a_database_in_memory_has_none():
    with closing(sqlite3.connect(":memory:")) as reader:
        assert wal_index_of(reader) is None
