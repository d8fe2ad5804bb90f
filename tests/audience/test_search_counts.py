"""What readers looked for: counted in memory, kept by its words alone, in a table with a bound."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from articles.audience import count_flusher, search_counts
from articles.models import ReaderSearch, SearchNote
from tests.audience.agents import CHROME
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
BROWSER = {"user-agent": CHROME}


def look_for(client, text, headers=BROWSER, **values):
    response = client.get("/search", {"q": text, **values}, headers=headers)
    assert response.status_code == 200


def make_search(text, **values):
    values = {"times": 1, "first_day": TODAY, "last_day": TODAY, **values}
    return ReaderSearch.objects.create(text=text, **values)


def counted():
    """{search: times}"""
    assert count_flusher.flush()
    return dict(ReaderSearch.objects.values_list("text", "times"))


def test_a_search_is_counted_by_its_words_with_what_it_found(client):
    make_article(title="How do tides depend on the moon?")
    for text in ("Tides & MOON", "tides moon?", "zymurgical", "tides moon"):
        look_for(client, text)
    assert not ReaderSearch.objects.exists()
    assert counted() == {"tides moon": 3, "zymurgical": 1}
    found, nothing = ReaderSearch.objects.order_by("text")
    assert (found.results, found.is_good, found.clicks) == (1, True, 0)
    assert (nothing.results, nothing.is_good) == (0, False)
    assert found.first_day == found.last_day == TODAY
    look_for(client, "tides moon")
    assert counted()["tides moon"] == 4


def test_a_search_is_weak_where_its_best_result_holds_little_of_it(client):
    make_article(title="How do tides depend on the moon?")
    for number in range(30):
        make_article(title=f"What is the weight of the planet number {number}?")
    # Weak however large the search takes the library to be: a word that nobody has weighs more in a
    # larger one, and PostgreSQL's keys go on where other tests left them.
    text = "tides moon planet zymurgy quark"
    look_for(client, text)
    assert counted() == {text: 1}
    row = ReaderSearch.objects.get()
    assert row.results > 0
    assert not row.is_good


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Googlebot/2.1"},
        {"user-agent": ""},
        {**BROWSER, "sec-purpose": "prefetch"},
    ],
)
def test_programs_do_not_count(client, headers):
    look_for(client, "tides", headers=headers)
    assert counted() == {}


def test_editors_do_not_count(client):
    client.force_login(make_user())
    look_for(client, "tides")
    assert counted() == {}


def test_further_pages_and_searches_of_one_subject_are_no_new_search(client):
    article = make_article()
    look_for(client, "light", page="2")
    look_for(client, "light", subject=article.subject.slug)
    look_for(client, "light")
    assert counted() == {"light": 1}


@pytest.mark.parametrize(
    "text",
    [
        "jane@example.org",
        "call 030 1234567",
        "my name is jane",
        "?!",
        "word " * 17,
        "w" * 60 + " x" * 50,
    ],
)
def test_what_may_be_personal_or_is_no_search_is_not_kept(client, text):
    look_for(client, text)
    assert counted() == {}


def test_nothing_but_words_numbers_and_days_is_kept():
    """Whoever adds a column here decides about the privacy of readers."""
    kept = {field.name for field in ReaderSearch._meta.fields}
    assert kept == {
        *("id", "text", "times", "clicks", "results", "is_good"),
        *("first_day", "last_day", "is_settled"),
    }
    assert {field.name for field in SearchNote._meta.fields} == {"id", "search", "text", "day"}


def test_a_result_that_is_opened_counts_for_its_search(client):
    look_for(client, "tides moon")
    for _ in range(2):
        count_flusher.count_opened("Tides moon")
    count_flusher.count_opened("nobody made this one")
    assert counted() == {"tides moon": 1}
    assert ReaderSearch.objects.get().clicks == 2


def test_opened_results_do_not_change_what_was_found():
    row = make_search("tides", results=5, is_good=True, last_day=TODAY - timedelta(days=3))
    count_flusher.count_opened("tides")
    count_flusher.flush()
    row.refresh_from_db()
    assert (row.times, row.clicks, row.results, row.is_good) == (1, 1, 5, True)
    assert row.last_day == TODAY - timedelta(days=3)


def test_a_search_that_cannot_be_written_waits(client, monkeypatch):
    def refuse(tallies):
        raise DatabaseError

    look_for(client, "tides")
    with monkeypatch.context() as patch:
        patch.setattr(search_counts, "_write", refuse)
        assert not count_flusher.flush()
    look_for(client, "tides")
    assert counted() == {"tides": 2}


def test_the_table_is_bounded_and_the_least_made_go_first(client, monkeypatch):
    monkeypatch.setattr(search_counts, "MOST_ROWS", 3)
    noted = make_search("once with a note")
    SearchNote.objects.create(search=noted, text="This one.", day=TODAY)
    make_search("twice", times=2)
    make_search("once", last_day=TODAY - timedelta(days=1))
    for number in range(5):
        look_for(client, f"invented {number}")
    kept = counted()
    assert {"once with a note", "twice"} < kept.keys()
    assert len(kept) == 3
    assert "once" not in kept


def test_ninety_days_after_it_was_last_made_a_search_is_forgotten():
    make_search("kept", last_day=TODAY - timedelta(days=90))
    gone = make_search("gone", last_day=TODAY - timedelta(days=91), times=1_000)
    SearchNote.objects.create(search=gone, text="This one.", day=TODAY)
    assert search_counts.tidy(TODAY) == 1
    assert list(ReaderSearch.objects.values_list("text", flat=True)) == ["kept"]
    assert not SearchNote.objects.exists()


def test_a_flood_of_invented_searches_fills_no_memory():
    for number in range(600):
        count_flusher.count_search(f"invented {number}", results=0, is_good=False)
    assert len(search_counts.waiting) == 500


def test_counting_costs_the_page_no_query(client, django_assert_num_queries):
    """The same as for a program, which is not counted."""
    make_article(title="How do tides depend on the moon?")
    look_for(client, "tides", headers={"user-agent": "curl/8"})
    with django_assert_num_queries(10):
        look_for(client, "tides", headers={"user-agent": "curl/8"})
    with django_assert_num_queries(10):
        look_for(client, "tides")
    assert counted() == {"tides": 1}
