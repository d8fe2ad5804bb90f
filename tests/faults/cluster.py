"""A primary of PostgreSQL and a streaming replica of it, started from the installed programs."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.free_ports import free_ports

USER, NAME = "qtsite", "site"
_OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c wal_keep_size=64MB -c max_wal_senders=4"


@dataclass(slots=True)
class Server:
    """One server of the cluster, with its folder."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        options = f"-p {self.port} -c unix_socket_directories={self.folder.parent} {_OPTIONS}"
        log = f"{self.folder}.log"
        _run("pg_ctl", "-D", self.folder, "-w", "-s", "-l", log, "-o", options, "start")

    def kill(self) -> None:
        """As when its machine dies: nothing is said to anybody."""
        _run("pg_ctl", "-D", self.folder, "-s", "-m", "immediate", "stop")

    def stop(self) -> None:
        """As when it is restarted: whoever is connected is cut, what replicas lack is sent."""
        _run("pg_ctl", "-D", self.folder, "-s", "-m", "fast", "-w", "stop")

    def send(self, number: signal.Signals) -> None:
        """A signal to the server and all its processes (proc(5))."""
        pid = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            os.kill(each, number)

    def one(self, query: str) -> object:
        """The first value of a query, asked on a connection of its own."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query).fetchone()[0]


@dataclass(slots=True)
class Cluster:
    primary: Server
    replica: Server

    def add_replica(self) -> None:
        """Copy the primary as it is, and stream from there on."""
        self.copy_primary("-R")
        self.replica.start()

    def copy_primary(self, *options: str) -> None:
        """Copy the primary as it is into the other server's folder."""
        source = f"host=127.0.0.1 port={self.primary.port} user={USER}"
        copy = ("-D", self.replica.folder, "-d", source, "-c", "fast", "-N")
        _run("pg_basebackup", *copy, *options)


@contextmanager
def running_primary() -> Iterator[Cluster]:
    """A primary with an empty database; its replica is there after `add_replica`."""
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    if os.getuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres")
    ports = free_ports(2)
    cluster = Cluster(Server(folder / "primary", ports[0]), Server(folder / "replica", ports[1]))
    try:
        data = cluster.primary.folder
        _run("initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8")
        cluster.primary.start()
        _run("createdb", "-h", "127.0.0.1", "-p", cluster.primary.port, "-U", USER, NAME)
        yield cluster
    finally:
        for server in (cluster.replica, cluster.primary):
            if (server.folder / "postmaster.pid").exists():
                server.send(signal.SIGCONT)
                server.kill()
        shutil.rmtree(folder)


def _run(program: str, *arguments: object) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    path = found[-1] if found else shutil.which(program)
    if path is None:
        pytest.skip(f"PostgreSQL's own program {program} is not installed")
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    command = [*user, str(path), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
    assert done.returncode == 0, done.stderr.decode()
