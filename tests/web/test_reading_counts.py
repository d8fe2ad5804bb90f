"""A result that is opened counts for its search: by the Referer that the browser sends anyway."""

import pytest

from articles.audience import search_counts, views
from articles.web.reading_counts import searched_from
from tests.audience.agents import CHROME
from tests.factories import make_article
from tests.web.parsing import SITE

BROWSER = {"user-agent": CHROME}


@pytest.fixture(autouse=True)
def _nothing_waits():
    views.waiting.forget()
    search_counts.waiting.forget()
    yield
    views.waiting.forget()
    search_counts.waiting.forget()


@pytest.mark.parametrize(
    ("referrer", "typed"),
    [
        (f"{SITE}/search?q=tides+moon", "tides moon"),
        (f"{SITE}/search?subject=physics&q=tides%20moon&page=2", "tides moon"),
        ("http://testserver/search?q=tides", "tides"),
        ("http://TESTSERVER/search?q=tides#x", "tides"),
        (f"{SITE}/search", ""),
        (f"{SITE}/search?", ""),
        (f"{SITE}/search?q=", ""),
        (f"{SITE}/search/note/thanks?q=tides", ""),
        (f"{SITE}/learn/search?q=tides", ""),
        ("https://attacker.example/search?q=tides", ""),
        (f"https://attacker.example/?{SITE}/search?q=tides", ""),
        ("http://[broken/search?q=tides", ""),
        (f"{SITE}/search?q={'x' * 3_000}", ""),
        (f"{SITE}/search?" + "a=b&" * 50 + "q=tides", ""),
    ],
)
def test_a_search_is_read_from_our_own_page_of_results_alone(referrer, typed):
    assert searched_from(referrer, "testserver") == typed


def opened():
    return {text: tally.clicks for text, tally in search_counts.waiting.take().items()}


def test_a_result_that_a_reader_opens_counts_for_its_search(client):
    article = make_article()
    path = article.get_absolute_url()
    referer = f"{SITE}/search?q=Tides+Moon"
    client.get(path, headers={**BROWSER, "referer": referer})
    client.get(path, headers={**BROWSER, "referer": f"{SITE}/"})
    client.get(path, headers=BROWSER)
    client.get(path, headers={"user-agent": "Googlebot/2.1", "referer": referer})
    client.head(path, headers={**BROWSER, "referer": referer})
    assert opened() == {"tides moon": 1}
    assert sum(views.waiting.take().values()) == 3


def test_counting_it_costs_the_page_no_query(client, django_assert_num_queries):
    path = make_article().get_absolute_url()
    with django_assert_num_queries(2):
        client.get(path, headers={**BROWSER, "referer": f"{SITE}/search?q=tides"})
