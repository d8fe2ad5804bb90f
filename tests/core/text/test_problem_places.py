import pytest

from articles.core.text.problem_kinds import KINDS, Problem
from articles.core.text.problem_places import Place, find_places

TEXT = "First line.\n\nThe sign 𝑥 and $\\foo$ here, $\\foo$ there.\nLast."


def placed(*problems, text=TEXT):
    return find_places(problems, lambda field: text)


def test_the_words_are_found_behind_the_beginning_of_their_line():
    (place,) = placed(Problem("formula-unconverted", "answer", 3, "\\foo"))
    assert TEXT[place.start : place.end] == "\\foo"
    assert place.start == TEXT.index("\\foo")


def test_equal_words_of_one_line_have_a_place_each():
    one = Problem("formula-unconverted", "answer", 3, "\\foo")
    first, second = placed(one, one)
    assert first.start < second.start == TEXT.rindex("\\foo")


def test_words_that_stand_nowhere_give_their_line():
    (place,) = placed(Problem("cut-off", "answer", 3, "not here"))
    assert TEXT[place.start : place.end].startswith("The sign")


@pytest.mark.parametrize(
    ("line", "detail"), [(99, "Last."), (None, ""), (None, "not here")], ids=str
)
def test_what_has_neither_line_nor_words_has_no_place(line, detail):
    assert placed(Problem("cut-off", "answer", line, detail)) == [None]


def test_a_field_that_is_no_text_has_no_places():
    assert placed(Problem("related-damaged", "related", None, "x"), text=()) == [None]


def test_browsers_count_in_utf_16():
    start = TEXT.index("and")
    place = Place(start, start + 3).in_utf16(TEXT)
    assert TEXT.encode("utf-16-le")[place.start * 2 : place.end * 2].decode("utf-16-le") == "and"


def test_every_kind_says_what_to_do():
    for slug, kind in KINDS.items():
        assert kind.advice[0].isupper(), slug
        assert kind.advice.endswith("."), slug
        assert kind.advice != kind.label
