"""Parts of a field that an editor corrected and a file adopted: a run of lines of the answer, a
related question or their order, any other field as a whole. Pure.

A part is known by where it stands in the last import's word. It is carried along from file to file
and ends where a file says something else there: to change it further is the publisher's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.related_merging import ORDER
from articles.core.text.sequence_diff import Alignment, Effort

# As for a merge (`articles/core/merging.py`): what is given up is a part, so that less is asked.
_MOST_LINES = 5_000
_MOST_STEPS = 2_000_000

Links = Sequence[RelatedLink]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A part of a field, and what it said `before` an editor corrected it.

    Of the answer: lines, where now `length` lines stand from line `at` on. Of related questions:
    the row of the path `row`, None where there was none, or with ORDER the paths in their order.
    """

    field: str
    before: object
    at: int = 0
    length: int = 0
    row: str = ""


def corrected_parts(
    name: str, before: ArticleContent, ours: ArticleContent, last: ArticleContent
) -> list[Corrected]:
    """Return the parts of a field that an editor changed from `before` to `ours`, as they stand in
    ours; without what the last file said already."""
    old, own = getattr(before, name), getattr(ours, name)
    parts = _parts(name, old, own)
    known = getattr(last, name)
    return [part for part in parts if carried(part, own, known) is None]


def carried(part: Corrected, old: object, new: object) -> Corrected | None:
    """Return the part where it stands in another value of its field; None where that one says
    something else there."""
    if part.field == "answer":
        return _carried_lines(part, old.split("\n"), new.split("\n"))
    if part.field == "related":
        return part if _says_alike(part.row, old, new) else None
    return part if old == new else None


def is_taken_back(part: Corrected, last: object, theirs: object) -> bool:
    """Return whether a file says again what an editor had corrected there. One that says something
    new does not."""
    if part.field == "answer":
        return _lines_are_taken_back(part, last.split("\n"), theirs.split("\n"))
    if part.field != "related":
        return theirs == part.before
    if _says_alike(part.row, last, theirs):
        return False
    if part.row == ORDER:
        shared = _paths(theirs, last).intersection(part.before)
        order = [link.path for link in theirs if link.path in shared]
        return order == [path for path in part.before if path in shared]
    row = _row(theirs, part.row)
    return row == part.before or (_row(last, part.row) is None and row is not None)


def _parts(name: str, old: object, own: object) -> list[Corrected]:
    if old == own:
        return []
    if name == "answer":
        return _line_parts(old.split("\n"), own.split("\n"))
    if name == "related":
        return _row_parts(old, own)
    return [Corrected(name, old)]


# Lines


def _line_parts(old: Sequence[str], own: Sequence[str]) -> list[Corrected]:
    """A run of lines that gave way to as many is a part a line, so that each is asked about."""
    if max(len(old), len(own)) > _MOST_LINES:
        return []
    parts = []
    for tag, i1, i2, j1, j2 in Alignment(old, own, Effort(_MOST_STEPS)).get_opcodes():
        if tag == "equal":
            continue
        if i2 - i1 == j2 - j1:
            lines = zip(old[i1:i2], range(j1, j2), strict=True)
            parts += [Corrected("answer", (line,), at, 1) for line, at in lines]
        else:
            parts.append(Corrected("answer", tuple(old[i1:i2]), j1, j2 - j1))
    return parts


def _carried_lines(part: Corrected, old: Sequence[str], new: Sequence[str]) -> Corrected | None:
    places = _places(old, new)
    if places is None:
        return None
    if part.length:
        found = places[part.at : part.at + part.length]
        if None in found or any(after - one != 1 for one, after in pairwise(found)):
            return None
        return replace(part, at=found[0])
    start, end = _gap(part, places, len(new))
    return None if _contains(new[start:end], part.before) else replace(part, at=start)


def _lines_are_taken_back(part: Corrected, last: Sequence[str], theirs: Sequence[str]) -> bool:
    places = _places(last, theirs)
    if places is None or None not in (places[part.at : part.at + part.length] or [None]):
        return False
    start, end = _gap(part, places, len(theirs))
    if part.before:
        return _contains(theirs[start:end], part.before)
    # Lines that an editor added, and nothing new stands there for them.
    first, behind = _unmatched_around(part, places)
    return end - start <= (behind - first) - part.length


def _places(old: Sequence[str], new: Sequence[str]) -> list[int | None] | None:
    """Where each line of the one stands in the other (None: nowhere); None: too long."""
    if max(len(old), len(new)) > _MOST_LINES:
        return None
    places: list[int | None] = [None] * len(old)
    for block in Alignment(old, new, Effort(_MOST_STEPS)).get_matching_blocks():
        places[block.a : block.a + block.size] = range(block.b, block.b + block.size)
    return places


def _unmatched_around(part: Corrected, places: Sequence[int | None]) -> tuple[int, int]:
    first, behind = part.at, part.at + part.length
    while first and places[first - 1] is None:
        first -= 1
    while behind < len(places) and places[behind] is None:
        behind += 1
    return first, behind


def _gap(part: Corrected, places: Sequence[int | None], length: int) -> tuple[int, int]:
    """From where to where the other value has what stands between the nearest common lines."""
    first, behind = _unmatched_around(part, places)
    start = places[first - 1] + 1 if first else 0
    return start, places[behind] if behind < len(places) else length


def _contains(lines: Sequence[str], some: Sequence[str]) -> bool:
    some = list(some)
    return any(
        list(lines[place : place + len(some)]) == some
        for place in range(len(lines) - len(some) + 1)
    )


# Related questions


def _row_parts(old: Links, own: Links) -> list[Corrected]:
    paths = dict.fromkeys(link.path for link in (*old, *own))
    parts = [
        Corrected("related", _row(old, path), row=path)
        for path in paths
        if _row(old, path) != _row(own, path)
    ]
    if _order(old, own) != _order(own, old):
        parts.append(Corrected("related", tuple(link.path for link in old), row=ORDER))
    return parts


def _says_alike(row: str, one: Links, other: Links) -> bool:
    if row == ORDER:
        return _order(one, other) == _order(other, one)
    return _row(one, row) == _row(other, row)


def _row(links: Links, path: str) -> RelatedLink | None:
    return next((link for link in links if link.path == path), None)


def _order(links: Links, other: Links) -> list[str]:
    return [link.path for link in links if link.path in _paths(other)]


def _paths(*lists: Links) -> set[str]:
    """The paths that all of the lists have."""
    return set.intersection(*({link.path for link in links} for links in lists))
