"""ArticleContent as JSON, and the digest of an answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.article_content import (
    ArticleContent,
    RelatedLink,
    answer_digest,
    from_json,
    to_json,
)
from tests.core.content_strategies import contents

links = st.lists(st.builds(RelatedLink, st.text(), st.text()), max_size=3).map(tuple)
any_contents = contents(
    texts=st.text(max_size=8), dates=st.dates(), numbers=st.floats(allow_nan=False), related=links
)


@given(any_contents)
def test_json_gives_the_content_back(content):
    assert from_json(to_json(content)) == content


def test_json_keeps_dates_and_links_readable():
    content = ArticleContent(
        "T", "A", published_on=date(2024, 12, 7), related=(RelatedLink("/p", "P"),)
    )
    assert '"published_on":"2024-12-07"' in to_json(content)
    assert '"related":[["/p","P"]]' in to_json(content)


def test_a_key_of_a_later_version_is_an_error():
    text = to_json(ArticleContent("T", "A")).replace('"title"', '"headline"')
    with pytest.raises(TypeError):
        from_json(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a b", "a  b\n", True),
        ("a\n\nb", "a b", True),
        ("ab", "a b", False),
        ("A b", "a b", False),
        ("", "", True),
    ],
)
def test_digests_are_equal_for_equal_words(one, other, same):
    assert (answer_digest(one) == answer_digest(other)) is same
