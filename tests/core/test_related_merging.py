"""Three-way merge of related questions: its rules row by row, and its laws over any lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.article_content import RelatedLink
from articles.core.related_merging import ORDER, merge_related, take_rows, undecided


def link(name, title=""):
    return RelatedLink(f"/learn/x/questions/{name}", title or name.upper())


def links(*names):
    """`"a"` is a row; `"a:T"` one with the title T."""
    return tuple(link(*name.split(":")) for name in names)


def names(merged):
    return [row.path.rsplit("/", 1)[1] for row in merged]


def shown(merged):
    """The list in short; titles that are not the row's own behind a colon."""
    return [
        name if row.title == name.upper() else f"{name}:{row.title}"
        for name, row in zip(names(merged), merged, strict=True)
    ]


def waiting(merge):
    return [path.rsplit("/", 1)[-1] for path in merge.conflicts]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "expected"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "xyz", "abc", "xyz"),
        ("abc", "abc", "cab", "cab"),
        ("abc", "ab", "abce", "abe"),
        ("abc", "xyz", "abce", "exyz"),
        ("abc", "", "eabc", "e"),
        ("abc", "abcd", "ab", "abd"),
        ("abc", "dabc", "cba", "dcba"),
        ("abc", "bca", "abce", "bcea"),
        ("abcd", "abd", "dcba", "dba"),
        ("", "ab", "c", "cab"),
        ("abc", "de", "", "de"),
    ],
)
def test_changes_to_different_rows_merge_and_a_chosen_order_survives(base, theirs, ours, expected):
    merged = merge_related(links(*base), links(*theirs), links(*ours))
    assert "".join(names(merged.links)) == expected
    assert merged.conflicts == ()


def test_a_title_that_the_file_changed_is_taken_where_the_editor_left_it():
    merged = merge_related(links("a"), links("a:New"), links("a", "b"))
    assert (shown(merged.links), merged.conflicts) == (["a:New", "b"], ())


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "live", "conflicts"),
    [
        ("a b", "c d", "a:Own b", "a:Own c d", "a"),
        ("a b", "a:New b", "a:Own b", "a:Own b", "a"),
        ("a b", "a:New b", "b", "b", "a"),
        ("", "a:New", "a:Own", "a:Own", "a"),
        ("a b c", "", "c a b", "c a b", "a b c"),
        ("a b c", "c", "b a c", "b a c", "a b"),
        ("a b", "b a", "b", "b", "a"),
    ],
)
def test_a_row_that_both_changed_differently_is_a_conflict(base, theirs, ours, live, conflicts):
    merged = merge_related(*(links(*side.split()) for side in (base, theirs, ours)))
    assert shown(merged.links) == live.split()
    assert waiting(merged) == conflicts.split()


def test_two_new_orders_are_a_conflict_and_the_editors_is_live():
    merged = merge_related(links(*"abc"), links(*"cba"), links(*"bca"))
    assert ("".join(names(merged.links)), merged.conflicts) == ("bca", (ORDER,))
    assert "".join(names(take_rows(links(*"abc"), merged.links, links(*"cba"), {ORDER}))) == "cba"


def test_each_row_is_taken_by_itself():
    base, theirs, ours = links("a", "b", "c"), links("a:New", "c:New"), links("a:Own", "b:Own", "c")
    merged = merge_related(base, theirs, ours)
    assert shown(merged.links) == ["a:Own", "b:Own", "c:New"]
    path = merged.conflicts[0]
    live = take_rows(base, merged.links, theirs, {path})
    assert shown(live) == ["a:New", "b:Own", "c:New"]
    assert undecided(base, theirs, ours, live) == merged.conflicts[1:]


@pytest.mark.parametrize(
    ("theirs", "ours", "conflicts", "taken"),
    [("bda", "cdb", "ac", "dba"), ("bad", "cda", "bc", "bda"), ("bda", "dcb", "ac", "dba")],
)
def test_a_move_is_taken_with_its_row_wherever_a_new_row_stands(theirs, ours, conflicts, taken):
    """Each side moves a row before the one that the other removes, and puts d elsewhere."""
    base, theirs, ours = links(*"abc"), links(*theirs), links(*ours)
    merged = merge_related(base, theirs, ours)
    assert "".join(waiting(merged)) == conflicts
    live = take_rows(base, merged.links, theirs, merged.conflicts)
    assert "".join(names(live)) == taken
    assert undecided(base, theirs, ours, live) == ()


def test_a_row_that_the_editor_removed_comes_back_to_its_place():
    theirs = links("a", "b:New", "c")
    merged = merge_related(links(*"abc"), theirs, links(*"ac"))
    live = take_rows(links(*"abc"), merged.links, theirs, merged.conflicts)
    assert shown(live) == ["a", "b:New", "c"]


def test_thousands_of_related_questions_keep_their_neighbours():
    base = links("a", "z")
    ours = links("a", *(f"m{number}" for number in range(3_000)), "z")
    theirs = links("a", *(f"n{number}" for number in range(3_000)), "z")
    merged = names(merge_related(base, theirs, ours).links)
    assert merged[0] == "a"
    assert merged[1:3_001] == [f"m{number}" for number in range(3_000)]
    assert merged[3_001:] == [*(f"n{number}" for number in range(3_000)), "z"]


# Laws

rows = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", "T", "U"])),
    unique_by=lambda row: row[0],
    max_size=5,
).map(lambda pairs: tuple(link(*pair) for pair in pairs))


def order_of(side, others):
    """The rows of a list that all the others have, too."""
    known = set.intersection(*({row.path for row in other} for other in others))
    return [row.path for row in side if row.path in known]


def assert_both_live(base, theirs, ours, live):
    """What either side made of a row, and of the order, is to be seen in the live list."""
    was, new, own, now = ({row.path: row for row in side} for side in (base, theirs, ours, live))
    for path in was.keys() | new.keys() | own.keys():
        for side in (new, own):
            if side.get(path) != was.get(path):
                assert now.get(path) == side.get(path)
    for side in (theirs, ours):
        if order_of(side, [base]) != order_of(base, [side]):
            assert order_of(side, [live, base]) == order_of(live, [side, base])
            assert order_of(side, [live, base]) != order_of(base, [side, live])


@given(rows, rows, rows)
def test_nothing_is_lost_and_nothing_comes_twice(base, theirs, ours):
    merged = names(merge_related(base, theirs, ours).links)
    assert len(merged) == len(set(merged))
    picks = set(names(ours)) - set(names(base))
    assert picks <= set(merged) <= set(names(ours)) | set(names(theirs))


@given(rows, rows, rows)
def test_rows_out_of_conflict_are_what_either_side_made_of_them(base, theirs, ours):
    merged = merge_related(base, theirs, ours)
    was, new, own, now = (
        {row.path: row for row in side} for side in (base, theirs, ours, merged.links)
    )
    for path in was.keys() | new.keys() | own.keys():
        if path in merged.conflicts:
            assert now.get(path) == own.get(path)
        else:
            sides = {side.get(path) for side in (new, own)} - {was.get(path)}
            assert sides <= {now.get(path)}


@given(rows, rows, rows)
def test_what_is_taken_is_decided(base, theirs, ours):
    merged = merge_related(base, theirs, ours)
    live = merged.links
    for number, path in enumerate(merged.conflicts):
        assert path in undecided(base, theirs, ours, live) or path == ORDER or number
        live = take_rows(base, live, theirs, {path})
    live = take_rows(base, merged.links, theirs, merged.conflicts)
    assert undecided(base, theirs, ours, live) == ()
