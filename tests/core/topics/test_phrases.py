"""Phrases, as topics compare them."""

import pytest

from articles.core.topics.phrases import phrase_of, phrases_in, places_of, says_something


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Newton's Laws of Motion", ("newton", "law", "of", "motion")),
        ("C++", ("c++",)),
        ("C#", ("c#",)),
        ("C", ("c",)),
        ("#1", ("1",)),
        ("object-oriented", ("object", "oriented")),
        ("O’Neill’s", ("o’neill",)),
        ("…", ()),
    ],
)
def test_case_plural_and_possessive_make_no_difference(text, phrase):
    assert phrase_of(text) == phrase


def test_a_phrase_has_one_to_four_words():
    assert phrases_in("abcde") >= {("a",), tuple("abcd"), tuple("bcde")}
    assert tuple("abcde") not in phrases_in("abcde")


def test_a_place_shows_what_stands_there():
    found = [(shown, is_first) for phrase, shown, is_first in places_of("What is Ohm's Law?")]
    assert ("Ohm's Law", False) in found
    assert ("What", True) in found
    assert ("Ohm", False) in found


@pytest.mark.parametrize("text", ["time complexity", "c", "World War II", "Year 12"])
def test_what_names_a_matter(text):
    assert says_something(phrase_of(text))


@pytest.mark.parametrize(
    "text",
    ["", "1945", "the war", "history of", "historical context", "philosophical implications"],
)
def test_what_names_none(text):
    assert not says_something(phrase_of(text))
