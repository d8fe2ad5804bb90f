"""Pages of rows whose whole order is at hand: the matches of a search, the best first, or what is
sorted by a number that no index has."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence

from articles.admin.lists.key_pages import KeyPage
from articles.admin.lists.orders import Place

# Of so many places at once it is asked which rows are in the list.
_AT_ONCE = 2_000


def by_rank(keys: Sequence[int], *, is_reversed: bool = False) -> list[Place]:
    """Return the places of keys in their own order, or the other way round."""
    return _signed([(rank, key) for rank, key in enumerate(keys, 1)], is_reversed)


def by_number(numbers: Mapping[int, int], *, is_reversed: bool = False) -> list[Place]:
    """Return the places of {key: number}, the largest number first."""
    return _signed([(-number, -key) for key, number in numbers.items()], is_reversed)


def _signed(places: list[Place], is_reversed: bool) -> list[Place]:
    return sorted((-a, -b) for a, b in places) if is_reversed else sorted(places)


def _beside(place: Place, step: int) -> Place:
    """A place right before a row's, or behind it: of an empty page the way back begins with that
    row."""
    return (*place[:-1], place[-1] + step)


class NarrowedPlaces:
    """Sorted places (the key of one may have another sign), of which `kept` returns those keys that
    are in the list; None: all. Of many, only as many are asked about as a page needs, unless the
    list is wanted whole."""

    def __init__(
        self,
        places: list[Place],
        kept: Callable[[Sequence[int]], Collection[int]] | None,
        *,
        is_whole: bool,
    ) -> None:
        self._places, self._kept = places, kept
        if kept is not None and (is_whole or len(places) <= _AT_ONCE):
            self._places, self._kept = self._narrowed(places), None

    @property
    def number(self) -> int | None:
        """How many there are, None where not all have been asked about."""
        return len(self._places) if self._kept is None else None

    def page(self, size: int, after: Place | None, before: Place | None) -> KeyPage:
        """Return the page behind a place, or before one."""
        is_backwards = before is not None and after is None
        if is_backwards:
            rest = self._places[: bisect_left(self._places, before)][::-1]
        else:
            rest = self._places[bisect_right(self._places, after) if after is not None else 0 :]
        shown = self._first(rest, size + 1)
        has_more = len(shown) > size
        shown = shown[:size]
        if is_backwards:
            shown = shown[::-1]
        is_begun = has_more if is_backwards else after is not None
        goes_on = has_more or is_backwards
        return KeyPage(
            [(*place[:-1], abs(place[-1])) for place in shown],
            after=(shown[-1] if shown else _beside(before, -1)) if goes_on else None,
            before=(shown[0] if shown else _beside(after, 1)) if is_begun else None,
        )

    def _first(self, places: list[Place], limit: int) -> list[Place]:
        if self._kept is None:
            return places[:limit]
        found: list[Place] = []
        for start in range(0, len(places), _AT_ONCE):
            found += self._narrowed(places[start : start + _AT_ONCE])
            if len(found) >= limit:
                break
        return found[:limit]

    def _narrowed(self, places: list[Place]) -> list[Place]:
        kept = self._kept([abs(place[-1]) for place in places])
        return [place for place in places if abs(place[-1]) in kept]
