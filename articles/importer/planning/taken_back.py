"""Corrections of an editor that a file takes back. Pure: it needs no database.

A publisher who adopts an editor's correction says the same as the article, and the base moves on to
it. A later file without the correction (an older copy, say) would then look like the publisher's
change of a text that no editor had touched, and the mistake would be live again without a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from articles.core.article_content import ArticleContent
from articles.core.merging import FieldConflict, merge


def taken_back(
    corrected: Iterable[tuple[str, object]],
    *,
    base: ArticleContent,
    theirs: ArticleContent,
    ours: ArticleContent,
) -> tuple[FieldConflict, ...]:
    """Return a conflict for each field in which the file says again what an editor corrected.

    `corrected` holds (field, what it said before an editor's change) of fields that the last import
    left as the editor wrote them. Merged over that, a file with the correction gives itself; one
    that lacks it, in a line of the answer or in one of the related questions too, gives more. A
    file that changes the correction further says something new: it is the publisher's to say.
    """
    found: dict[str, FieldConflict] = {}
    for name, before in corrected:
        mine, new = getattr(ours, name), getattr(theirs, name)
        if name in found or new == mine:
            continue
        merged = merge(replace(base, **{name: before}), theirs, ours)
        is_further = any(conflict.field == name for conflict in merged.conflicts)
        if not is_further and getattr(merged.content, name) != new:
            was = getattr(base, name)
            found[name] = FieldConflict(name, base=was, ours=mine, theirs=new, taken=new)
    return tuple(found.values())


def lasting(
    edits: Sequence[tuple[datetime, object]], *, now: object, moved_at: Iterable[datetime]
) -> list[object]:
    """Return what stood before those of an editor's changes of a field that lasted, newest first.

    `edits` holds (when, what it said before), the oldest first; `now` is what the field says, and
    `moved_at` when deliveries said something else there than the delivery before. What an editor
    wrote and took away again before a delivery came was never the publisher's to adopt, nor to take
    back: A, B, A is no change. With a delivery of B in between, it is two.
    """
    moves = sorted(moved_at)
    words = [*(before for _, before in edits), now]
    found: list[object] = []
    place = 0
    for _, some in groupby(edits, key=lambda edit: sum(move < edit[0] for move in moves)):
        end = place + len(list(some))
        found += _without_detours(words[place : end + 1])
        place = end
    return found[::-1]


def _without_detours(words: Iterable[object]) -> list[object]:
    """The words on the way to the last one, without it: A, B, A, C -> A."""
    way: list[object] = []
    for word in words:
        if word in way:
            del way[way.index(word) :]
        way.append(word)
    return way[:-1]
