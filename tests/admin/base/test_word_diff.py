"""What is marked inside a line."""

import pytest

from articles.admin.base.word_diff import Piece, mark_words
from articles.core.text.sequence_diff import Effort


def text(pieces):
    return "".join(piece.text for piece in pieces)


def marked(pieces):
    return [piece.text for piece in pieces if piece.is_marked]


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("one two three", "one 2 three", ["two"], ["2"]),
        ("one two three", "one three", ["two"], []),
        ("one three", "one two three", [], ["two"]),
        ("a b c d e", "a x y d e", ["b c"], ["x y"]),  # one change, not two and a blank
        ("same  words", "same words", ["  "], [" "]),
        ("tail and rest", "tail and rest ", [], [" "]),
        ("$E=mc^2$ holds", "$E=mc^3$ holds", ["$E=mc^2$"], ["$E=mc^3$"]),
        ("equal", "equal", [], []),
    ],
)
def test_words_are_marked(old, new, removed, added):
    pieces = mark_words(old, new)
    assert (marked(pieces.old), marked(pieces.new)) == (removed, added)
    assert (text(pieces.old), text(pieces.new)) == (old, new)


@pytest.mark.parametrize("texts", [("", "new"), ("old", ""), ("Wholly", "different words here")])
def test_lines_that_have_nothing_in_common_are_not_marked(texts):
    pieces = mark_words(*texts)
    assert not pieces.is_alike
    assert not marked(pieces.old) + marked(pieces.new)


def test_a_changed_blank_can_be_seen():
    assert Piece(" \t", is_marked=True).shown == "·→"
    assert Piece(" ").shown == " "
    assert Piece("a b", is_marked=True).shown == "a b"


def test_a_line_of_one_word_a_thousand_times_is_read_whole():
    old, new = "start " + "word " * 5_000, "word " * 4_000 + "end"
    pieces = mark_words(old, new)
    assert pieces == ((Piece(old),), (Piece(new),), False)


def test_words_are_two_lines_once_the_page_has_no_effort_left():
    assert mark_words("a b c", "a x c", effort=Effort(0)) == (
        (Piece("a b c"),),
        (Piece("a x c"),),
        False,
    )
    assert mark_words("same", "same", effort=Effort(0)).is_alike
