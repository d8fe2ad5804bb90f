"""The most read of the last 30 days, on home and on subjects."""

from datetime import date

import pytest

from articles.audience.daily_cleanup import stamp_readings
from articles.audience.views import write_views
from articles.models import PageStamp
from articles.publishing import withdraw
from articles.web import most_read
from articles.web.listing import PAGE_SIZE
from tests.factories import make_article, make_subject
from tests.made_once import made_once

LINKS = "//ol[@class='most-read']/li/a"
DAY = date(2024, 1, 1)


def read(numbers):
    """Count so many views of the articles."""
    write_views({(article.pk, DAY): number for article, number in numbers.items()})


@made_once
def articles():
    found = [make_article(f"p-{n}", title=f"P{n}?") for n in range(7)]
    other = make_article("b", title="B?", subject="biology")
    hidden = make_article("h", subject=make_subject("others", is_listed=False))
    read({article: number for number, article in enumerate(found)} | {other: 4, hidden: 99})
    return found


@pytest.fixture
def small_pages(monkeypatch):
    for name in ("articles.web.listing.PAGE_SIZE", "articles.web.subject_page.PAGE_SIZE"):
        monkeypatch.setattr(name, 2)


def test_home_shows_the_five_most_read_of_listed_subjects(get, articles):
    assert get("/").texts(LINKS) == ["P6?", "P5?", "B?", "P4?", "P3?"]


def test_a_subject_shows_its_own_on_its_first_page(get, articles, small_pages):
    assert get("/learn/physics").texts(LINKS) == ["P6?", "P5?", "P4?", "P3?", "P2?"]
    assert get("/learn/biology").texts(LINKS) == []  # all of it is on the page
    assert get("/learn/physics/page/2").texts(LINKS) == []
    assert get("/learn/physics?sort=az").texts(LINKS) == []


def test_where_nothing_was_read_nothing_is_shown(get, small_pages):
    for number in range(3):
        make_article(f"p-{number}")
    for path in ("/", "/learn/physics"):
        assert "this month" not in get(path).text("//main")


def test_what_is_withdrawn_is_not_shown(get, articles):
    withdraw(articles[6])
    assert get("/").texts(LINKS)[0] == "P5?"


def test_a_subject_is_looked_for_among_the_most_read_of_the_site(get, articles, small_pages):
    assert most_read._CANDIDATES > PAGE_SIZE
    compiled = most_read.CompiledQuery(most_read._of_subject, subject=int, size=int)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(most_read, "_CANDIDATES", 3)
        patch.setattr(most_read, "_OF_SUBJECT", compiled)
        assert get("/learn/physics").texts(LINKS) == ["P6?", "P5?"]


def test_the_pages_are_made_anew_once_a_day_and_by_no_view(client, articles, small_pages):
    shown = [client.get(path).shows for path in ("/", "/learn/physics", "/learn/physics/page/2")]
    assert [("readings" in shows.names) for shows in shown] == [True, True, False]
    before = set(PageStamp.objects.values_list("name", "number"))
    read({articles[0]: 50})
    assert set(PageStamp.objects.values_list("name", "number")) == before
    stamp_readings()
    assert {name for name, _ in set(PageStamp.objects.values_list("name", "number")) - before} == {
        "readings"
    }


def test_they_cost_one_query(client, articles, small_pages, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/")
    with django_assert_num_queries(3):
        client.get("/learn/physics")
    with django_assert_num_queries(2):
        client.get("/learn/physics/page/2")
