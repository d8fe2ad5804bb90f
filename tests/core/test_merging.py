"""Three-way merge over ArticleContent: its rules, and its laws over texts nobody thought of."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.article_content import FIELDS, ArticleContent
from articles.core.merging import (
    REPLACEMENT_SIMILARITY,
    is_replacement,
    merge,
    merge_lines,
    similarity,
)
from articles.core.related_merging import undecided
from tests.core.content_strategies import contents
from tests.core.test_related_merging import assert_both_live, rows

BASE = ArticleContent(
    title="What is light?",
    answer="First paragraph.\n\nSecond paragraph.\n\nThird paragraph.",
    seo_keywords="light",
    published_on=date(2024, 12, 7),
)


# Fields


def test_a_field_that_one_side_changed_is_that_sides():
    theirs = replace(BASE, seo_keywords="light, speed")
    ours = replace(BASE, title="What exactly is light?")
    merged = merge(BASE, theirs, ours)
    assert merged.content == replace(ours, seo_keywords="light, speed")
    assert merged.conflicts == ()


def test_alike_on_both_sides_is_no_conflict():
    both = replace(BASE, title="Light?", answer="New.")
    assert merge(BASE, both, both).conflicts == ()
    assert merge(BASE, both, both).content == both


@pytest.mark.parametrize(
    ("field", "theirs", "ours"),
    [
        ("title", "Theirs", "Ours"),
        ("seo_description", "Theirs", "Ours"),
        ("published_on", date(2025, 1, 1), None),
        ("score", 1.0, 2.0),
    ],
)
def test_changed_differently_the_editors_word_stays_and_both_are_told(field, theirs, ours):
    merged = merge(BASE, replace(BASE, **{field: theirs}), replace(BASE, **{field: ours}))
    assert getattr(merged.content, field) == ours
    [conflict] = merged.conflicts
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == (
        field,
        getattr(BASE, field),
        ours,
        theirs,
    )


def test_an_answer_is_merged_by_lines():
    theirs = replace(BASE, answer=BASE.answer.replace("First", "The first"))
    ours = replace(BASE, answer=BASE.answer.replace("Third", "The third"))
    merged = merge(BASE, theirs, ours)
    assert merged.conflicts == ()
    assert (
        merged.content.answer == "The first paragraph.\n\nSecond paragraph.\n\nThe third paragraph."
    )


def test_sources_are_merged_by_lines():
    base = replace(BASE, sources="https://a.org\nhttps://b.org\nhttps://c.org")
    theirs = replace(base, sources="https://a.org A\nhttps://b.org\nhttps://c.org")
    ours = replace(base, sources="https://a.org\nhttps://b.org\nhttps://d.org")
    merged = merge(base, theirs, ours)
    assert merged.content.sources == "https://a.org A\nhttps://b.org\nhttps://d.org"
    assert merged.conflicts == ()
    assert merge(base, theirs, replace(base, sources="")).conflicts[0].field == "sources"


def test_an_answer_that_collides_is_the_editors_as_a_whole():
    theirs = replace(BASE, answer=BASE.answer.replace("First", "X").replace("Third", "Y"))
    ours = replace(BASE, answer=BASE.answer.replace("Third", "Z"))
    merged = merge(BASE, theirs, ours)
    assert merged.content.answer == ours.answer
    assert [conflict.field for conflict in merged.conflicts] == ["answer"]


# Lines, as `git merge-file` has them


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "expected"),
    [
        ("a\nb\nc", "a\nb\nc", "a\nB\nc", "a\nB\nc"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\nb\nc", "x\na\nb\nc", "a\nb\nc\ny", "x\na\nb\nc\ny"),
        ("a\nb", "a\nX\nb", "a\nX\nb", "a\nX\nb"),
        ("a\nb\nc", "a\nX\nc", "a\nX\nc", "a\nX\nc"),
        ("", "a", "", "a"),
        ("a\n", "a\nb\n", "a\n", "a\nb\n"),
        ("a\x0cb", "a\x0cb\nc", "a\x0cb", "a\x0cb\nc"),
    ],
)
def test_changes_apart_are_merged(base, theirs, ours, expected):
    assert merge_lines(base, theirs, ours) == expected


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [
        ("a\nb\nc", "a\nX\nc", "a\nY\nc"),
        ("a\nb\nc", "a\nX\nc", "a\nc"),
        ("a\nb\nc\nd", "a\nX\nc\nd", "a\nb\nY\nd"),
        ("a\nb", "a\nX\nb", "a\nY\nb"),
        ("a", "b", "c"),
        ("", "a", "b"),
    ],
)
def test_changes_of_the_same_or_touching_lines_collide(base, theirs, ours):
    assert merge_lines(base, theirs, ours) is None


# Lines without a letter or digit, which stand in many places of a text

FORMULA = "Before it.\n\n$$\nx\n$$\n\nBehind it."
INSERTED = FORMULA.replace("$$\nx", "Mine.\n\n$$\nx")


@pytest.mark.parametrize(
    "rewritten",
    [
        "Rewritten.\n\n$$\ny\n$$\n\nBehind it.",
        "Rewritten.\n\n$$\ny\n$$\n\nMore.\n\n$$\nz\n$$\n\nThe end.",
        "\n$$\ny\n$$\n\nBehind it.",
    ],
)
def test_words_inserted_between_two_rewritten_lines_have_no_place(rewritten):
    assert merge_lines(FORMULA, rewritten, INSERTED) is None
    assert merge_lines(FORMULA, INSERTED, rewritten) is None


@pytest.mark.parametrize(
    ("base", "rewritten", "inserted", "merged"),
    [
        (
            FORMULA,
            "Rewritten.\n\n$$\nx\n$$\n\nThe end.",
            INSERTED,
            "Rewritten.\n\nMine.\n\n$$\nx\n$$\n\nThe end.",
        ),
        (
            FORMULA,
            "Before it.\n\n$$\ny\n$$\n\nThe end.",
            INSERTED,
            "Before it.\n\nMine.\n\n$$\ny\n$$\n\nThe end.",
        ),
        ("$$\nx\n$$\ny", "$$\nX\n$$\nY", "Mine.\n$$\nx\n$$\ny", "Mine.\n$$\nX\n$$\nY"),
        ("x\n$$\ny\n$$", "X\n$$\nY\n$$", "x\n$$\ny\n$$\nMine.", "X\n$$\nY\n$$\nMine."),
        ("x\n$$\n\ny", "X\n$$\n\nY", "x\n$$\n---\n\ny", "X\n$$\n---\n\nY"),
        ("x\n$$\n\ny", "X\n$$\nNew.\n\ny", "x\n$$\n\nY", "X\n$$\nNew.\n\nY"),
    ],
    ids=["held behind", "held before", "the start", "the end", "signs alone", "one side each"],
)
def test_where_a_neighbour_stays_inserted_words_have_a_place(base, rewritten, inserted, merged):
    assert merge_lines(base, rewritten, inserted) == merged


def test_a_text_of_too_many_lines_is_no_puzzle():
    base = "\n" * 100_000
    assert merge_lines(base, base + "a", "b" + base) is None


# Replacements


def test_another_answer_under_a_new_id_is_a_replacement():
    theirs = replace(BASE, answer="Electromagnetic radiation that the eye perceives.")
    assert is_replacement(BASE, theirs, has_new_id=True)
    assert not is_replacement(BASE, theirs, has_new_id=False)
    assert not is_replacement(BASE, replace(BASE, title="X"), has_new_id=True)


def test_a_corrected_answer_is_none():
    words = [f"word{number}" for number in range(100)]
    corrected = [*words[:20], "another", *words[21:]]
    assert similarity(" ".join(words), " ".join(corrected)) > REPLACEMENT_SIMILARITY


def test_texts_without_words_are_alike():
    assert similarity("", " ") == 1.0
    assert similarity("", "a") == 0.0


# Laws

texts = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=7).map("\n".join)
some_contents = contents(
    texts=st.sampled_from(["", "k", "l"]),
    dates=st.sampled_from([date(2025, 1, 1), date(2025, 2, 2)]),
    numbers=st.sampled_from([-1.0, 2.0]),
    related=rows,
    answer=texts,
)


@given(some_contents, some_contents)
def test_nothing_changed_on_one_side_gives_the_other_side(base, other):
    for merged in (merge(base, other, base), merge(base, base, other)):
        assert merged.content == other
        assert merged.conflicts == ()


@given(some_contents, some_contents, some_contents)
def test_without_a_conflict_the_sides_may_change_places(base, one, other):
    """The place of a related question that came is the one thing where the editor's side counts
    for more."""
    here, there = merge(base, one, other), merge(base, other, one)
    assert bool(here.conflicts) == bool(there.conflicts)
    if not here.conflicts:
        assert replace(here.content, related=()) == replace(there.content, related=())
        assert set(here.content.related) == set(there.content.related)


@given(some_contents, some_contents, some_contents)
def test_merging_twice_is_merging_once(base, theirs, ours):
    once = merge(base, theirs, ours).content
    assert merge(theirs, theirs, once).content == once
    if not merge(base, theirs, ours).conflicts:
        assert merge(base, theirs, once).content == once


@given(texts, texts, texts)
def test_no_line_appears_from_nowhere(base, theirs, ours):
    merged = merge_lines(base, theirs, ours)
    if merged is not None:
        known = {*base.split("\n"), *theirs.split("\n"), *ours.split("\n")}
        assert set(merged.split("\n")) <= known


@given(some_contents, some_contents, some_contents)
def test_either_both_changes_are_live_or_a_conflict_is_open(base, theirs, ours):
    """For every field and every pair of changes; of an answer by its lines, of related questions by
    their rows and their order."""
    merged = merge(base, theirs, ours)
    waiting = {conflict.field for conflict in merged.conflicts}
    for name in FIELDS.keys() - waiting:
        was, new, own, live = (getattr(side, name) for side in (base, theirs, ours, merged.content))
        if name == "answer":
            assert set(new.split("\n")) - set(was.split("\n")) <= set(live.split("\n"))
            assert set(own.split("\n")) - set(was.split("\n")) <= set(live.split("\n"))
        elif name == "related":
            assert_both_live(was, new, own, live)
        else:
            assert {live} >= {side for side in (new, own) if side != was}


@given(some_contents, some_contents, some_contents)
def test_taking_the_files_word_leaves_nothing_to_decide(base, theirs, ours):
    merged = merge(base, theirs, ours)
    taken = merged.taking_theirs()
    for conflict in merged.conflicts:
        if conflict.field == "related":
            assert not undecided(base.related, theirs.related, ours.related, taken.related)
        else:
            assert getattr(taken, conflict.field) == getattr(theirs, conflict.field)


@given(some_contents, some_contents, some_contents)
def test_the_laws_hold_where_lining_up_is_given_up(base, theirs, ours):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("articles.core.merging._MOST_STEPS", 0)
        test_nothing_changed_on_one_side_gives_the_other_side.hypothesis.inner_test(base, theirs)
        for law in (
            test_without_a_conflict_the_sides_may_change_places,
            test_merging_twice_is_merging_once,
        ):
            law.hypothesis.inner_test(base, theirs, ours)


def test_a_change_in_five_thousand_equal_lines_is_a_conflict_or_the_exact_merge():
    base = "x\n" * 4_900
    theirs, ours = f"first\n{base}", f"{base}last"
    assert merge_lines(base, theirs, ours) == f"first\n{base}last"
    apart = ["x"] * 4_900
    apart[0] = apart[-1] = "theirs"
    other = ["x"] * 4_900
    other[2_000] = other[3_000] = "ours"
    assert merge_lines(base.rstrip("\n"), "\n".join(apart), "\n".join(other)) is None


def test_similarity_of_one_word_over_and_over_is_never_too_high():
    one = ["a"] * 15_000
    assert similarity(" ".join(one), " ".join(one)) == 1.0
    assert similarity(" ".join(["b", *one, "c"]), " ".join(["c", *one, "b"])) == 0.0
