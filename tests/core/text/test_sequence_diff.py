"""Two sequences lined up in bounded time: true, and coarser where it would cost too much."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.sequence_diff import Alignment, Effort

ITEMS = st.lists(st.sampled_from("abc"), max_size=30)


def blocks(a, b, steps=1_000_000):
    return [tuple(block) for block in Alignment(a, b, Effort(steps)).get_matching_blocks()]


def test_the_common_beginning_and_end_cost_nothing():
    assert blocks("a" * 50_000, "a" * 50_000, steps=0) == [(0, 0, 50_000), (50_000, 50_000, 0)]
    assert blocks("abxcd", "abyycd", steps=0) == [(0, 0, 2), (3, 4, 2), (5, 6, 0)]


def test_what_would_cost_too_much_counts_as_different():
    a, b = ["x", *["a"] * 100, "y"], ["z", *["a"] * 100, "w"]
    assert blocks(a, b, steps=20_000) == [(1, 1, 100), (102, 102, 0)]
    assert blocks(a, b, steps=9_000) == [(102, 102, 0)]


def test_an_effort_that_is_spent_stays_so():
    effort = Effort(10)
    assert effort.spend(4)
    assert not effort.spend(7)
    assert effort.is_spent
    assert not effort.spend(1)


@given(ITEMS, ITEMS, st.sampled_from([0, 5, 50, 1_000_000]))
def test_whatever_is_said_to_be_common_is_so_and_in_order(a, b, steps):
    found = blocks(a, b, steps)
    assert found[-1] == (len(a), len(b), 0)
    for at, other, size in found:
        assert a[at : at + size] == b[other : other + size]
    for (at, other, size), (next_at, next_other, _) in pairwise(found):
        assert next_at >= at + size
        assert next_other >= other + size


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "a"), ("a", ""), ("aa", "aaa")])
def test_edges_of_the_empty_and_of_the_repeated(a, b):
    assert blocks(a, b)[-1] == (len(a), len(b), 0)
