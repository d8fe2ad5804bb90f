"""What an editor is shown where two texts differ."""

from datetime import date

from articles.admin.comparison import Difference, Piece, differences
from tests.factories import make_content


def test_equal_contents_differ_in_nothing():
    assert differences(make_content(), make_content()) == ()


def test_words_are_compared():
    theirs, mine = make_content(answer="one two three"), make_content(answer="one 2 three")
    pieces = (
        Piece("same", "one "),
        Piece("theirs", "two "),
        Piece("mine", "2 "),
        Piece("same", "three"),
    )
    assert differences(theirs, mine) == (Difference("answer", pieces),)


def test_pieces_make_both_texts_again():
    one, two = "a b\n\nc  d ", "\na c\td e"
    pieces = differences(make_content(answer=one), make_content(answer=two))[0].pieces
    assert "".join(piece.text for piece in pieces if piece.kind != "mine") == one
    assert "".join(piece.text for piece in pieces if piece.kind != "theirs") == two


def test_values_that_are_no_text_are_compared_as_they_are_written():
    theirs = make_content(published_on=None, related=["/a"])
    mine = make_content(published_on=date(2024, 1, 2), related=["/b", "/a"])
    assert [difference.field for difference in differences(theirs, mine)] == [
        "published_on",
        "related",
    ]
    assert differences(theirs, mine)[0].pieces == (Piece("mine", "2024-01-02"),)


def test_a_long_run_that_is_the_same_is_shown_by_its_ends():
    run = Piece("same", "a" * 200 + "b" * 400 + "c" * 200)
    assert run.shown == "a" * 160 + " […] " + "c" * 160
    assert Piece("mine", run.text).shown == run.text
    assert Piece("same", "short").shown == "short"
