"""A library packed into a folder of plain arrays, which any number of processes read at once.

The files are mapped into memory: the processes share them, and the operating system takes back
what it needs elsewhere. Written by `packing.py`. Articles are known by their places: 0, 1, 2 in the
order of their keys.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

from articles.core.relatedness.library import MOST_INBOUND, Link, Node
from articles.core.relatedness.signatures import Signature, unpack

IS_INDEXABLE = 1
IS_LIVE = 2

# Neighbours have neighbours in common: unpacked signatures are kept, 6 KB each.
_SIGNATURES_KEPT = 4_096


class Lists:
    """A list of numbers for each place, one behind the other, and where each begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self._starts = mapped(folder / f"{name}-starts", "Q")
        self._items = mapped(folder / name, "I")

    def __getitem__(self, place: int) -> Sequence[int]:
        return self._items[self._starts[place] : self._starts[place + 1]]


class PackedLibrary:
    """A `Library` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._texts = mapped(folder / "texts", "I")
        self._flags = mapped(folder / "flags", "B")
        self._questions = mapped(folder / "questions", "Q")
        self._twins = Lists(folder, "twins")
        self._links = Lists(folder, "links")
        self._sources = Lists(folder, "sources")
        self._waiting = Lists(folder, "waiting")
        self._holders = Lists(folder, "holders")
        self._signature_starts = mapped(folder / "signature-starts", "Q")
        self._packed_signatures = mapped(folder / "signatures", "B")
        self._kept: dict[int, Signature] = {}

    def nodes(self, keys: Iterable[int]) -> dict[int, Node]:
        texts, flags, questions = self._texts, self._flags, self._questions
        return {
            key: Node(key, texts[key], flags[key] & IS_INDEXABLE > 0, questions[key])
            for key in keys
        }

    def twins(self, texts: Collection[int]) -> Collection[int]:
        return [twin for text in texts for twin in self._twins[text]]

    def short_of(self, count: int, keys: Sequence[int]) -> list[int]:
        return [
            key for key in keys if self._flags[key] & IS_LIVE and self._count_shown(key) < count
        ]

    def _count_shown(self, key: int) -> int:
        flags, articles = self._flags, len(self._texts)
        shown = (x < articles and flags[x] & IS_INDEXABLE for x in self._links[key])
        return sum(map(bool, shown))

    def links_from(self, keys: Collection[int], *, waiting: bool = False) -> Iterator[Link]:
        articles = len(self._texts)
        for key in keys:
            for target in self._links[key]:
                if target < articles:
                    yield Link(key, target, "")
                elif waiting:
                    yield Link(key, None, target)

    def links_to(self, keys: Collection[int]) -> Iterator[Link]:
        for key in keys:
            sources = self._sources[key]
            if len(sources) <= MOST_INBOUND:
                for source in sources:
                    yield Link(source, key, "")

    def links_waiting(self, addresses: Collection[int]) -> Iterator[Link]:
        articles = len(self._texts)
        for address in addresses:
            for source in self._waiting[address - articles]:
                yield Link(source, None, address)

    def signatures(self, keys: Collection[int]) -> Mapping[int, Signature]:
        found = {}
        kept = self._kept
        for key in keys:
            signature = kept.get(key)
            if signature is None:
                signature = self._unpacked(key)
                if len(kept) >= _SIGNATURES_KEPT:
                    del kept[next(iter(kept))]
                kept[key] = signature
            found[key] = signature
        return found

    def _unpacked(self, key: int) -> Signature:
        starts = self._signature_starts
        return unpack(self._packed_signatures[starts[key] : starts[key + 1]])

    def holders(self, terms: Collection[int], most: int) -> Iterator[tuple[int, Sequence[int]]]:
        left = most
        for term in sorted(terms):
            articles = self._holders[term][:left].tolist()
            left -= len(articles)
            yield term, articles


def mapped(path: Path, kind: str) -> Sequence[int]:
    """Return the numbers of a file, as `array` names their kinds."""
    if path.stat().st_size == 0:
        return array(kind)  # an empty file cannot be mapped
    with path.open("rb") as file:
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)).cast(kind)
