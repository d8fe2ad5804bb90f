"""Searches: whatever is typed is an answer, never an error, and takes bounded time."""

from urllib.parse import quote

from hypothesis import strategies as st

from articles.core.text.search_words import words_of
from articles.search import search, snippet, suggest
from articles.search.query_parser import MAX_WORDS, parse
from tests.factories import make_article
from tests.fuzzing.answered import assert_answered
from tests.fuzzing.hostile_texts import repeated, texts, values
from tests.made_once import made_once


@made_once
def library():
    questions = ("What is light?", "How does a vector in C++ grow?", "Why is 東京都 a prefecture?")
    return [make_article(title=question, article_title="", question="") for question in questions]


def assert_parsed(text):
    query = parse(text)
    assert parse(text) == query
    assert len(query.words) <= MAX_WORDS
    assert all(word and not word.isspace() for word in query.words)
    assert "\0" not in query.text
    query.text.encode()
    # What was cleaned stays so.
    assert parse(query.text).words == query.words


def test_any_text_is_parsed(budget):
    budget.spend(assert_parsed, st.one_of(texts(), values()), examples=150)


def test_a_text_that_repeats_itself_is_parsed_in_time(budget):
    def check(text):
        parse(text)
        words_of(text)
        snippet(text, {"light": 1.0})

    budget.spend(check, repeated(), examples=30)


def test_any_text_is_looked_for(budget, library):
    def check(text):
        results = search(text)
        assert len(results.hits) <= 10
        assert len(suggest(text)) <= 20
        for article in library:
            snippet(article.answer, results.weights)

    budget.spend(check, st.one_of(texts(), values(), repeated(2_000)), examples=40)


def test_any_search_has_a_page(budget, library, client):
    def check(given):
        path, query, others = given
        address = f"{path}?q={_quoted(query)}{others}"
        response = client.get(address)
        assert_answered(response, address)
        assert response.status_code in (200, 422)

    others = st.one_of(
        st.just(""),
        st.tuples(st.sampled_from(["page", "subject", "limit", "x", "q"]), values()).map(
            lambda pair: f"&{pair[0]}={_quoted(pair[1])}"
        ),
    )
    paths = st.sampled_from(["/search", "/search/suggestions", "/search/note/thanks"])
    budget.spend(check, st.tuples(paths, texts(8), others), examples=30)


def _quoted(text):
    return quote(text.encode("utf-8", "surrogatepass"))
