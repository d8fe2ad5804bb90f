"""Answers: whatever is written, the page that it becomes is well-formed, harmless, and the same
each time."""

from hypothesis import strategies as st

from articles.core.article_content import ArticleContent
from articles.core.computed_from_content import compute
from articles.core.rendering import render
from articles.core.rendering.sanitizer import sanitize
from tests.fuzzing.hostile_texts import VECTORS, repeated, texts
from tests.fuzzing.markup_reading import assert_well_formed_and_allowed

# Twenty thousand characters: an answer may have ten times as many, and then takes seconds.
SECONDS_OF_A_LONG_ONE = 1.0


def assert_rendered(text):
    rendered = render(text)
    assert_well_formed_and_allowed(rendered.html)
    assert render(text) == rendered
    assert len(rendered.excerpt) <= 200
    assert not set(rendered.plain_text) & set("\0\x1b\ufffe")
    rendered.html.encode()
    rendered.plain_text.encode()
    ids = [heading.id for heading in rendered.headings]
    assert len(set(ids)) == len(ids)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(each.kind and 1 <= each.line <= lines for each in rendered.problems)


def test_any_text_becomes_well_formed_harmless_html(budget):
    budget.spend(assert_rendered, texts(), examples=150)


def test_two_vectors_beside_each_other_open_no_way(budget):
    pairs = st.lists(st.sampled_from(VECTORS), min_size=2, max_size=5)
    joined = st.builds(
        lambda parts, sign: sign.join(parts), pairs, st.sampled_from(["", " ", "\n\n"])
    )
    budget.spend(assert_rendered, joined, examples=60)


def test_every_vector_alone_comes_to_nothing():
    for text in VECTORS:
        html = render(text).html
        assert sanitize(html) == html or "<li id=" in html, text
        lower = html.lower()
        assert "<script" not in lower, text
        assert "<svg" not in lower, text
        assert "<iframe" not in lower, text


def test_a_text_that_repeats_itself_ends_in_time(budget):
    budget.spend(render, repeated(), examples=40, seconds_each=SECONDS_OF_A_LONG_ONE)


def _kept(most_pieces):
    """Texts as content holds them: neither files nor forms bring halves of pairs."""
    return texts(most_pieces).map(lambda text: text.encode("utf-8", "replace").decode())


def test_what_follows_from_an_answer_is_computed(budget):
    """Short answer, findings, words of the search: of hostile titles and answers."""
    contents = st.builds(
        ArticleContent,
        title=_kept(6),
        answer=_kept(25),
        question=_kept(4),
        short_answer=_kept(4),
        seo_description=_kept(4),
        seo_keywords=_kept(4),
    )

    def check(content):
        computed = compute(content)
        assert compute(content) == computed
        assert_well_formed_and_allowed(computed.rendered.html)
        assert_well_formed_and_allowed(computed.rendered.short_answer_html)

    budget.spend(check, contents, examples=60)
