"""A streaming replica that is read, lags, hangs and dies: readers see no error and nothing old."""

import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from threading import Event

import pytest

from tests.admin.page_forms import form_data
from tests.faults.cluster import running_primary
from tests.faults.conftest import library_of
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served
from tests.faults.site import Site, wait_until

READERS = 3
# One small statement of theirs (articles.database.replica_watch), the second between two looks, and
# the page itself on a busy machine.
MOST_SECONDS = 2 + 1 + 3
LAST_OF_READERS = (
    "SELECT coalesce(max(query_start), 'epoch') FROM pg_stat_activity"
    " WHERE application_name = 'site' AND query NOT LIKE '%%pg_last_wal_replay_lsn%%'"
)
PAGES = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE application_name = 'site' AND query LIKE '%%articles_related%%'"
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The servers of the database, the site's server, its library and an editor at the desk."""
    with ExitStack() as stack:
        cluster = stack.enter_context(running_primary())
        site = Site(tmp_path_factory.mktemp("replicas"), cluster.primary.url)
        assert site.run("migrate", "--verbosity", "0").status == 0
        library = library_of(site)
        make_editor(site)
        cluster.add_replica()
        site.variables |= {"PGAPPNAME": "site"}
        server = stack.enter_context(
            served(
                site,
                workers=1,
                REPLICA_URLS=cluster.replica.url,
                REPLICA_MAX_LAG_SECONDS="2",
                METRICS_NETWORKS="127.0.0.1",
            )
        )
        yield Stage(cluster, server, library)


class Stage:
    def __init__(self, cluster, server, library):
        self.primary, self.replica = cluster.primary, cluster.replica
        self.server, self.library = server, library
        self.desk = Desk()
        self.desk.sign_in(server.url)
        self.numbers = count()

    def save(self, mark):
        """Save an answer at the desk, which returns when readers must see it."""
        form = f"{self.server.url}/admin/articles/article/{self.library.keys[0]}/change/"
        data = form_data(self.desk.get(form).html) | {"answer": mark}
        assert self.desk.send(form, data).status == 200

    def assert_shown(self, mark):
        path, key = self.library.paths[0], self.library.keys[0]
        for address in (path, f"{path}.md", f"/api/v1/articles/{key}"):
            given = answer(self.server.url + address)
            assert (given.status, mark in given.text) == (200, True), address

    def metrics(self):
        return answer(f"{self.server.url}/metrics").text

    def search(self):
        """A page that is never stored; each time another."""
        return answer(f"{self.server.url}/search?q=energy+{next(self.numbers)}")

    def search_until(self, over):
        given = []
        while not over.is_set():
            given.append(self.search())
        return given

    def is_replica_asked(self):
        """Whether a page that is made reads the replica."""
        before = self.replica.one("SELECT now()")
        assert self.search().status == 200
        return self.replica.one(LAST_OF_READERS) > before


def test_readers_read_the_replica_and_the_desk_the_primary(stage):
    wait_until(stage.is_replica_asked, "the replica")
    assert answer(stage.server.url + stage.library.paths[1]).status == 200
    assert (stage.replica.one(PAGES), stage.primary.one(PAGES)) == (1, 0)
    stage.save("Mark A.")
    stage.assert_shown("Mark A.")


def test_a_replica_that_lags_shows_nothing_old_and_is_left_out(stage):
    wait_until(stage.is_replica_asked, "the replica")
    stage.replica.one("SELECT pg_wal_replay_pause()::text")
    stage.save("Mark B.")
    stage.assert_shown("Mark B.")
    stage.save("Mark C.")
    stage.assert_shown("Mark C.")
    wait_until(lambda: not stage.is_replica_asked(), "the replica to be left out")
    stage.replica.one("SELECT pg_wal_replay_resume()::text")
    wait_until(stage.is_replica_asked, "the replica to be taken back")
    stage.assert_shown("Mark C.")


@pytest.mark.parametrize("fault", ["killed", "hung"])
def test_a_replica_that_fails_costs_readers_no_error(stage, fault):
    wait_until(stage.is_replica_asked, "the replica")
    over = Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(stage.search_until, over) for _ in range(READERS)]
        time.sleep(0.3)
        if fault == "killed":
            stage.replica.kill()
        else:
            stage.replica.send(signal.SIGSTOP)
        time.sleep(1 if fault == "killed" else 3.5)
        over.set()
    given = [each for reader in readers for each in reader.result()]
    assert {each.status for each in given} == {200}
    assert max(each.seconds for each in given) < MOST_SECONDS
    stage.save(f"Mark {fault}.")
    stage.assert_shown(f"Mark {fault}.")
    assert 'qtsite_replica_read{replica="replica_1"} 0.0' in stage.metrics()
    if fault == "killed":
        # Of a reader's query that was cut, or of the watch that could not connect.
        assert re.search(r'qtsite_replica_left_out\{reason="[^}]*connection', stage.metrics())
        said = stage.library.site.run("doctor", "replicas")
        assert (said.status, "replica_1 is not read: connection" in said.stdout) == (3, True)
        stage.replica.start()
    else:
        stage.replica.send(signal.SIGCONT)
    wait_until(stage.is_replica_asked, "the replica to be taken back")
    stage.assert_shown(f"Mark {fault}.")
