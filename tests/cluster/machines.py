"""A whole site of several machines: PostgreSQL with a streaming replica, Redis, a bucket of an
S3-compatible server, and application processes behind nginx, all chosen by environment alone."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.cluster import programs
from tests.cluster.programs import Program
from tests.faults.cluster import Cluster as Databases
from tests.faults.cluster import Server, running_primary
from tests.faults.site import at_database
from tests.free_ports import free_port
from tests.s3_server import S3Server, running_s3

MACHINES = 2


@dataclass(slots=True)
class Cluster:
    """What the machines of a site share. `folder` holds what each program keeps."""

    folder: Path
    databases: Databases
    redis: Program
    s3: S3Server
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))

    @property
    def primary(self) -> Server:
        return self.databases.primary

    @property
    def replica(self) -> Server:
        return self.databases.replica

    def variables(self, database: str) -> dict[str, str]:
        """The environment of a site whose database has that name. Nothing else makes it one of
        several machines."""
        return {
            "DATABASE_URL": at_database(self.primary.url, database),
            "REPLICA_URLS": at_database(self.replica.url, database),
            "REPLICA_MAX_LAG_SECONDS": "2",
            "CACHE_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "SECRET_KEY": self.secret_key,
            "TRUST_PROXY": "1",
            "WORKERS": "1",
            **self.s3.variables,
        }

    def copy_database(self, source: str, name: str) -> None:
        """A database with what another holds that nobody uses; the replica gets it as well."""
        with psycopg.connect(at_database(self.primary.url, "postgres"), autocommit=True) as opened:
            opened.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def wait_for_replica(self) -> None:
        """Return when the replica has replayed all that the primary has written by now."""
        place = self.primary.one("SELECT pg_current_wal_lsn()::text")
        while not self.replica.one(f"SELECT pg_last_wal_replay_lsn() >= '{place}'::pg_lsn"):
            pass


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """The servers that machines share, with an empty database. The replica is there after
    `databases.add_replica`."""
    with ExitStack() as stack:
        databases = stack.enter_context(running_primary())
        redis = programs.redis(folder)
        stack.callback(redis.kill)
        redis.start()
        yield Cluster(folder, databases, redis, stack.enter_context(running_s3()))


@dataclass(slots=True)
class Serving:
    """Machines that serve one site, and nginx in front: readers know its `url` alone."""

    url: str
    machines: list[Program]
    nginx: Program
    environment: dict[str, str]


@contextmanager
def serving(
    folder: Path,
    variables: Mapping[str, str],
    *,
    machines: int = MACHINES,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[Serving]:
    """A site that answers, in a folder of its own, with the static files that are collected in
    `folder`/static; with DEBUG they need not be. The machines have one folder for deliveries that
    are uploaded (docs/operating.md)."""
    port = port or free_port()
    (folder / "deliveries").mkdir(exist_ok=True)
    url = f"http://{host}:{port}"
    shared = {**os.environ, **variables, "SITE_URL": url}
    with ExitStack() as stack:
        started = []
        for number in range(machines):
            machine = programs.application(folder / f"machine-{number}", shared)
            # Each machine collects its own static files, and here they are the same.
            for name in ("static", "deliveries"):
                (folder / f"machine-{number}" / name).symlink_to(folder / name)
            stack.callback(machine.kill)
            machine.start()
            started.append(machine)
        nginx = programs.nginx(folder / "nginx", port, [machine.port for machine in started])
        stack.callback(nginx.kill)
        nginx.start()
        yield Serving(url, started, nginx, started[0].environment | {"PORT": str(port)})
