"""Writing a library into a folder, for `packed_library.py`."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from articles.core.relatedness.library import MOST_INBOUND, question_of
from articles.core.relatedness.packed_library import IS_INDEXABLE, IS_LIVE, mapped
from articles.core.relatedness.signatures import strongest_terms
from articles.core.relatedness.terms import BUCKETS

Pair = tuple[int, int]


class ArticleFacts(NamedTuple):
    key: int
    canonical: int | None
    is_live: bool
    is_indexable: bool
    title: str


class SignatureFacts(NamedTuple):
    """`is_found`: searches for similar texts may find it."""

    key: int
    is_found: bool
    packed: bytes


def pack_library(
    folder: Path,
    *,
    articles: Iterable[ArticleFacts],
    links: Iterable[Pair],
    waiting: Iterable[tuple[str, int]],
    signatures: Iterable[SignatureFacts],
) -> array:
    """Write the files; return the articles' keys in the order of their places.

    `articles` and `signatures` in the order of their keys, `links` (article, target) in any,
    `waiting` (address, article) by address. What names an unknown article is left out. Memory: 80
    bytes an article and 12 a link.
    """
    keys = _pack_articles(folder, articles)
    _pack_links(folder, keys, links, waiting)
    _pack_signatures(folder, keys, signatures)
    return keys


def place_of(keys: array, key: int) -> int | None:
    """Return the place of an article; None where there is none."""
    place = bisect_left(keys, key)
    return place if place < len(keys) and keys[place] == key else None


def _pack_articles(folder: Path, articles: Iterable[ArticleFacts]) -> array:
    keys, flags, questions = array("q"), array("B"), array("Q")
    twins: dict[int, int] = {}
    for article in articles:
        if article.canonical is not None:
            twins[len(keys)] = article.canonical
        keys.append(article.key)
        flags.append(IS_LIVE * article.is_live + IS_INDEXABLE * article.is_indexable)
        digest = blake2b(question_of(article.title).encode("utf-8", "surrogatepass"), digest_size=8)
        questions.append(int.from_bytes(digest.digest(), "little"))
    texts = array("I", range(len(keys)))
    for twin, canonical in twins.items():
        place = place_of(keys, canonical)
        texts[twin] = twin if place is None else place
    _write(folder / "texts", texts)
    _write(folder / "flags", flags)
    _write(folder / "questions", questions)
    _write_lists(folder, "twins", len(keys), lambda: ((texts[twin], twin) for twin in twins))
    return keys


def _pack_links(
    folder: Path, keys: array, links: Iterable[Pair], waiting: Iterable[tuple[str, int]]
) -> None:
    sources, targets = array("I"), array("I")
    for article, target in links:
        source, place = place_of(keys, article), place_of(keys, target)
        if source is not None and place is not None:
            sources.append(source)
            targets.append(place)
    stored = len(sources)
    awaited = array("I", [0])
    waiters = array("I")
    for _, rows in groupby(waiting, key=itemgetter(0)):
        found = [place_of(keys, article) for _, article in rows]
        places = [place for place in found if place is not None]
        if len(places) < 2:
            continue  # an address that one article alone names leads nowhere
        address = len(keys) + len(awaited) - 1
        sources.extend(places)
        targets.extend([address] * len(places))
        waiters.extend(places if len(places) <= MOST_INBOUND else ())
        awaited.append(len(waiters))
    _write_lists(folder, "links", len(keys), lambda: zip(sources, targets, strict=True))
    inbound = (targets[:stored], sources[:stored])
    _write_lists(folder, "sources", len(keys), lambda: zip(*inbound, strict=True))
    _write(folder / "waiting", waiters)
    _write(folder / "waiting-starts", array("Q", awaited))


def _pack_signatures(folder: Path, keys: array, signatures: Iterable[SignatureFacts]) -> None:
    starts, found = array("Q", [0]), array("I")
    with (folder / "signatures").open("wb") as file:
        for signature in signatures:
            place = place_of(keys, signature.key)
            if place is None:
                continue
            starts.extend([starts[-1]] * (place + 1 - len(starts)))
            starts.append(starts[-1] + len(signature.packed))
            file.write(signature.packed)
            if signature.is_found:
                found.append(place)
    starts.extend([starts[-1]] * (len(keys) + 1 - len(starts)))
    _write(folder / "signature-starts", starts)
    packed = mapped(folder / "signatures", "B")

    def holders() -> Iterator[Pair]:
        for place in found:
            for term in strongest_terms(packed[starts[place] : starts[place + 1]]):
                yield term, place

    _write_lists(folder, "holders", BUCKETS, holders)


def _write_lists(folder: Path, name: str, size: int, pairs: Callable[[], Iterable[Pair]]) -> None:
    """Write (list, number) as `Lists`, the numbers of a list in their order. `pairs` gives them
    twice: to count, and to place."""
    counts = array("Q", bytes(8 * size))
    for place, _ in pairs():
        counts[place] += 1
    starts = array("Q", accumulate(counts, initial=0))
    following = starts[:]
    items = array("I", bytes(4 * starts[-1]))
    for place, number in pairs():
        items[following[place]] = number
        following[place] += 1
    _write(folder / f"{name}-starts", starts)
    _write(folder / name, items)


def _write(path: Path, numbers: array) -> None:
    with path.open("wb") as file:
        numbers.tofile(file)
