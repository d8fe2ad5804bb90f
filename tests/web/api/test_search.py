"""/search: the site's own search, for programs."""

import pytest

from articles.publishing import withdraw
from tests.factories import make_article
from tests.web.api.reading import ask, fields_at_fault
from tests.web.parsing import SITE

QUESTION = "How does photosynthesis make sugar?"


def ids(client, query):
    return [item["id"] for item in ask(client, f"search?{query}")["items"]]


def test_an_article_is_found_by_its_words_as_lists_give_it(client):
    article = make_article(title=QUESTION)
    make_article(title="Why is the sky blue?")
    found = ask(client, "search?q=photosynthesis+sugar&include=markdown")
    assert found["items"] == ask(client, "articles?include=markdown&limit=1")["items"]
    assert found["items"][0]["id"] == article.pk
    assert (found["did_you_mean"], found["next"]) == ("", None)


def test_a_mistyped_word_is_understood(client):
    article = make_article(title=QUESTION)
    found = ask(client, "search?q=photosinthesis")
    assert [item["id"] for item in found["items"]] == [article.pk]
    assert found["did_you_mean"] == "photosynthesis"


def test_it_can_be_kept_to_a_subject(client):
    make_article(title=QUESTION, subject="biology")
    other = make_article(title=QUESTION, subject="chemistry")
    assert ids(client, "q=photosynthesis&subject=chemistry") == [other.pk]
    assert fields_at_fault(client, "search?q=a&subject=none") == {
        "subject": "There is no such subject."
    }


def test_what_is_not_public_is_not_found(client):
    make_article(title=QUESTION, status="draft")
    withdraw(make_article(title=QUESTION))
    assert ids(client, "q=photosynthesis") == []


def test_pages_follow_each_other(client):
    keys = {make_article(title=f"{QUESTION} {number}").pk for number in range(5)}
    url, found, pages = f"{SITE}/api/v1/search?q=photosynthesis&limit=2", [], 0
    while url:
        page = client.get(url.removeprefix(SITE)).json()
        found += [item["id"] for item in page["items"]]
        url, pages = page["next"], pages + 1
    assert (sorted(found), pages) == (sorted(keys), 3)


@pytest.mark.parametrize("query", ["%00", "%22%27*", "(((", "AND+OR+NOT", "%F0%9F%98%80", "+"])
def test_whatever_is_typed_is_answered(client, query):
    make_article()
    assert client.get(f"/api/v1/search?q={query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=", "q"),
        (f"q={'a' * 301}", "q"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=51", "limit"),
        ("q=a&page=0", "page"),
        ("q=a&page=21", "page"),
        ("q=a&x=1", "x"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client, query, field):
    assert fields_at_fault(client, f"search?{query}").keys() == {field}


def test_the_articles_of_a_page_cost_one_query_besides_the_search(client, count_queries):
    for number in range(4):
        make_article(title=f"{QUESTION} {number}")
    few = count_queries("/api/v1/search?q=photosynthesis&limit=1")
    assert count_queries("/api/v1/search?q=photosynthesis&limit=3") == few


@pytest.fixture
def count_queries(client, django_assert_max_num_queries):
    def count(path):
        with django_assert_max_num_queries(20) as captured:
            client.get(path)
        return len(captured)

    return count
