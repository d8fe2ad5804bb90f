"""Scratch sites: a database of their own and the real commands, run as real processes."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
# Nothing here is timed: this only ends a test that hangs.
PATIENCE_SECONDS = 300
# For a process that the test is to catch at work: where the two want one core, the test goes first.
BEHIND_THE_TEST = ("nice", "-n", "5")
# So that a small delivery has several.
BATCH_FILES = 50
ARTICLES = "SELECT count(*) FROM articles_article"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process did. No fault may show an operator a traceback."""

    status: int
    stdout: str
    stderr: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.stderr, self.stderr[-3000:]

    @property
    def counts(self) -> dict[str, int]:
        """The summary of an import: {"created": 3, …}."""
        line = next(line for line in self.stdout.splitlines() if " files: " in line)
        words = line.partition(": ")[2].rstrip(".").split(", ")
        # Thousands have commas, too: "1,200 created" is cut at ", " alone.
        return {name: int(number.replace(",", "")) for number, name in map(str.split, words)}


@dataclass(slots=True)
class Site:
    """A site with a migrated, empty database. `variables` are added to its environment."""

    folder: Path
    database_url: str
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    @property
    def database_file(self) -> Path:
        return Path(self.database_url.removeprefix("sqlite:///"))

    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only for tests of faults",
            "DJANGO_SETTINGS_MODULE": "qtsite.settings",
            "IMPORT_BATCH_FILES": str(BATCH_FILES),
        }
        return {**os.environ, **own, **self.variables}

    def start(
        self, *arguments: object, prefix: tuple[str, ...] = (), module: str = ""
    ) -> subprocess.Popen:
        """Start `manage.py …`, or `python -m module …`, in a session of its own."""
        program = ["-m", module] if module else ["manage.py"]
        return subprocess.Popen(
            [*prefix, sys.executable, *program, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="backslashreplace",
            start_new_session=True,
        )

    def run(self, *arguments: object, prefix: tuple[str, ...] = (), module: str = "") -> Outcome:
        return finish(self.start(*arguments, prefix=prefix, module=module))

    def import_(self, *arguments: object, **options: object) -> Outcome:
        return self.run("import_articles", *arguments, **options)

    def snapshot(self) -> dict:
        """Everything in the database but keys and times (tests.faults.snapshot)."""
        outcome = self.run(module="tests.faults.snapshot")
        assert outcome.status == 0, outcome.stderr
        return json.loads(outcome.stdout)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection | psycopg.Connection]:
        """A connection of the test's own that commits each statement."""
        if self.is_sqlite:
            connection = sqlite3.connect(self.database_file, timeout=20, isolation_level=None)
        else:
            connection = psycopg.connect(self.database_url, autocommit=True)
        try:
            yield connection
        finally:
            connection.close()

    def number(self, query: str) -> int:
        with self.connection() as connection:
            return connection.execute(query).fetchone()[0]

    def copy(self, folder: Path) -> "Site":
        """Another site with the same database; nothing may be using this one."""
        folder.mkdir(parents=True)
        if self.is_sqlite:
            file = folder / "site.sqlite3"
            shutil.copyfile(self.database_file, file)
            return Site(folder, f"sqlite:///{file}")
        name = f"faults_{uuid4().hex[:12]}"
        with maintenance(self.database_url) as connection:
            template = urlsplit(self.database_url).path[1:]
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return Site(folder, at_database(self.database_url, name))

    def drop(self) -> None:
        if not self.is_sqlite:
            name = urlsplit(self.database_url).path[1:]
            with maintenance(self.database_url) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def at_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def maintenance(url: str) -> Iterator[psycopg.Connection]:
    """A connection to the server's own database, where others can be made and dropped."""
    with psycopg.connect(at_database(url, "postgres"), autocommit=True) as connection:
        yield connection


def finish(process: subprocess.Popen) -> Outcome:
    """Wait for a process; whatever happens, nothing of its session stays behind."""
    try:
        stdout, stderr = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        kill_session(process)
    return Outcome(process.returncode, stdout, stderr)


def kill_session(process: subprocess.Popen) -> None:
    """kill -9 for the process and everything that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stderr.close()


def session_of(process: subprocess.Popen) -> list[str]:
    """The command lines of what runs in a process's session, zombies apart (proc(5))."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            facts = (entry / "stat").read_text().rpartition(") ")[2].split()
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended meanwhile
            continue
        if facts[0] != "Z" and int(facts[3]) == process.pid:
            found.append(words)
    return found


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Ask again and again, and fail with `what` when the patience ends."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def stop_between_batches(site: Site, process: subprocess.Popen) -> None:
    """Stop the processes at a moment when they hold no lock that others wait for."""
    while True:
        os.killpg(process.pid, signal.SIGSTOP)
        if not is_in_a_transaction(site):
            return
        os.killpg(process.pid, signal.SIGCONT)
        time.sleep(0.005)


def is_in_a_transaction(site: Site) -> bool:
    with site.connection() as connection:
        if not site.is_sqlite:
            query = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state <> 'idle' AND pid <> pg_backend_pid()"
            )
            return connection.execute(query).fetchone()[0] > 0
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
    return False
