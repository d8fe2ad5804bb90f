"""Pages of rows whose whole order is at hand: the matches of a search, the best first, or what is
sorted by a number that no index has."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from articles.admin.lists.key_pages import KeyPage
from articles.admin.lists.orders import Place


def by_rank(keys: Sequence[int], *, is_reversed: bool = False) -> list[Place]:
    """Return the places of keys in their own order, or the other way round."""
    return _signed([(rank, key) for rank, key in enumerate(keys, 1)], is_reversed)


def by_number(numbers: Mapping[int, int], *, is_reversed: bool = False) -> list[Place]:
    """Return the places of {key: number}, the largest number first."""
    return _signed([(-number, -key) for key, number in numbers.items()], is_reversed)


def _signed(places: list[Place], is_reversed: bool) -> list[Place]:
    return sorted((-a, -b) for a, b in places) if is_reversed else sorted(places)


def listed_page(
    places: Sequence[Place], size: int, after: Place | None, before: Place | None
) -> KeyPage:
    """Return a page of sorted places; the key of one may have another sign."""
    if before is not None and after is None:
        end = bisect_left(places, before)
        start = max(0, end - size)
    else:
        start = bisect_right(places, after) if after is not None else 0
        end = start + size
    shown = places[start:end]
    return KeyPage(
        [(*place[:-1], abs(place[-1])) for place in shown],
        after=shown[-1] if shown and end < len(places) else None,
        before=shown[0] if shown and start else None,
    )
