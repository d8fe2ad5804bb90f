"""Corrections of an editor that a file takes back. Pure: it needs no database.

A publisher who adopts an editor's correction says the same as the article, and the base moves on to
it. A later file without the correction (an older copy, say) would then look like the publisher's
change of a text that no editor had touched, and the mistake would be live again without a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles.core.article_content import FIELDS, ArticleContent
from articles.core.merging import FieldConflict, Merge, merge
from articles.core.related_merging import take_rows
from articles.importer.planning.corrected_parts import (
    Corrected,
    carried,
    corrected_parts,
    is_taken_back,
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that came: what it said (`theirs`), and what the article had said before, the last
    before the file (`ours`) and what editors had written until then (`drafts`)."""

    theirs: ArticleContent
    ours: ArticleContent
    drafts: tuple[ArticleContent, ...] = ()


def adopted(
    first: ArticleContent, deliveries: Iterable[Delivery], names: Iterable[str]
) -> tuple[Corrected, ...]:
    """Return what editors corrected in the fields and the files adopted, as it stands in the last
    of the deliveries (the oldest first); `first` is what the file said before them.

    Adopted is what a file says, the file before did not, and the article did already. That the
    article came to say what a file had said is a person's decision for the file's word, and nothing
    to be defended.
    """
    names = list(names)
    last = first
    parts: list[Corrected] = []
    for delivery in deliveries:
        moved = [
            carried(part, getattr(last, part.field), getattr(delivery.theirs, part.field))
            for part in parts
        ]
        for name in names:
            moved += _adopted_now(name, last, delivery)
        parts = list(dict.fromkeys(part for part in moved if part is not None))
        last = delivery.theirs
    return tuple(parts)


def _adopted_now(name: str, last: ArticleContent, delivery: Delivery) -> Iterable[Corrected | None]:
    own, new = getattr(delivery.ours, name), getattr(delivery.theirs, name)
    if getattr(last, name) in (own, new):
        return
    for before in (last, *_without_detours((*delivery.drafts, delivery.ours), name)):
        for part in corrected_parts(name, before, delivery.ours, last):
            yield carried(part, own, new)


def _without_detours(contents: Sequence[ArticleContent], name: str) -> list[ArticleContent]:
    """The contents on the way to the last one, without it: of A, B, A, C only A. What an editor
    tried and took away again was never the publisher's to adopt."""
    way: dict[object, ArticleContent] = {}
    for content in contents:
        word = getattr(content, name)
        words = list(way)
        if word in way:
            for gone in words[words.index(word) :]:
                del way[gone]
        way[word] = content
    return list(way.values())[:-1]


def taken_back(
    corrected: Iterable[Corrected],
    *,
    base: ArticleContent,
    theirs: ArticleContent,
    ours: ArticleContent,
) -> dict[str, tuple[Corrected, ...]]:
    """Return the parts in which the file says again what an editor corrected and the last import
    (`base`) said as the article still does, by field, in the order of the fields."""
    found: dict[str, list[Corrected]] = {}
    for part in corrected:
        last, new, own = (getattr(side, part.field) for side in (base, theirs, ours))
        if new != own and carried(part, last, own) and is_taken_back(part, last, new):
            found.setdefault(part.field, []).append(part)
    return {name: tuple(found[name]) for name in FIELDS if name in found}


def merge_keeping(
    back: dict[str, tuple[Corrected, ...]],
    *,
    base: ArticleContent,
    theirs: ArticleContent,
    ours: ArticleContent,
) -> Merge:
    """Merge as `merge` does, but what the file takes back stays, and is a conflict. Of related
    questions the other rows are merged; any other field stays as a whole."""
    merged = merge(base, theirs, ours)
    taking = merged.taking_theirs()
    conflicts = {conflict.field: conflict for conflict in merged.conflicts}
    values = {}
    for name, parts in back.items():
        was, new, own = (getattr(side, name) for side in (base, theirs, ours))
        values[name] = own
        if name == "related":
            rows = {part.row for part in parts}
            values[name] = take_rows(was, merged.content.related, own, rows)
        taken = getattr(taking, name)
        conflicts.setdefault(name, FieldConflict(name, base=was, ours=own, theirs=new, taken=taken))
    order = [conflicts[name] for name in FIELDS if name in conflicts]
    return Merge(replace(merged.content, **values), tuple(order))
