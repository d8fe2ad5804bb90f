"""Editors at work and readers reading through nginx while a part of the cluster fails.

CLUSTER_EDITS says how many edits there are with all of the faults together; script/test-cluster
makes a thousand. Without it a few edits go with a few of the faults, as in CI: what a replica does
is there in tests/faults/test_replicas.py.
"""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from redis import Redis

from tests.admin.page_forms import form_data
from tests.cluster.machines import running_cluster, serving
from tests.cluster.traffic import Page, Traffic, lost_writes
from tests.faults.conftest import library_of
from tests.faults.desk import Desk, make_editor
from tests.faults.site import Site, at_database
from tests.pictures import drawing, photograph

READERS = 3
IS_WHOLE = "CLUSTER_EDITS" in os.environ
EDITS = int(os.environ.get("CLUSTER_EDITS", "0"))
# Fewer than an editor may send at once (articles/admin/images/upload.py).
MOST_UPLOADS = 15
# The standby counts for itself what it was asked.
READ_OF_ARTICLES = (
    "SELECT coalesce(sum(idx_tup_fetch), 0)::bigint FROM pg_stat_user_tables"
    " WHERE relname = 'articles_rendering'"
)
# How long what has failed is away.
AWAY_SECONDS = float(os.environ.get("CLUSTER_AWAY_SECONDS", "1"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The cluster with the library, and two editors who are signed in."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(folder))
        # DEBUG: static files need not be collected; the browser's tests have them.
        variables = cluster.variables("site") | {"DEBUG": "1"}
        (folder / "site").mkdir()
        site = Site(folder / "site", variables["DATABASE_URL"], {"REPLICA_URLS": ""})
        assert site.run("migrate", "--verbosity", "0").status == 0
        library = library_of(site)
        make_editor(site)
        cluster.databases.add_replica()
        served = stack.enter_context(serving(folder / "site", variables))
        desks = [Desk(), Desk()]
        for desk in desks:
            assert desk.sign_in(served.url).status == 200
        pages = [Page(library.paths[n], library.keys[n]) for n in range(len(desks) + 1)]
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


def s3_down(stage):
    """An upload is refused with a sentence, and taken when the bucket is there again."""
    before = upload(stage, photograph((60, 40)))
    assert before.status == 200
    address = json.loads(before.html)["address"]
    assert answer_bytes(stage, address)[0] == 200
    stage.cluster.s3.kill()
    yield
    refused = upload(stage, drawing((60, 40)))
    assert (refused.status, "could not be stored" in refused.html) == (503, True)
    stage.cluster.s3.start()
    # A SeaweedFS that has just started takes objects before it takes all of them.
    tries = (upload_after(2, stage, drawing((60, 40))) for _ in range(MOST_UPLOADS))
    taken = next((each for each in tries if each.status == 200), None)
    assert taken is not None
    for each in (address, json.loads(taken.html)["address"]):
        status, data = answer_bytes(stage, each)
        assert (status, data[8:12]) == (200, b"WEBP")
    yield


def upload(stage, picture):
    """Send a picture as the editor of answers does (RFC 7578)."""
    desk, url = stage.desks[0], stage.served.url
    token = form_data(desk.get(f"{url}/admin/articles/image/add/").html, "image_form")
    head = '--of-the-form\r\nContent-Disposition: form-data; name="{}"'
    file = head.format("image") + '; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    name = head.format("csrfmiddlewaretoken")
    parts = [f"{name}\r\n\r\n{token['csrfmiddlewaretoken']}\r\n{file}".encode(), picture]
    body = b"".join(parts) + b"\r\n--of-the-form--\r\n"
    kind = "multipart/form-data; boundary=of-the-form"
    return desk.send_body(f"{url}/admin/articles/image/upload/", body, kind)


def upload_after(seconds, *arguments):
    time.sleep(seconds)
    return upload(*arguments)


def answer_bytes(stage, address):
    try:
        with urllib.request.urlopen(stage.served.url + address, timeout=30) as given:
            return given.status, given.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


FAULTS = (
    nothing,
    worker_killed,
    application_killed,
    primary_restarted,
    primary_killed,
    replica_lost,
    replica_lagging,
    redis_killed,
    s3_down,
)
IN_CI = (application_killed, primary_killed)


@pytest.mark.parametrize("fault", FAULTS if IS_WHOLE else IN_CI, ids=lambda fault: fault.__name__)
def test_nothing_acknowledged_is_lost_and_no_read_is_stale(stage, tell, fault):
    traffic = Traffic(stage.served.url, stage.pages, stage.desks, stage.served.environment)
    edits = max(9, EDITS // len(FAULTS))

    def between():
        """Once a third of the edits is made: each editor is at work."""
        steps = fault(stage)
        while traffic.tally.acknowledged < edits / 3:
            time.sleep(0.01)
        next(steps)
        time.sleep(AWAY_SECONDS)
        next(steps)

    tally = traffic.run(edits, READERS, between)
    url = at_database(stage.cluster.primary.url, "site")
    lost = [number for page in stage.pages for number in lost_writes(url, page)]
    tell(
        f"| {fault.__name__.replace('_', ' ')} | {tally.acknowledged} | {len(lost)}"
        f" | {tally.reads.total()} | {len(tally.stale())} | {tally.failed_reads}"
        f" | {tally.slowest_read_seconds:.1f} | {tally.refused} | {tally.cut} | {tally.raised} |"
    )
    assert lost == []
    assert tally.stale() == []
    assert tally.failed_reads == 0


def test_readers_read_the_replica_and_the_machines_share_what_they_store(stage):
    """After all of that: else the tests above would have shown nothing of either."""
    assert stage.cluster.replica.one(READ_OF_ARTICLES) > 0
    assert keyspace_hits(stage.cluster.redis.port) > 0


def keyspace_hits(port):
    with Redis(port=port) as redis:
        return redis.info("stats")["keyspace_hits"]
