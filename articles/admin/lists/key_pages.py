"""Pages of a filtered list by keyset: which keys stand on one, and how many there are in all.

Page 300 costs what page 1 does, for a page begins at a place in the order and not behind so many
rows. Which rows there are is read in one of two ways (docs/decisions/0054-lists-by-keyset.md):

- one of the conditions has few rows: they are taken from its index, and asked for the others;
- each has many: the index of the order is walked along, and each row asked for all of them. Of two
  conditions that hardly meet that may be every row there is; so it goes on for as long as
  `PATIENCE_SECONDS`, and the page says how far it came, and goes on from there.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, QuerySet

from articles.admin.lists.conditions import Condition
from articles.admin.lists.orders import Beyond, Order, Place, sorted_by
from articles.database.among import among

# Of so many rows, sorting costs as much as the walk to a page of them does.
FEW = 20_000
# Of a library up to this size everything is counted.
SMALL = 60_000
_FIRST_WINDOW = 20_000
# Each is a query, and one more where the order has a spine.
_MOST_WINDOWS = 2
_GROWTH = 4
PATIENCE_SECONDS = 0.12
# Of so many conditions the keys are asked for: a page has few queries to spend.
_MOST_TRIED = 3


@dataclass(frozen=True, slots=True)
class KeyPage:
    """`places` of the rows, each ending with the row's key, in the list's order. `after` and
    `before` are where the next and the previous page begin, None where there is none; `stopped`:
    the walk ended before the page was full, and goes on at `after`."""

    places: Sequence[Place]
    after: Place | None
    before: Place | None
    stopped: bool = False

    @property
    def keys(self) -> list[int]:
        return [place[-1] for place in self.places]


class KeyList:
    """The rows of a model under some conditions, in an order."""

    def __init__(
        self,
        model: type[Model],
        conditions: Sequence[Condition],
        order: Order,
        *,
        is_descending: bool,
        parts: Sequence[str] = (),
    ) -> None:
        self._model, self._conditions, self._order = model, conditions, order
        self._is_descending = is_descending
        chosen = [part for name, part in order.parts.items() if not parts or name in parts]
        self._parts = chosen or list(order.parts.values())

    def page(self, size: int, after: Place | None, before: Place | None) -> KeyPage:
        """Return the page behind a place, or before one."""
        is_backwards = before is not None and after is None
        start = before if is_backwards else after
        places, stop = self.walk(size + 1, start, is_backwards=is_backwards)
        has_more = len(places) > size
        places = places[:size]
        onward = places[-1] if has_more else stop
        if is_backwards:
            places = places[::-1]
            ahead = places[-1] if places else self._behind(start, is_backwards=True)
            return KeyPage(places, ahead, onward, stop is not None)
        back = places[0] if places else self._behind(start)
        return KeyPage(places, onward, back if start is not None else None, stop is not None)

    def _behind(self, place: Place | None, *, is_backwards: bool = False) -> Place | None:
        """A place right behind a row's: of an empty page the way back begins with that row."""
        if place is None or len(place) < len(self._order.columns):
            return place
        step = -1 if self._is_descending != is_backwards else 1
        return (*place[:-1], place[-1] + step)

    def walk(
        self, limit: int, start: Place | None, *, is_backwards: bool = False
    ) -> tuple[list[Place], Place | None]:
        """Return the places of at most `limit` rows behind a place, and where the walk stopped
        before it had so many, None where it is at its end."""
        descends = self._is_descending != is_backwards
        walks = [self._walk_part(part, limit, start, descends) for part in self._part_filters()]
        if len(walks) == 1:
            return walks[0]
        places = sorted((place for found, _ in walks for place in found), reverse=descends)
        stops = [stop for _, stop in walks if stop is not None]
        if not stops:
            return places[:limit], None
        # Behind the first stop a part may have rows that nobody has looked at yet.
        stop = max(stops) if descends else min(stops)
        places = [place for place in places if (place >= stop if descends else place <= stop)]
        return places[:limit], stop if len(places) < limit else None

    def count(self) -> int:
        """Return how many rows there are, each looked at: for few."""
        rows = self._rows if self._order.within is None else self._rows.filter(self._order.within)
        return rows.order_by().count()

    def cheap_count(self) -> int | None:
        """Return how many rows there are where an index says so: those of few, of one condition
        alone, all, or of a small library; else None."""
        if self.is_few:
            return self.count()
        if not self._conditions and self._order.spine_is_whole:
            return self._order.spine().count()
        if self.lacks_rows:
            return self.count() if self._is_small() else None
        if not self._conditions:
            return self._model._base_manager.count()
        (first, *others) = self._conditions
        if not others and isinstance(first.keys, QuerySet):
            return first.keys.count()
        return self.count() if self._is_small() else None

    def among_keys(self, keys: Sequence[int]) -> set[int]:
        """Return those of some keys whose rows are in the list."""
        if self.is_few:
            return set(keys).intersection(self._rows.order_by().values_list("pk", flat=True))
        rows = self._model._base_manager.filter(among("pk", keys))
        for condition in self._conditions:
            rows = rows.filter(condition.along(()))
        return set(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def lacks_rows(self) -> bool:
        """Whether rows are left out, for they have no place in the order."""
        return self._order.lacks is not None and self._order.lacks()

    @property
    def is_narrowed(self) -> bool:
        return bool(self._conditions)

    @property
    def is_few(self) -> bool:
        return self._few is not None

    @cached_property
    def _few(self) -> tuple[Condition, Sequence[int]] | None:
        """A condition that has few rows, and their keys."""
        for condition in self._conditions:
            if condition.keys is not None and not isinstance(condition.keys, QuerySet):
                return condition, condition.keys
        tried = [one for one in self._conditions if one.keys is not None][:_MOST_TRIED]
        for condition in tried:
            keys = [key for (key,) in condition.keys[: FEW + 1]]
            if len(keys) <= FEW:
                return condition, keys
        return None

    @cached_property
    def _rows(self) -> QuerySet:
        rows = self._model._base_manager.all()
        few, keys = self._few or (None, ())
        if few is not None:
            rows = rows.filter(among("pk", keys))
        for condition in self._conditions:
            if condition is not few:
                columns = () if few else self._order.columns
                rows = rows.filter(condition.along(columns))
        return rows

    def _part_filters(self) -> Sequence:
        return [None] if self.is_few else self._parts

    def _walk_part(
        self, part: object, limit: int, start: Place | None, descends: bool
    ) -> tuple[list[Place], Place | None]:
        found: list[Place] = []
        window, place = _FIRST_WINDOW, start
        began = time.monotonic()
        for turn in range(1, _MOST_WINDOWS + 1):
            bound, keys = None, None
            if self._order.link and not self.is_few:
                bound, keys = self._linked(place, window, descends)
            elif not self.is_few:
                bound = self._bound(part, place, window, descends)
            found += self._read(part, place, bound, limit - len(found), descends, keys)
            if len(found) >= limit or bound is None:
                return found, None
            if self._is_one_of_keys:
                return self._read_by_index(start, limit, descends), None
            place, spent = bound, time.monotonic() - began
            if spent >= PATIENCE_SECONDS or turn == _MOST_WINDOWS:
                break
            # As many rows as the rest of the time has room for, at the speed of those before.
            window = int(window * min(_GROWTH, max(0.5, (PATIENCE_SECONDS - spent) / spent)))
        return found, place

    @property
    def _is_one_of_keys(self) -> bool:
        """Whether a single index has all that is asked for, and the key is the order: its keys are
        read and the first of them sorted out, where all that it has lie far away in the order, as
        a subject does that came before all others."""
        if self._order.spine is not None or len(self._conditions) != 1:
            return False
        keys = self._conditions[0].keys
        return isinstance(keys, QuerySet) and keys.model is self._model

    def _read_by_index(self, start: Place | None, limit: int, descends: bool) -> list[Place]:
        # Those of `keys`: what is hidden from an index in the natural form is in theirs.
        rows = self._conditions[0].keys
        if start is not None:
            rows = rows.filter(Beyond(("id",), start, "<" if descends else ">"))
        rows = rows.order_by(*sorted_by(("id",), is_descending=descends))
        return list(rows.values_list("id")[:limit])

    def _read(
        self,
        part: object,
        start: Place | None,
        bound: Place | None,
        limit: int,
        descends: bool,
        keys: Sequence[int] | None,
    ) -> list[Place]:
        rows, columns = self._rows, self._order.columns
        if keys is not None:
            rows = rows.filter(among(self._order.link, keys))
        if self._order.within is not None:
            rows = rows.filter(self._order.within)
        if part is not None:
            rows = rows.filter(part)
        if start is not None:
            rows = rows.filter(Beyond(columns[: len(start)], start, "<" if descends else ">"))
        if bound is not None:
            rows = rows.filter(Beyond(columns[: len(bound)], bound, ">=" if descends else "<="))
        rows = rows.order_by(*sorted_by(columns, is_descending=descends))
        return list(rows.values_list(*columns)[:limit])

    def _bound(
        self, part: object, start: Place | None, window: int, descends: bool
    ) -> Place | None:
        """The place so many rows of the table behind another one; None behind its last row."""
        if self._order.spine is None:
            return self._key_bound(start, window, descends)
        rows = self._spine(start, descends).filter(part)
        return next(iter(rows[window : window + 1]), None)

    def _linked(
        self, start: Place | None, window: int, descends: bool
    ) -> tuple[Place | None, list[int]]:
        """The same, with the keys of the spine on the way there; the place may be in the middle of
        the rows of one of them, which is looked at again."""
        begun = [] if start is None else [start[len(self._order.spine_columns) - 1]]
        places = list(self._spine(start, descends)[: window + 1])
        bound = places[-1] if len(places) > window else None
        return bound, [*begun, *(place[-1] for place in places)]

    def _spine(self, start: Place | None, descends: bool) -> QuerySet:
        columns = self._order.spine_columns
        rows = self._order.spine()
        if start is not None:
            start = start[: len(columns)]
            rows = rows.filter(Beyond(columns, start, "<" if descends else ">"))
        return rows.order_by(*sorted_by(columns, is_descending=descends)).values_list(*columns)

    def _key_bound(self, start: Place | None, window: int, descends: bool) -> Place | None:
        """Where the key is the order, its numbers bound the walk: no row is read for it."""
        if descends:
            first = start[-1] if start else self._last_key + 1
            return (first - window,) if first > window else None
        first = start[-1] if start else 0
        return (first + window,) if first + window < self._last_key else None

    def _is_small(self) -> bool:
        if "_last_key" in self.__dict__ and self._last_key <= SMALL:
            return True
        keys = self._model._base_manager.order_by("pk").values_list("pk")
        return not keys[SMALL : SMALL + 1].exists()

    @cached_property
    def _last_key(self) -> int:
        keys = self._model._base_manager.order_by("-pk").values_list("pk", flat=True)
        return keys.first() or 0
