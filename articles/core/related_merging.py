"""Three-way merge of related questions, row by row.

A row is a link, known by its path. It changes by coming, going, taking another title, or taking
another place among the rows that both lists have. Changes to different rows merge. A row that one
side changed and the other removed or changed otherwise is a conflict, and so are two different new
orders: the editor's word is live then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.core.article_content import RelatedLink

Links = Sequence[RelatedLink]
_ByPath = Mapping[str, RelatedLink]

# Stands for the order among the rows in conflict; no path is empty.
ORDER = ""


@dataclass(frozen=True, slots=True)
class RelatedMerge:
    """`links` is the merged list; `conflicts` are the paths of the rows that both sides changed
    differently, in the order of base, theirs, ours, and ORDER last where both chose another."""

    links: tuple[RelatedLink, ...]
    conflicts: tuple[str, ...]


def merge_related(base: Links, theirs: Links, ours: Links) -> RelatedMerge:
    """Merge three lists; ours stays where there is a conflict.

    The order is ours where the editor moved rows, else theirs; what only the other list has stands
    behind the row that it stood behind there.
    """
    was, new, own = _by_path(base), _by_path(theirs), _by_path(ours)
    lost = _moves_undone(was, new, own) | _moves_undone(was, own, new)
    rows: dict[str, RelatedLink] = {}
    conflicts = []
    for path in {**was, **new, **own}:
        row, is_conflict = _merge_row(was.get(path), new.get(path), own.get(path), path in lost)
        if is_conflict:
            conflicts.append(path)
        if row is not None:
            rows[path] = row
    if _orders_differ(was, new, own):
        conflicts.append(ORDER)
    first, second = (own, new) if _is_moved(was, own) else (new, own)
    return RelatedMerge(_in_order(rows, first, second), tuple(conflicts))


def take_rows(
    base: Links, live: Links, theirs: Links, taken: Collection[str]
) -> tuple[RelatedLink, ...]:
    """Return the live list with theirs in the rows named in `taken`: another title, a row that goes
    or comes; with ORDER among them, in their order.

    A row stands behind the one of the base that it stands behind in theirs, so that its move is
    taken as well: where either side put a row that came says nothing of that.
    """
    was, own, new = _by_path(base), _by_path(live), _by_path(theirs)
    rows = {path: row for path, row in own.items() if path not in taken}
    rows |= {path: row for path, row in new.items() if path in taken}
    if ORDER in taken:
        return _in_order(rows, new, own)
    return _in_order(rows, own, [path for path in new if path in was or path in taken])


def undecided(base: Links, theirs: Links, ours: Links, live: Links) -> tuple[str, ...]:
    """Return the rows that wait for a decision, and in which the list that is live by now does not
    say what theirs says: the conflicts of a merge, and what theirs takes back. These are rows that
    theirs changes and that are live as ours has them, though only theirs changed them: the
    publisher had adopted an editor's word and says the earlier one again."""
    was, new, own, now = map(_by_path, (base, theirs, ours, live))
    asked = dict.fromkeys(merge_related(base, theirs, ours).conflicts)
    for path in {**was, **new, **own}:
        if new.get(path) != was.get(path) and now.get(path) == own.get(path):
            asked.setdefault(path)
    if ORDER in asked or _is_moved(was, new):
        asked.pop(ORDER, None)
        asked[ORDER] = None
    return tuple(path for path in asked if not _is_alike(path, was, new, now))


def _is_alike(path: str, was: _ByPath, new: _ByPath, now: _ByPath) -> bool:
    """Whether two lists have the same row; of ORDER, whether what both have of the base stands in
    one order. Where either put a row that came is no new order (`_orders_differ`)."""
    if path == ORDER:
        return _shared(new, was, now) == _shared(now, was, new)
    return new.get(path) == now.get(path)


def _by_path(links: Links) -> _ByPath:
    return {link.path: link for link in links}


def _merge_row(
    was: RelatedLink | None, new: RelatedLink | None, own: RelatedLink | None, is_move_lost: bool
) -> tuple[RelatedLink | None, bool]:
    """The merged row (None: there is none), and whether both sides changed it differently."""
    if is_move_lost:
        return own, True
    if new in (was, own):
        return own, False
    return (new, False) if own == was else (own, True)


def _moves_undone(was: _ByPath, remover: _ByPath, mover: _ByPath) -> set[str]:
    """The rows that one side moved and the other removed, where by that nothing is left to see of
    the mover's order."""
    shared = [path for path in was if path in mover]
    moved = _inverted(shared, mover)
    if not moved or _inverted([path for path in shared if path in remover], mover):
        return set()
    return {path for path in moved if path not in remover}


def _inverted(order: Sequence[str], other: Collection[str]) -> set[str]:
    """The rows that stand before another in one order, and behind it in the other."""
    places = {path: place for place, path in enumerate(other)}
    numbers = [places[path] for path in order]
    found = set()
    highest, lowest = -1, len(places)
    for path, number in zip(order, numbers, strict=True):
        if number < highest:
            found.add(path)
        highest = max(highest, number)
    for path, number in zip(reversed(order), reversed(numbers), strict=True):
        if number > lowest:
            found.add(path)
        lowest = min(lowest, number)
    return found


def _is_moved(was: _ByPath, side: _ByPath) -> bool:
    return [path for path in was if path in side] != [path for path in side if path in was]


def _orders_differ(was: _ByPath, new: _ByPath, own: _ByPath) -> bool:
    """Whether both sides moved rows, and not to the same order of those that all three have."""
    if not (_is_moved(was, new) and _is_moved(was, own)):
        return False
    return _shared(new, was, own) != _shared(own, was, new)


def _shared(side: _ByPath, *others: _ByPath) -> list[str]:
    """The rows that all the others have, too, in the side's order."""
    return [path for path in side if all(path in other for other in others)]


def _in_order(
    rows: _ByPath, first: Iterable[str], second: Iterable[str]
) -> tuple[RelatedLink, ...]:
    order = _weave([path for path in first if path in rows], [p for p in second if p in rows])
    return tuple(rows[path] for path in order)


def _weave(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The first list, with what only the second has behind its neighbour there."""
    known = set(first)
    behind = {
        neighbour: path
        for neighbour, path in zip([None, *second], second, strict=False)
        if path not in known
    }
    order: list[str] = []
    for path in [None, *first]:
        if path is not None:
            order.append(path)
        while (path := behind.get(path)) is not None:
            order.append(path)
    return order
