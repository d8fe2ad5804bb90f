"""The clock is set back while the site runs: by three hours, and then by a day.

What is numbered goes on, what was made later than now is no reason to wait for it, and what was
planned is done at its time and once.
"""

import json
from datetime import timedelta

import pytest

from articles.audience.sign_in_throttle import MOST_OF_A_PAIR
from tests.admin.page_forms import form_data
from tests.faults.clock import Clock
from tests.faults.deliveries import deliver
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served
from tests.faults.site import wait_until

HOURS_AHEAD = (27, 24, 0)


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path / "clock")


def plan_withdrawal(site, key, due_at):
    with site.connection() as connection:
        connection.execute(
            "INSERT INTO articles_scheduledchange (article_key, action, due_at, problem)"
            f" VALUES ({key}, 'withdraw', '{due_at:%Y-%m-%d %H:%M:%S}"
            f"{'' if site.is_sqlite else '+00'}', '')"
        )


def status_of(site, key):
    with site.connection() as connection:
        query = f"SELECT status FROM articles_article WHERE id = {key}"
        return connection.execute(query).fetchone()[0]


def revisions(site, key):
    """[(when, version)] of an article's versions, as they were written."""
    query = "SELECT created_at, version FROM articles_revision WHERE article_key = %d ORDER BY id"
    with site.connection() as connection:
        return [(str(when), version) for when, version in connection.execute(query % key)]


def tries_until_refused(url):
    """How many wrong passwords were looked at."""
    desk, taken = Desk(), 0
    while (given := desk.sign_in(url, "wrong")).status != 429:
        taken += given.status == 200
    return taken


def doctor(site, *checks):
    said = json.loads(site.run("doctor", "--json", *checks).stdout)["checks"]
    return " ".join(one["sentence"] for name in checks for one in said[name]["problems"])


def test_a_clock_that_is_set_back_while_the_site_runs(library, clock, tmp_path):
    site, key, path = library.site, library.keys[0], library.paths[0]
    make_editor(site)
    clock.set(hours=HOURS_AHEAD[0])
    with served(site, workers=2, flush_seconds=1, **clock.variables) as server:
        desk, page = Desk(), server.url + path
        desk.sign_in(server.url)
        form = f"{server.url}/admin/articles/article/{key}/change/"

        def save(number):
            data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
            assert desk.send(form, data).status == 200

        def assert_shown(number):
            for _ in range(6):  # of each worker's pages
                assert f"Mark {number}." in answer(page).text

        save(1)
        assert_shown(1)
        assert tries_until_refused(server.url) == MOST_OF_A_PAIR
        assert site.run("backup", tmp_path / "backup.tar.gz").status == 0
        assert site.import_(deliver(tmp_path / "0", range(5))).status == 0
        plan_withdrawal(site, library.keys[1], clock.now() + timedelta(hours=1))

        for number, hours in enumerate(HOURS_AHEAD[1:], 2):
            held = {"If-Modified-Since": desk_date(server.url + path)}
            clock.set(hours=hours)
            assert_shown(number - 1)
            # Nobody is kept out until the clock has come there again; the session goes on.
            assert Desk().sign_in(server.url).status == 200
            save(number)
            assert_shown(number)
            assert f"Mark {number}." in answer(page, **held).text
        imported = site.import_(deliver(tmp_path / "1", range(5, 10)))
        assert (imported.status, imported.counts["created"]) == (0, 5), imported
        # Wrong passwords count as before.
        assert tries_until_refused(server.url) == MOST_OF_A_PAIR
        assert status_of(site, library.keys[1]) == "published"
        assert doctor(site, "clock", "backups").count("has not come yet") == 2
        times, versions = zip(*revisions(site, key), strict=True)
        assert list(versions) == [1, 2, 3]
        assert list(times) != sorted(times)  # or the clock was not set back at all

        # What is due now is done, and what was planned is when the clock has come there.
        plan_withdrawal(site, library.keys[2], clock.now())
        wait_until(lambda: status_of(site, library.keys[2]) == "withdrawn", "what is due")
        assert status_of(site, library.keys[1]) == "published"
        clock.set(hours=HOURS_AHEAD[0] + 2)
        wait_until(lambda: status_of(site, library.keys[1]) == "withdrawn", "what was planned")
        assert_shown(3)
        assert answer(server.url + library.paths[1]).status != 200


def desk_date(url):
    """The Last-Modified of a page, as a reader's browser holds it."""
    return Desk().get(url).headers["Last-Modified"]
