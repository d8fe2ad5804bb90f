"""Longest common parts of two sequences, found in bounded time.

difflib compares each item with its equals, and again for every part that it splits off: 16 kB of
one repeated word take 14 seconds, and 5,000 equal lines exceed the time of a request. Here the
common beginning and end are found in linear time, and the search between them stops at a fixed
budget: the alignment stays correct but becomes coarser.
"""

from collections.abc import Hashable, Sequence
from difflib import Match, SequenceMatcher


class Effort:
    """How many comparisons are left, shared by all alignments of one page or one merge. A million
    take about a tenth of a second."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    @property
    def is_spent(self) -> bool:
        return self._left <= 0

    def spend(self, steps: int) -> bool:
        """Return whether so many were left. What is too much for the rest spends it all: another
        try would cost as much to refuse."""
        is_enough = steps <= self._left
        self._left = self._left - steps if is_enough else 0
        return is_enough


class Alignment(SequenceMatcher):
    """A SequenceMatcher without "junk" (it would take an item that is frequent in a long text for
    noise) that gives up where `effort` ends: what it did not reach counts as different.

    >>> Alignment("abxc", "abyyc", Effort(100)).get_matching_blocks()
    [Match(a=0, b=0, size=2), Match(a=3, b=4, size=1), Match(a=4, b=5, size=0)]
    """

    def __init__(self, a: Sequence[Hashable], b: Sequence[Hashable], effort: Effort) -> None:
        super().__init__(None, a, b, autojunk=False)
        self._effort = effort

    def get_matching_blocks(self) -> list[Match]:
        """The blocks as difflib gives them, the empty one at the end included."""
        if self.matching_blocks is None:
            self.matching_blocks = self._find_blocks()
        return self.matching_blocks

    def _find_blocks(self) -> list[Match]:
        a, b = self.a, self.b
        start = _common_start(a, b)
        end = _common_start(a[start:][::-1], b[start:][::-1])
        inner = _Inner(a[start : len(a) - end], b[start : len(b) - end], self._effort)
        blocks = [Match(0, 0, start)]
        blocks += [
            Match(block.a + start, block.b + start, block.size)
            for block in inner.get_matching_blocks()
        ]
        blocks.append(Match(len(a) - end, len(b) - end, end))
        return [*(block for block in blocks if block.size), Match(len(a), len(b), 0)]


class _Inner(SequenceMatcher):
    """What lies between the common beginning and end; each search is paid for before it is made."""

    def __init__(self, a: Sequence[Hashable], b: Sequence[Hashable], effort: Effort) -> None:
        super().__init__(None, a, b, autojunk=False)
        self._effort = effort

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        places = self.b2j
        if not self._effort.is_spent:
            items = self.a[alo:ahi]
            steps = len(items) + sum(len(places.get(item, ())) for item in items)
            if self._effort.spend(steps):
                return super().find_longest_match(alo, ahi, blo, bhi)
        return Match(alo, blo, 0)


def _common_start(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    length = min(len(a), len(b))
    return next((n for n in range(length) if a[n] != b[n]), length)
