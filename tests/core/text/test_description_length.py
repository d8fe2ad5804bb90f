import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.description_length import (
    file_description,
    first_sentence,
    is_damaged,
    is_default_seo_title,
)
from articles.core.text.keywords import split_keywords
from articles.core.text.sentences import cut_at_word, find_sentence_ends
from tests.core.text.case_files import load_cases


@pytest.mark.parametrize(("raw", "expected"), load_cases("descriptions"))
def test_a_file_description_becomes_fit_for_a_page(raw, expected):
    assert file_description(raw) == expected


@given(st.text(alphabet="ab, .\n…", max_size=400))
def test_a_description_keeps_to_the_limit(raw):
    assert len(file_description(raw)) <= 155


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One."),
        ("The U.S. has 50 states. Each has a governor.", "The U.S. has 50 states."),
        ("Some metals, e.g. Iron, rust. Others do not.", "Some metals, e.g. Iron, rust."),
        ("J. R. R. Tolkien wrote it. It sold.", "J. R. R. Tolkien wrote it."),
        ("Dr. King spoke. They heard.", "Dr. King spoke."),
        ("It is 3.14 or so. Yes.", "It is 3.14 or so."),
        ("He said “no.” Then he left.", "He said “no.”"),
        ("Is it? It is.", "Is it?"),
        ("A heading\n\nA paragraph.", "A heading"),
        ("H2O, x2,\nline, and so on. More.", "H2O, x2, line, and so on."),
        ("A sentence that\nwas wrapped. Next.", "A sentence that was wrapped."),
        ("A whole one.\nanother", "A whole one."),
        ("Steps\nMix the flour.", "Steps"),
        ("No stop at all", "No stop at all"),
        ("  \n ", ""),
        ("word " * 60, ("word " * 31).strip() + "…"),
    ],
)
def test_first_sentence(text, expected):
    assert first_sentence(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At 5 p.m. Tom left.", 1),
        ("Acme Inc. grew.", 1),
        ("St. Paul is in Minn. Yes.", 2),
        ("See fig. 2 and vol. 3.", 1),
        ("Really?! Yes.", 2),
    ],
)
def test_sentence_ends(text, count):
    assert len(list(find_sentence_ends(text))) == count


def test_a_cut_text_does_not_end_with_a_dangling_word():
    assert cut_at_word("The history of the people of the north", 22) == "The history…"


def test_one_long_word_is_cut_inside():
    assert cut_at_word("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize("raw", ["$orall$ x", "ext{length }", "a\x0crac{1}{2}", "x, $", "a\x08b"])
def test_lost_characters_are_noticed(raw):
    assert is_damaged(raw)


@pytest.mark.parametrize(
    "raw",
    ["for all x", "the text {a}", "\\text{a}", "$10 billion", "$0 variable", "$x$", "three times",
     "next{", "Le Chatelier's", "", "C_nH_{2n+2}", "theta and beta"],
)  # fmt: skip
def test_whole_texts_are_not_damaged(raw):
    assert not is_damaged(raw)


@pytest.mark.parametrize("title", ["QuickTakes | Mathematics", "QuickTakes|Law", "", " "])
def test_a_default_seo_title_says_nothing(title):
    assert is_default_seo_title(title)


@pytest.mark.parametrize("title", ["What is heat?", "Heat | QuickTakes", "QuickTakes", "A | B | C"])
def test_any_other_seo_title_is_an_override(title):
    assert not is_default_seo_title(title)


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ("heat, energy", ["heat", "energy"]),
        ("heat,energy", ["heat", "energy"]),
        ("heat, Heat , heat", ["heat"]),
        (" , ,", []),
        ("", []),
        ("free  energy,work", ["free energy", "work"]),
    ],
)
def test_keywords_are_split(keywords, expected):
    assert split_keywords(keywords) == expected


def test_nine_thousand_full_stops_are_read_in_one_go():
    assert first_sentence("." * 9_000 + "x")
