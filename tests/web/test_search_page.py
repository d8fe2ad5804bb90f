"""The page of results, and the suggestions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Status
from articles.publishing import withdraw
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        title="How do tides depend on the moon?",
        answer="The moon pulls at the near ocean more than at the far one. <b>Tides</b> follow.",
    )


def test_a_question_is_found_and_its_words_are_marked(client, article):
    page = client.get("/search", {"q": "tides moon"}).content.decode()
    assert f'href="{article.get_absolute_url()}"' in page
    assert "<mark>tides</mark> depend on the <mark>moon</mark>?" in page
    assert "The <mark>moon</mark> pulls at" in page


def test_without_words_the_page_offers_the_subjects(client, article):
    page = client.get("/search").content.decode()
    assert f'href="{article.subject.get_absolute_url()}"' in page
    assert "Nothing was found" not in page


def test_nothing_found_is_said(client, article):
    page = client.get("/search", {"q": "zymurgical"}).content.decode()
    assert "Nothing was found for “zymurgical”" in page


def test_a_mistyped_word_is_corrected_and_the_page_says_so(client, article):
    page = client.get("/search", {"q": "tidse moon"}).content.decode()
    assert "Showing results for <strong>tides moon</strong>" in page
    assert f'href="{article.get_absolute_url()}"' in page


def test_a_search_can_be_kept_to_a_subject(client, article):
    other = make_article(subject=make_subject("history"), title="When were tides first charted?")
    page = client.get("/search", {"q": "tides", "subject": "history"}).content.decode()
    assert other.get_absolute_url() in page
    assert article.get_absolute_url() not in page
    assert '<option value="history" selected>' in page


def test_what_was_typed_is_text(client):
    page = client.get("/search", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_results_are_not_for_search_engines_and_bring_no_cookie(client, article):
    response = client.get("/search", {"q": "tides"})
    assert '<meta name="robots" content="noindex,follow">' in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_withdrawn_article_is_not_found(client, article):
    withdraw(article)
    assert article.slug not in client.get("/search", {"q": "tides moon"}).content.decode()
    assert client.get("/search/suggestions", {"q": "how do tides"}).json() == {"suggestions": []}


def test_a_draft_is_not_found(client):
    draft = make_article(title="Why is an unfinished text secret?", status=Status.DRAFT)
    assert draft.slug not in client.get("/search", {"q": "unfinished secret"}).content.decode()


def test_pages_of_results_lead_on_and_back(client):
    for number in range(12):
        make_article(title=f"What do tides do at harbour number {number}?")
    first = client.get("/search", {"q": "tides harbour"}).content.decode()
    assert "?q=tides+harbour&amp;page=2" in first
    second = client.get("/search", {"q": "tides harbour", "page": "2"}).content.decode()
    assert second.count('class="search-result"') == 2
    assert 'href="/search?q=tides+harbour"' in second


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "", "٣"])
def test_any_page_number_is_an_answer(client, article, number):
    assert client.get("/search", {"q": "tides", "page": number}).status_code == 200


def test_suggestions_are_json_that_a_browser_may_keep(client, article):
    response = client.get("/search/suggestions", {"q": "how do ti"})
    assert response.json() == {
        "suggestions": [{"title": article.title, "path": article.get_absolute_url()}]
    }
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["X-Robots-Tag"] == "noindex"


class Anything(TestCase):
    @settings(max_examples=60)
    @given(st.text(max_size=400), st.text(max_size=5))
    def test_whatever_is_typed_is_an_answer(self, typed, number):
        values = {"q": typed.encode("utf-8", "replace").decode(), "page": number}
        values["page"] = values["page"].encode("utf-8", "replace").decode()
        assert self.client.get("/search", values).status_code == 200
        assert self.client.get("/search/suggestions", values).status_code == 200


def test_the_page_says_how_many_articles_there_are(client):
    for number in range(12):
        make_article(title=f"What do tides do at harbour number {number}?")
    assert "12 articles." in client.get("/search", {"q": "tides"}).content.decode()
    page = client.get("/search", {"q": "number 7 harbour tides"}).content.decode()
    assert "number</mark> <mark>7</mark>?" in page


def test_where_nothing_is_about_it_the_nearest_subjects_are_named(client, article):
    for number in range(5):  # of two articles, each word is in half of all
        make_article(f"other-{number}", title=f"Other {number}?", subject=make_subject("others"))
    page = client.get("/search", {"q": "moon zxcvbnm qwertzuiop asdfghjkl"}).content.decode()
    assert "Nothing was found" in page
    assert "The nearest subjects:" in page
    assert f'href="{article.subject.get_absolute_url()}">{article.subject.name}</a>.' in page


def test_an_address_with_a_slash_behind_it_leads_to_the_search(client):
    response = client.get("/search/", {"q": "tides"})
    assert (response.status_code, response["Location"]) == (301, "/search?q=tides")
