"""Views: counted in memory, written in batches, gone from the window after thirty days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError

from articles import publishing
from articles.audience import count_flusher, views
from articles.models import DailyViews, Readership
from tests.audience.agents import CHROME
from tests.factories import make_article, make_user

TODAY = date(2025, 6, 30)
BROWSER = {"user-agent": CHROME}


def read(client, article, **headers):
    return client.get(article.get_absolute_url(), headers=BROWSER | headers)


def numbers(article):
    """Views in all, and of the last thirty days."""
    row = Readership.objects.get(pk=article.pk)
    return row.views, row.recent_views


def waiting():
    return sum(views.waiting.take().values())


@pytest.mark.django_db
def test_a_view_costs_no_query_and_is_written_by_the_flush(client, django_assert_num_queries):
    article = make_article()
    article.get_absolute_url()  # its subject is loaded from now on
    with django_assert_num_queries(2):
        read(client, article)
    read(client, article)
    assert not Readership.objects.exists()
    assert count_flusher.flush()
    assert numbers(article) == (2, 2)
    assert DailyViews.objects.get().number == 2
    assert DailyViews.objects.get().day == datetime.now(UTC).date()
    read(client, article)
    count_flusher.flush()
    assert numbers(article) == (3, 3)


@pytest.mark.django_db
def test_a_revalidation_is_a_view(client):
    """Every opening of a page asks the server (max-age=0): a 304 is a reader who came again."""
    article = make_article()
    first = read(client, article)
    again = read(client, article, **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert waiting() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "curl/8.5.0"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_programs_and_prefetches_are_no_readers(client, headers):
    read(client, make_article(), **headers)
    assert waiting() == 0


@pytest.mark.django_db
def test_head_and_staff_are_no_readers(client):
    article, draft = make_article(), make_article(status="draft")
    client.head(article.get_absolute_url(), headers=BROWSER)
    client.force_login(make_user(is_superuser=True))
    assert read(client, article).status_code == 200
    assert read(client, draft).status_code == 200
    assert waiting() == 0


@pytest.mark.django_db
def test_what_is_not_there_is_not_viewed(client):
    client.get("/learn/physics/questions/none", headers=BROWSER)
    read(client, publishing.withdraw(make_article()))
    assert waiting() == 0


@pytest.mark.django_db
def test_a_page_that_is_counted_sets_no_cookie(client):
    response = read(client, make_article())
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
def test_a_batch_costs_the_same_however_many_articles(django_assert_num_queries):
    """Begin, which exist, which articles exist, make, lock, the days, the totals, the numbers of
    the day, end."""
    articles = [make_article() for _ in range(20)]
    with django_assert_num_queries(9):
        views.write_views({(article.pk, TODAY): 1 for article in articles})
    with django_assert_num_queries(7):
        views.write_views({(article.pk, TODAY): 1 for article in articles})
    assert {numbers(article) for article in articles} == {(2, 2)}


@pytest.mark.django_db
def test_articles_with_different_numbers_and_days_get_their_own():
    one, two = make_article(), make_article()
    yesterday = TODAY - timedelta(days=1)
    views.write_views({(one.pk, TODAY): 3, (two.pk, TODAY): 5, (one.pk, yesterday): 4})
    assert (numbers(one), numbers(two)) == ((7, 7), (5, 5))
    assert set(DailyViews.objects.values_list("article", "day", "number")) == {
        (one.pk, yesterday, 4),
        (one.pk, TODAY, 3),
        (two.pk, TODAY, 5),
    }


@pytest.mark.django_db
def test_views_of_a_deleted_article_are_dropped():
    kept, gone = make_article(), make_article()
    key = gone.pk
    publishing.delete(gone)
    views.write_views({(kept.pk, TODAY): 1, (key, TODAY): 9})
    assert list(Readership.objects.values_list("article", "views")) == [(kept.pk, 1)]


@pytest.mark.django_db
def test_what_cannot_be_written_waits(monkeypatch):
    article = make_article()
    count_flusher.count_view(article.pk)

    def fail(counts):
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(views, "_write", fail)
        assert not count_flusher.flush()
    count_flusher.count_view(article.pk)
    assert count_flusher.flush()
    assert numbers(article) == (2, 2)


@pytest.mark.django_db
def test_the_window_is_thirty_days():
    article = make_article()
    inside, outside = TODAY - timedelta(days=29), TODAY - timedelta(days=30)
    views.write_views({(article.pk, inside): 2, (article.pk, outside): 5, (article.pk, TODAY): 1})
    other = make_article()
    views.write_views({(other.pk, outside): 1, (other.pk, outside - timedelta(days=9)): 2})
    assert views.roll_out(TODAY) == 3
    assert (numbers(article), numbers(other)) == ((8, 3), (3, 0))
    assert views.roll_out(TODAY) == 0
    assert views.roll_out(TODAY + timedelta(days=1)) == 1
    assert numbers(article) == (8, 1)


@pytest.mark.django_db
def test_every_article_gets_numbers_once():
    articles = [make_article() for _ in range(5)]
    views.write_views({(articles[2].pk, TODAY): 1})
    assert views.fill(batch=2) == 4
    assert views.fill(batch=2) == 0
    assert Readership.objects.count() == 5
    assert numbers(articles[2]) == (1, 1)


@pytest.mark.django_db
def test_counting_writes_no_article():
    article = make_article()
    before = type(article).objects.filter(pk=article.pk).values().get()
    views.write_views({(article.pk, TODAY): 1})
    assert type(article).objects.filter(pk=article.pk).values().get() == before


def test_memory_is_bounded():
    for key in range(60_000):
        views.waiting.add((key, TODAY), 1)
    views.waiting.add((0, TODAY), 1)
    assert len(views.waiting) == 50_000
    assert views.waiting.take()[0, TODAY] == 2
