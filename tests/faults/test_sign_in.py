"""Wrong passwords at a real server: counted for all its workers, and after its end."""

from concurrent.futures import ThreadPoolExecutor

from articles.audience.sign_in_throttle import MOST_OF_A_PAIR
from tests.admin.page_forms import form_data
from tests.faults.desk import SIGN_IN, Desk, make_editor
from tests.faults.server import served

ROWS = "SELECT count(*) FROM articles_signinattempt"


def wrong(url, number):
    """So many wrong tries, several at a time, each from a new browser; the statuses."""

    def attempt(_):
        desk = Desk()
        data = form_data(desk.get(url + SIGN_IN).html, "login-form")
        return desk.send(url + SIGN_IN, data | {"username": "editor", "password": "wrong"}).status

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(attempt, range(number)))


def test_the_eleventh_try_is_refused_by_every_worker_and_after_a_restart(site):
    make_editor(site)
    with served(site, flush_seconds=300) as server:
        assert sorted(wrong(server.url, 14)) == [200] * MOST_OF_A_PAIR + [429] * 4
    assert site.number(ROWS) == MOST_OF_A_PAIR
    with served(site, flush_seconds=300) as server:
        # Each of the two workers is asked, some of the times.
        for _ in range(6):
            answer = Desk().sign_in(server.url)
            assert answer.status == 429
            assert "There were too many tries to sign in." in answer.html
            assert 0 < int(answer.headers["Retry-After"]) <= 900
        with site.connection() as connection:
            connection.execute("DELETE FROM articles_signinattempt")
        assert Desk().sign_in(server.url).status == 200
