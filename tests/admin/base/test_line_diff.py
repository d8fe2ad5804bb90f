"""Differences line by line, and three texts beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.admin.base.field_changes import as_text, content_changes, label_of
from articles.admin.base.line_diff import diff_rows
from articles.admin.base.three_way_diff import join_changes, panes
from articles.core.article_content import RelatedLink
from tests.factories import make_content

TEXTS = st.lists(st.sampled_from(["a b c", "a b d", "x", "", "a"]), max_size=12).map("\n".join)


def text(pieces):
    return "".join(piece.text for piece in pieces)


def kinds(rows):
    return [str(row.kind) for row in rows]


def test_lines_are_shown_with_two_around_them():
    lines = [f"line {number}" for number in range(20)]
    new = [*lines[:10], "line 10 is new", *lines[11:]]
    rows = diff_rows("\n".join(lines), "\n".join(new))
    assert kinds(rows) == ["gap", "same", "same", "changed", "same", "same", "gap"]
    assert (rows[0].skipped, rows[-1].skipped) == (8, 7)
    assert (rows[3].old_number, rows[3].new_number) == (11, 11)
    assert [piece.text for piece in rows[3].new if piece.is_marked] == ["is new"]


def test_a_line_that_has_nothing_in_common_stands_across_unmarked():
    rows = diff_rows("keep\nalpha beta", "keep\ngamma\ndelta")
    assert kinds(rows) == ["same", "changed", "added"]
    assert not any(piece.is_marked for piece in rows[1].old + rows[1].new)


def test_a_line_is_found_again_behind_new_ones():
    old = "one two three four\nalpha beta gamma"
    new = "new\nnewer\none two 3 four\nnewest\nalpha beta delta"
    rows = diff_rows(old, new)
    assert [(row.old_number, row.new_number) for row in rows] == [
        (None, 1), (None, 2), (1, 3), (None, 4), (2, 5),
    ]  # fmt: skip
    assert [text(row.new) for row in rows] == new.split("\n")


def test_equal_texts_have_no_rows():
    assert diff_rows("a\nb", "a\nb") == []


@given(TEXTS, TEXTS)
def test_what_differs_is_all_there(old, new):
    rows = diff_rows(old, new)
    assert sum(row.skipped for row in rows) + sum(row.old is not None for row in rows) == (
        len(old.split("\n")) if old and old != new else sum(row.old is not None for row in rows)
    )
    for row in rows:
        if row.old is not None:
            assert text(row.old) == old.split("\n")[row.old_number - 1]
        if row.new is not None:
            assert text(row.new) == new.split("\n")[row.new_number - 1]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "found"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", ["ours", "same", "theirs"]),
        ("a\nb", "A\nb", "x\nb", ["both", "same"]),
        ("a\nb", "A\nb", "A\nb", ["alike", "same"]),
        ("a", "", "b", ["both"]),
        ("a\n$$\n\nb\nc", "a\n$$\nx\n\nb\nc", "A\n$$\n\nB\nc", ["both", "same"]),
    ],
)
def test_chunks_say_who_changed_them(base, ours, theirs, found):
    assert [str(chunk.kind) for chunk in panes(base, ours, theirs)] == found


def test_long_equal_runs_are_cut_to_a_line():
    shared = "\n".join(f"line {number}" for number in range(30))
    chunks = panes(f"{shared}\na", f"{shared}\nb", f"{shared}\nc")
    assert [(str(chunk.kind), chunk.skipped) for chunk in chunks] == [
        ("gap", 29), ("same", 0), ("both", 0),
    ]  # fmt: skip


@given(TEXTS, TEXTS, TEXTS)
def test_every_letter_of_a_change_stands_in_its_pane(base, ours, theirs):
    for chunk in panes(base, ours, theirs):
        for pieces, side in ((chunk.base, base), (chunk.ours, ours), (chunk.theirs, theirs)):
            assert text(pieces) in side


@given(TEXTS, TEXTS, TEXTS)
def test_joining_gives_either_side_where_the_other_changed_nothing(base, ours, theirs):
    assert join_changes(base, ours, base) == ours
    assert join_changes(base, base, theirs) == theirs


def test_where_they_collide_the_joined_text_has_ours():
    assert join_changes("a\nb\nc", "A\nb\nc", "x\nb\nC") == "A\nb\nC"


def test_names_that_change_alike_are_one_change():
    old, new = make_content("One?"), make_content("One or two?")
    assert [change.label for change in content_changes(old, new)] == ["Title, heading and question"]
    other = make_content("One or two?", question="Three?")
    assert [change.label for change in content_changes(old, other)] == [
        "Title and heading",
        "Question",
    ]


def test_labels_read_as_words():
    assert label_of(["answer"]) == "Answer"
    assert label_of(["title", "seo_keywords", "related"]) == (
        "Title, keywords and related questions"
    )
    assert label_of([]) == ""
    assert label_of(["of_a_later_version"]) == "of_a_later_version"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "yes"),
        (-1.0, "-1.0"),
        ((RelatedLink("/a", "A"), RelatedLink("/b")), "A  /a\n/b"),
        ([["/a", "A"]], "A  /a"),
    ],
)
def test_values_are_written_as_text(value, written):
    assert as_text(value) == written


def test_very_repetitive_texts_are_rows_of_what_was_and_what_is():
    """Thousands of equal lines, and equal words inside them, end at the page's effort."""
    old = "\n".join(["start", *["a a a a"] * 2_900, "tail"])
    new = "\n".join(["other", *["a a a b"] * 2_900, "end"])
    rows = diff_rows(old, new)
    assert [row.old_number for row in rows if row.old] == list(range(1, 2_903))
    assert [row.new_number for row in rows if row.new] == list(range(1, 2_903))
