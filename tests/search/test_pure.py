"""Words, queries, spelling, snippets: what needs no database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.search_words import fold, passages_of, search_text, words_of
from articles.search.inflection import is_inflection
from articles.search.query_parser import MAX_WORDS, parse
from articles.search.snippets import best_passage, highlight, snippet
from articles.search.spelling import (
    RANGE_SIZE,
    allowed_edits,
    deletion_keys,
    deletion_ranges,
    distance,
    shortened,
    squeezed,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What is light?", ["what", "is", "light"]),
        ("Newton’s laws, Moses' law", ["newton", "laws", "moses", "law"]),
        ("isn't isn’t", ["isnt", "isnt"]),
        ("l’hôpital", ["l", "hopital"]),
        ("C++ and C# and F#", ["cplusplus", "and", "csharp", "and", "fsharp"]),
        ("x-ray a_b 3.14", ["x", "ray", "a", "b", "3", "14"]),
        ("Straße ﬁnance ½ Å", ["strasse", "finance", "1", "2", "a"]),
        ("Cafe\u0301", ["cafe"]),
        ("東京都 ok", ["東京", "京都", "ok"]),
        ("都", ["都"]),
        ("한국어", ["한국", "국어"]),
        ("", []),
        ("?!\0", []),
    ],
)
def test_words_of(text, words):
    assert words_of(text) == words


@given(st.text(max_size=200))
def test_words_are_letters_and_digits_and_fold_to_themselves(text):
    for word in [
        *words_of(text),
        *(word for line in passages_of(text) for word in line.split(" ")),
    ]:
        assert word
        assert len(word) <= 40
        assert not set(word) & set(" '\"\\\0%_&|!()*:<")


def test_an_answer_is_kept_by_passages_without_its_small_words():
    text = search_text("What is light?", "optics, light", "Of light.", "It is a wave.\n\nOf light.")
    assert (text.question, text.keywords) == ("what is light", "optics light")
    assert (text.description, text.answer) == ("light", "wave\nlight")


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Newton’s C++ isn't 3.14", ["newton cplusplus isnt 3 14"]),
        ("Café—Straße ½", ["cafe strasse 1 2"]),
        ("東京都 is\r\nthe", ["東京 京都"]),
        ("The\n\n", []),
    ],
)
def test_passages_have_the_words_of_a_text(text, passages):
    assert passages_of(text) == passages


def test_fold_keeps_what_has_no_simpler_form():
    assert fold("Ωmega") == "ωmega"


def test_a_query_has_sixteen_words_at_most():
    assert len(parse("word " * 5_000).words) == MAX_WORDS


@pytest.mark.parametrize(("text", "is_open"), [("lig", True), ("light ", False), ("light?", False)])
def test_the_last_word_is_open_until_something_follows(text, is_open):
    assert parse(text).is_open is is_open


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("light", "light", 0),
        ("light", "lihgt", 1),
        ("light", "ligt", 1),
        ("light", "lightt", 1),
        ("light", "lxght", 1),
        ("light", "ilhgt", 2),
        ("light", "night", 1),
        ("light", "dark", 3),
        ("light", "lightning", 3),
    ],
)
def test_distance(one, other, edits):
    assert distance(one, other, 2) == edits


@given(st.text("abcde", min_size=5, max_size=12), st.data())
def test_a_word_with_two_mistakes_lies_in_a_range_of_the_word(word, data):
    typed = list(word)
    for _ in range(2):
        at = data.draw(st.integers(0, len(typed) - 1))
        match data.draw(st.sampled_from(["replace", "insert", "swap", "delete"])):
            case "replace":
                typed[at] = "x"
            case "insert":
                typed.insert(at, "y")
            case "swap" if at:
                typed[at - 1], typed[at] = typed[at], typed[at - 1]
            case "delete" if len(typed) > 5:
                del typed[at]
    typed = "".join(typed)
    keys = set(deletion_keys(word, 7))
    assert any(
        start <= key < start + RANGE_SIZE for start in deletion_ranges(typed) for key in keys
    )


def test_short_words_and_numbers_are_not_corrected():
    assert [allowed_edits(word) for word in ("it", "cell", "light", "lights", "h2o")] == [
        0,
        1,
        1,
        2,
        0,
    ]


def test_a_word_is_shortened_in_29_ways_at_most():
    assert len(shortened("abcdefghijklm")) == 29


def test_squeezed():
    assert squeezed("committee") == squeezed("comitee") == "comite"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("cell", "cells", True),
        ("study", "studies", True),
        ("political", "politics", True),
        ("refraction", "refracting", True),
        ("cell", "cellar", False),
        ("plan", "planning", True),
        ("cat", "category", False),
        ("light", "night", False),
        ("crowd", "crowds", True),
        ("factor", "factories", False),
        ("factory", "factories", True),
        ("director", "directory", False),
        ("history", "historical", True),
        ("apart", "apartments", False),
        ("apartment", "apartments", True),
        ("depart", "department", False),
        ("govern", "government", True),
        ("universe", "university", False),
        ("operate", "operation", True),
        ("opera", "operation", False),
    ],
)
def test_is_inflection(one, other, is_one):
    assert is_inflection(one, other) is is_one


TEXT = (
    "Plants are green. " * 20
    + "The role of chlorophyll is to absorb light; without chlorophyll there is no photosynthesis. "
    + "More follows here. " * 20
)


def test_a_snippet_shows_where_the_words_stand():
    pieces = snippet(TEXT, dict.fromkeys(("chlorophyll", "photosynthesis"), 1.0))
    assert [piece.text for piece in pieces if piece.is_match] == [
        "chlorophyll",
        "chlorophyll",
        "photosynthesis",
    ]
    assert pieces[0].text == pieces[-1].text == "…"
    assert len("".join(piece.text for piece in pieces)) <= 202


PASSAGES = (
    """Greed is old. It was known to the ancients, who wrote about it at some length.
Taxes on food hit the poor.
"""
    + "A paragraph about the rich and their wealth, and about other things as well. " * 3
    + "\nA regressive tax takes a larger share from the poor than from the rich, since all pay the"
    " same of what is bought."
)


@pytest.mark.parametrize(
    ("weights", "beginning"),
    [
        ({"tax": 2.0, "poor": 3.0, "rich": 3.0}, "A regressive tax takes"),
        ({"tax": 1.0, "food": 5.0}, "Taxes on food hit the poor."),
        ({"rich": 1.0}, "A paragraph about the rich"),
        ({"ancients": 1.0}, "Greed is old."),
        ({"zymurgy": 1.0}, "Greed is old."),
    ],
)
def test_a_snippet_begins_with_the_passage_that_holds_most(weights, beginning):
    text = "".join(piece.text for piece in snippet(PASSAGES, weights)).lstrip("…")
    assert beginning in text[:100]
    assert len(text) <= 202


def test_a_snippet_without_a_match_is_the_beginning():
    pieces = snippet(TEXT, {"nothing": 1.0})
    assert pieces[0].text.startswith("Plants are green.")
    assert not any(piece.is_match for piece in pieces)


SECTIONS = "\n".join(
    (
        "An introduction that says at some length what follows, and little else besides that.",
        "Causes of the war",
        "Militarism and alliances had grown for decades, and nobody thought of the end of it all.",
        "Consequences",
        "For the economy",
        "Debts and inflation ruined the savings of those who had lent the state their money.",
        "Causes of the war",
        "Here the same heading stands again, with a word about reparations below it. " * 3,
        "See also",
    )
)
HEADINGS = (
    "Causes of the war",
    "Consequences",
    "For  the economy",
    "Causes of the war",
    "See also",
)


@pytest.mark.parametrize(
    ("words", "heading", "beginning"),
    [
        ("alliances", 0, "Militarism and alliances"),
        ("causes", 0, "Militarism and alliances"),  # the heading is named, not repeated
        ("inflation", 2, "Debts and inflation"),
        ("consequences", 1, "Debts and inflation"),  # of a heading without a text of its own
        ("reparations", 3, "Here the same heading"),  # the second one of that name
        ("introduction", None, "An introduction that"),
        ("nothing", None, "An introduction that"),
    ],
)
def test_the_heading_above_the_passage_is_named(words, heading, beginning):
    found = best_passage(SECTIONS, dict.fromkeys(words.split(), 1.0), headings=HEADINGS)
    assert found.heading == heading
    text = "".join(piece.text for piece in found.pieces).lstrip("…")
    assert text.startswith(beginning)


def test_a_passage_ends_with_its_section():
    text = "First\n" + "Light is a wave. " * 10 + "\nSecond\n" + "Sound is one, too. " * 30
    found = best_passage(text, {"light": 1.0}, headings=("First", "Second"))
    assert "Sound" not in "".join(piece.text for piece in found.pieces)
    assert found.pieces[-1].text == "…"


def test_a_heading_that_is_no_line_of_the_text_is_left_out():
    text = "First\n" + "Light is a wave. " * 20
    assert best_passage(text, {"wave": 1.0}, headings=("Elsewhere", "First")).heading == 1


def test_a_heading_at_the_end_shows_what_stands_before_it():
    found = best_passage(SECTIONS, {"see": 1.0}, headings=HEADINGS)
    assert found.heading is None
    assert found.pieces[0].text == "…"


def test_a_passage_says_which_terms_the_text_has():
    found = best_passage(TEXT, {"chlorophyll": 1.0, "green": 1.0, "moon": 1.0})
    assert found.said == {"chlorophyll", "green"}


def test_headings_without_end_take_no_time():
    text = "\n".join(["a"] * 9_999)
    best_passage(text, {"a": 1.0}, headings=("a",) * 20_000 + ("b",) * 20_000)


def test_other_forms_and_other_cases_are_marked():
    marked = [p.text for p in highlight("Cells: a CELL, Café, 東京都", ("cell", "cafe", "東京"))]
    assert marked == ["Cells", ": a ", "CELL", ", ", "Café", ", ", "東", "京", "都"]


@given(st.text(max_size=500), st.lists(st.text(max_size=9).map(fold), max_size=5))
def test_pieces_are_the_text(text, terms):
    together = "".join(piece.text for piece in highlight(text, terms))
    assert together == unicodedata.normalize("NFC", text)
    weights, headings = dict.fromkeys(terms, 1.0), text.split("\n")[::2]
    found = best_passage(text, weights, headings=headings, characters=40)
    assert len("".join(piece.text for piece in found.pieces)) <= 43
    assert found.heading is None or headings[found.heading].strip()
