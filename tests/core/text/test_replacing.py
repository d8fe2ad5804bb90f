"""Search and replace: the cases, what is refused, and that no expression holds the server."""

import json
import time
from pathlib import Path

import pytest

from articles.core.text import replacing
from articles.core.text.replacing import BadPattern, Replacer, TooMuch, Wish

CASES = json.loads((Path(__file__).parent / "cases" / "replacing.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_what_is_replaced(case):
    assert Replacer(Wish(**case["wish"])).replace(case["input"]) == case["expected"]


@pytest.mark.parametrize(
    ("search", "replacement", "words"),
    [
        ("", "x", "Say what"),
        ("(", "x", "missing )"),
        ("(?=x)", "x", "invalid perl operator: (?="),
        ("(a)", r"\2", "no group 2"),
        ("(a)", r"\g<b>", "no group b"),
        ("a", "x\\", "a backslash is written twice"),
        ("a", r"\q", "a backslash is written twice"),
        (r"\pL{1,900}" * 3, "x", "pattern too large"),
    ],
)
def test_what_cannot_be_understood_is_said(search, replacement, words):
    with pytest.raises(BadPattern) as caught:
        Replacer(Wish(search, replacement, is_pattern=True))
    assert words in str(caught.value)


def test_what_is_looked_for_and_put_in_has_an_end():
    most, longest = replacing.MOST_PATTERN_CHARACTERS, replacing.MOST_REPLACEMENT_CHARACTERS
    assert Replacer(Wish("a" * most, "b" * longest)).replace("a" * most) == "b" * longest
    for wish in (Wish("a" * (most + 1), ""), Wish("a", "b" * (longest + 1))):
        with pytest.raises(BadPattern):
            Replacer(wish)


def test_a_text_has_so_many_places_and_no_more():
    most = replacing.MOST_PLACES
    assert Replacer(Wish("a", "b")).replace("a" * most) == "b" * most
    with pytest.raises(TooMuch):
        Replacer(Wish("a", "b")).replace("a" * (most + 1))


def test_no_text_grows_beyond_what_a_form_takes():
    dots = Replacer(Wish(".", "b" * 2_000, is_pattern=True))
    assert len(dots.replace("a" * 100)) == 200_000
    with pytest.raises(TooMuch, match="more than 200,000 characters"):
        dots.replace("a" * 101)


@pytest.mark.parametrize(
    "link",
    [
        "[Light](https://en.wikipedia.org/wiki/Light_(physics))",
        "[Light]( /wiki/Light_(physics)_physics)",
        "[Light](<a physics.pdf> 'physics')",
        "[Light]( <a physics.pdf>)",
    ],
)
def test_the_whole_address_of_a_link_is_left_alone(link):
    found = Replacer(Wish("physics", "mechanics", is_whole_words=True)).replace(link)
    assert found == link.replace("'physics'", "'mechanics'")


# Each of them takes Python's own engine longer than anybody waits.
@pytest.mark.parametrize("search", ["(a+)+$", "(a|aa)+$", "(.*a){20}$", "(?:a?){200}a{200}$"])
def test_an_expression_that_tries_all_ways_does_not_hold_the_server(search):
    text = "a" * 20_000 + "!"
    begun = time.process_time()
    assert Replacer(Wish(search, "x", is_pattern=True)).replace(text) == text
    assert time.process_time() - begun < 2


def test_an_expression_that_looks_to_the_end_at_each_place_is_given_up(monkeypatch):
    monkeypatch.setattr(replacing, "_MOST_SECONDS", 0.0)
    with pytest.raises(TooMuch):
        Replacer(Wish("a.*Q|a", "x", is_pattern=True)).replace("a" * 2_000)
