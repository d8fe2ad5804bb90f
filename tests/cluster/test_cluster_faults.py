"""Editors at work and readers reading through nginx while a part of the cluster fails.

CLUSTER_EDITS says how many edits there are with all of the faults together; script/test-cluster
makes a thousand.
"""

import os
import signal
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from tests.cluster.machines import running_cluster, serving
from tests.cluster.traffic import Page, Traffic, lost_writes
from tests.faults.conftest import library_of
from tests.faults.desk import Desk, make_editor
from tests.faults.site import Site, at_database

READERS = 3
EDITS = int(os.environ.get("CLUSTER_EDITS", "42"))
# How long what has failed is away.
AWAY_SECONDS = float(os.environ.get("CLUSTER_AWAY_SECONDS", "1"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The cluster with the library, and two editors who are signed in."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(folder))
        variables = cluster.variables("site")
        (folder / "site").mkdir()
        site = Site(folder / "site", variables["DATABASE_URL"], {"REPLICA_URLS": ""})
        assert site.run("migrate", "--verbosity", "0").status == 0
        assert site.run("collectstatic", "--noinput", "--verbosity", "0").status == 0
        library = library_of(site)
        make_editor(site)
        cluster.databases.add_replica()
        served = stack.enter_context(serving(folder / "site", variables))
        desks = [Desk(), Desk()]
        for desk in desks:
            assert desk.sign_in(served.url).status == 200
        pages = [Page(library.paths[n], library.keys[n]) for n in range(len(desks))]
        yield SimpleNamespace(cluster=cluster, served=served, desks=desks, pages=pages)


def nothing(stage):
    yield
    yield


def worker_killed(stage):
    """Another takes its place by itself."""
    os.kill(stage.served.machines[0].children()[0], signal.SIGKILL)
    yield
    yield


def application_killed(stage):
    stage.served.machines[1].kill()
    yield
    stage.served.machines[1].start()
    yield


def primary_restarted(stage):
    stage.cluster.primary.stop()
    yield
    stage.cluster.primary.start()
    yield


def primary_killed(stage):
    stage.cluster.primary.kill()
    yield
    stage.cluster.primary.start()
    yield


def replica_lost(stage):
    stage.cluster.replica.kill()
    yield
    stage.cluster.replica.start()
    yield


def replica_lagging(stage):
    """It takes what the primary sends, and replays nothing."""
    stage.cluster.replica.one("SELECT pg_wal_replay_pause()::text")
    yield
    stage.cluster.replica.one("SELECT pg_wal_replay_resume()::text")
    yield


def redis_killed(stage):
    stage.cluster.redis.kill()
    yield
    stage.cluster.redis.start()
    yield


FAULTS = (
    nothing,
    worker_killed,
    application_killed,
    primary_restarted,
    primary_killed,
    replica_lost,
    replica_lagging,
    redis_killed,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_nothing_acknowledged_is_lost_and_no_read_is_stale(stage, tell, fault):
    traffic = Traffic(stage.served.url, stage.pages, stage.desks)

    def between(traffic):
        steps = fault(stage)
        time.sleep(0.2)
        next(steps)
        time.sleep(AWAY_SECONDS)
        next(steps)

    tally = traffic.run(max(2, EDITS // len(FAULTS)), READERS, between)
    url = at_database(stage.cluster.primary.url, "site")
    lost = [number for page in stage.pages for number in lost_writes(url, page)]
    tell(
        f"| {fault.__name__.replace('_', ' ')} | {tally.acknowledged} | {len(lost)}"
        f" | {len(tally.stale)} | {tally.refused} | {tally.cut} | {tally.reads.total()}"
        f" | {tally.failed_reads} | {tally.slowest_read_seconds:.2f}"
        f" | {tally.slowest_edit_seconds:.2f} |"
    )
    assert lost == []
    assert tally.stale == []
