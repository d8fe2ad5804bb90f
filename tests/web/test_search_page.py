"""The page of results, and the suggestions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Status
from articles.publishing import withdraw
from articles.search import Results
from articles.web.search_results import Found, correction_of
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


LONG = "An introduction about nothing in particular, as it stands before many an answer. " * 4


def test_the_passage_stands_under_its_heading_which_is_a_link_to_it(get):
    answer = f"{LONG}\n\n## Why there are *two*:\n\n{LONG}\n\nThe far bulge puzzles many readers."
    article = make_article(title="How do tides depend on the moon?", answer=answer)
    page = get("/search?q=tides+bulge")
    (link,) = page.tree.xpath("//p[@class='search-section']/a")
    assert link.get("href") == f"{article.get_absolute_url()}#section-why-there-are-two"
    assert page.text("//p[@class='search-section']") == "Section: Why there are two"
    target = get(article.get_absolute_url()).tree.xpath("//*[@id='section-why-there-are-two']")
    assert len(target) == 1


def test_a_heading_that_repeats_the_question_is_not_printed(get):
    answer = f"# How do tides depend on the moon?\n\nThe bulge. {LONG}"
    make_article(title="How do tides depend on the moon?", answer=answer)
    assert not get("/search?q=tides+bulge").tree.xpath("//p[@class='search-section']")


def test_hits_are_counted_by_subject_over_all_pages(get):
    for slug, number in (("physics", 12), ("history", 3), ("music", 1)):
        for index in range(number):
            make_article(
                subject=make_subject(slug), title=f"What do tides do in {slug}, number {index}?"
            )
    page = get("/search?q=tides")
    filters = page.tree.xpath("//nav[@class='search-filters']//li")
    assert [" ".join(one.text_content().split()) for one in filters] == [
        *("All subjects 16", "Physics 12 articles", "History 3 articles", "Music 1 article"),
    ]
    links = page.tree.xpath("//nav[@class='search-filters']//a/@href")
    assert links[1] == "/search?q=tides&subject=history"
    page = get(links[1])
    assert len(page.tree.xpath("//*[@class='search-result']")) == 3
    assert page.tree.xpath("//nav[@class='search-filters']//a/@href") == ["/search?q=tides"]
    assert page.tree.xpath("//*[@aria-current='true']/text()")[0].strip() == "History"
    assert "3 articles in History." in page.text("//p[@class='search-total']")


def test_hits_of_one_subject_have_no_filter(get, article):
    make_article(title="How high are tides?")
    assert not get("/search?q=tides").tree.xpath("//nav[@class='search-filters']")


@pytest.mark.parametrize(
    ("said", "spoken_of"),
    [({"tides", "chart"}, "tides chart"), ({"tides"}, ""), (set(), "")],
)
def test_a_correction_is_spoken_of_only_where_a_result_has_it(said, spoken_of):
    found = Found(
        entry=None, heading=(), snippet=(), section=(), section_path="", said=frozenset(said)
    )
    results = Results(did_you_mean="tides chart")
    assert correction_of(results, [found], "Tides chatr") == spoken_of
    assert correction_of(Results(), [found], "tides chart") == ""


def test_weak_results_lead_on(get, article):
    for number in range(30):
        make_article(title=f"What is the weight of the planet number {number}?")
    page = get("/search?q=tides+planet+zymurgy")
    said = page.text("//p[@class='search-total']")
    assert said.startswith("No article holds most of what you typed.")
    (form,) = page.tree.xpath("//main//form[@action='/search/note']")
    assert not form.xpath("ancestor::details")
    assert page.tree.xpath("//ol//h2/a/@href")[0] == article.get_absolute_url()


def test_what_is_related_to_the_best_of_few_results_is_offered(get, article):
    other = make_article(title="Who was the first to chart an ocean?", answer="A sailor did.")
    far = make_article(
        title="Why does the barometer fall?", related=[other.get_absolute_url()], answer="Storms."
    )
    page = get("/search?q=barometer")
    assert page.tree.xpath("//ol//h2/a/@href") == [far.get_absolute_url()]
    assert page.tree.xpath("//section[@aria-labelledby='related']//a/@href") == [
        other.get_absolute_url()
    ]


@pytest.mark.parametrize("typed", ["zymurgical", "tides"])
def test_whoever_finds_something_or_nothing_may_say_what_was_missed(get, article, typed):
    page = get(f"/search?q={typed}")
    (form,) = page.tree.xpath("//main//form[@action='/search/note']")
    assert form.get("method") == "post"
    assert form.xpath("string(.//input[@name='q']/@value)") == typed
    assert bool(form.xpath("ancestor::details")) is (typed == "tides")


def test_without_words_there_is_nothing_to_say(get, article):
    assert not get("/search").tree.xpath("//main//form[@action='/search/note']")


# The subjects; the highest key, the known words, the texts of each, the questions that begin so and
# those that match, known synonyms, the texts; the rows of the page. Hits in several subjects take
# one more to be counted, few or weak ones one for what is related to the first.
QUERIES = 9


def test_the_page_costs_a_handful_of_queries(client, django_assert_num_queries):
    for number in range(4):
        subject = make_subject(("physics", "history")[number % 2])
        make_article(subject=subject, title=f"What do tides do at harbour number {number}?")
    client.get("/search")
    with django_assert_num_queries(QUERIES + 1):
        client.get("/search", {"q": "tides harbour"})
    for number in range(20):
        subject = make_subject(("physics", "history")[number % 2])
        make_article(subject=subject, title=f"Where do tides meet harbour number {number}?")
    with django_assert_num_queries(QUERIES + 1):
        client.get("/search", {"q": "tides harbour"})
    with django_assert_num_queries(QUERIES):
        client.get("/search", {"q": "tides harbour", "subject": "history"})
    make_article(title="Why does the barometer fall?")
    with django_assert_num_queries(QUERIES):  # no synonyms; what is related
        client.get("/search", {"q": "barometer"})
    with django_assert_num_queries(2):
        client.get("/search")


def test_an_address_with_a_slash_behind_it_leads_to_the_search(client):
    response = client.get("/search/", {"q": "tides"})
    assert (response.status_code, response["Location"]) == (301, "/search?q=tides")
