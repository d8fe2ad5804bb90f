"""Whether the search's engine would find related questions better than the one that does.

    SEARCH_MODEL=… python -m benchmarks.relating_engines

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library, run `fill_related` and
`fill_vectors`. The known links of benchmarks/relating.py, the same seed, are left out and looked
for again; printed is how often the target is among the first 4 and 10 of the page, for links around
which the library is whole, and the milliseconds of CPU an article:

- by text alone, without any link: today's signatures, the search for the article's question (by
  words, and with the model), the nearest vectors;
- in the order of the page, links before texts: with today's likeness of two texts, and with the
  cosine of their vectors in its place, at several floors.

Then how well each likeness tells the relevant of the 200 pairs that were read
(related_verdicts.csv) from the others: how often a relevant pair has more of it than one that is
not (0.5: by chance).
"""

import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import product
from unittest.mock import patch

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.relatedness.candidates import Candidates, find_candidates  # noqa: E402
from articles.core.relatedness.library import TEXT  # noqa: E402
from articles.core.relatedness.link_evidence import read_surroundings  # noqa: E402
from articles.core.relatedness.selection import Candidate, choose, rank  # noqa: E402
from articles.core.relatedness.signatures import cosine  # noqa: E402
from articles.core.relatedness.similar_texts import find_similar  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.relating.stored_library import StoredLibrary  # noqa: E402
from articles.relating.term_frequencies import load  # noqa: E402
from articles.search import search  # noqa: E402
from articles.search.meaning.process import of_this_process  # noqa: E402
from articles.search.meaning.vector_memory import best_places  # noqa: E402
from articles.search.meaning.vector_table import read_since  # noqa: E402
from benchmarks.relating import (  # noqa: E402
    A_TURN,
    FIRST,
    HELD_OUT,
    SEED,
    Link,
    articles_of,
    hash_of,
    links_of_texts,
    read_verdicts,
)

_NEAREST = 30
_FLOORS = (0.3, 0.4, 0.5, 0.6)
_LEAST_LIKENESS = 0.16
_ALL_VECTORS = 1_000_000
# The methods of the pairs that `fill_related` had computed.
_JUDGED = ("links", "text")

# The keys of a page's first ten for each article of a turn, of which some links are taken away.
Engine = Callable[[Sequence[int], Collection[Link]], dict[int, list[int]]]


class Vectors:
    """The vectors of the library as numbers, each of length 1."""

    def __init__(self) -> None:
        process = of_this_process()
        if process is None:
            sys.exit("SEARCH_MODEL is not set.")
        rows = read_since(process.model.fingerprint, 0, _ALL_VECTORS)
        self.keys = np.array([key for _, key, _ in rows])
        packed = b"".join(bytes(vector) for *_, vector in rows)
        floats = np.frombuffer(packed, dtype=np.int8).reshape(len(rows), -1).astype(np.float32)
        self.rows = floats / np.linalg.norm(floats, axis=1, keepdims=True)
        self._places = {key: place for place, key in enumerate(self.keys.tolist())}

    def nearest(self, key: int, count: int) -> dict[int, float]:
        """{article: cosine} of the nearest."""
        place = self._places.get(key)
        if place is None:
            return {}
        cosines = self.rows @ self.rows[place]
        cosines[place] = -1
        best = best_places(cosines, count)
        return dict(zip(self.keys[best].tolist(), cosines[best].tolist(), strict=True))

    def likeness(self, key: int, others: Collection[int]) -> dict[int, float]:
        """{article: cosine}, 0 where one has no vector."""
        found = dict.fromkeys(others, 0.0)
        there = [other for other in others if other in self._places]
        if there and key in self._places:
            places = [self._places[other] for other in there]
            cosines = self.rows[places] @ self.rows[self._places[key]]
            found.update(zip(there, cosines.tolist(), strict=True))
        return found


def by_signatures(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
    library, ranked = StoredLibrary(), {}
    own = library.signatures(keys)
    for key in keys:
        signature = own.get(key, {})
        near = find_similar(library, signature, FREQUENCIES, most=_NEAREST)
        others = library.signatures(near)
        ranked[key] = {other: cosine(signature, others.get(other, {})) for other in near}
    return _chosen(ranked)


def by_search(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
    questions = Article.objects.only("title", "question", "article_title").in_bulk(keys)
    ranked = {}
    for key in keys:
        hits = search(questions[key].heading, limit=_NEAREST).hits
        ranked[key] = {hit.article_id: 1 / place for place, hit in enumerate(hits, start=1)}
    return _chosen(ranked)


def by_words(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
    with patch("articles.search.engine.of_this_process", return_value=None):
        return by_search(keys, without)


def by_vectors(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
    return _chosen({key: VECTORS.nearest(key, _NEAREST) for key in keys})


def as_now(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
    found = find_candidates(StoredLibrary(), keys, FREQUENCIES, enough=max(FIRST), without=without)
    return {key: _first(some) for key, some in found.items()}


def links_and_vectors(floor: float) -> Engine:
    """As now, the likeness of two texts being their cosine, which is to be `floor` at least."""

    def find(keys: Sequence[int], without: Collection[Link]) -> dict[int, list[int]]:
        library = StoredLibrary()
        surroundings, nodes = read_surroundings(library, keys, without=without)
        found = {}
        for key, around in surroundings.items():
            text = around.node.text
            likeness = VECTORS.nearest(text, _NEAREST)
            likeness |= VECTORS.likeness(text, around.evidence)
            moved = {other: alike - floor + _LEAST_LIKENESS for other, alike in likeness.items()}
            found[key] = rank(around.evidence, moved)
        met = {candidate.target for some in found.values() for candidate in some}
        nodes |= library.nodes(met - nodes.keys())
        return {
            key: _first(Candidates(surroundings[key], ranked, nodes))
            for key, ranked in found.items()
        }

    return find


def _first(candidates: Candidates) -> list[int]:
    return [candidate.target for candidate in candidates.best(max(FIRST))]


def _chosen(ranked: dict[int, dict[int, float]]) -> dict[int, list[int]]:
    """What may stand on a page, as `Candidates.best` chooses."""
    nodes = StoredLibrary().nodes({*ranked, *(key for some in ranked.values() for key in some)})
    found = {}
    for key, some in ranked.items():
        ordered = sorted(some.items(), key=lambda one: -one[1])
        candidates = [Candidate(other, TEXT, alike) for other, alike in ordered]
        best = choose(candidates, max(FIRST), node=nodes[key], nodes=nodes, listed=())
        found[key] = [candidate.target for candidate in best]
    return found


def measure(find: Engine, held: Sequence[Link]) -> tuple[list[float], float]:
    """(share of the links found among each of FIRST, milliseconds an article)."""
    places, waiting, count = [], list(held), 0
    started = time.process_time()
    while waiting:
        turn: dict[int, int] = {}
        for source, target in waiting:
            if len(turn) < A_TURN:
                turn.setdefault(source, target)
        waiting = [link for link in waiting if turn.get(link[0]) != link[1]]
        found = find(list(turn), set(turn.items()))
        count += len(turn)
        places += [
            found[source].index(target) if target in found[source] else max(FIRST)
            for source, target in turn.items()
        ]
    spent = (time.process_time() - started) * 1000 / count
    return [sum(place < first for place in places) / len(places) for first in FIRST], spent


def held_out() -> list[Link]:
    """The links of benchmarks/relating.py around which the library is whole."""
    links, whole = links_of_texts()
    around: dict[int, set[int]] = defaultdict(set)
    for source, target in links:
        around[source].add(target)
        around[target].add(source)
    held = random.Random(SEED).sample(links, min(HELD_OUT, len(links)))
    return [link for link in held if link[0] in whole and around[link[0]] <= whole]


def told_apart() -> None:
    """Print how well each likeness tells relevant pairs from others."""
    likeness: dict[str, dict[bool, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in read_verdicts():
        if row["method"] not in _JUDGED:
            continue
        pairs = product(articles_of(row["article"]), articles_of(row["target"]))
        for one, other in pairs:
            if hash_of(one, other) != row["addresses"]:
                continue
            is_relevant = row["verdict"] == "relevant"
            keys = [article.canonical_id or article.pk for article in (one, other)]
            texts = StoredLibrary().signatures(keys)
            alike = cosine(texts.get(keys[0], {}), texts.get(keys[1], {}))
            likeness["signatures"][is_relevant].append(alike)
            near = VECTORS.likeness(keys[0], keys[1:])
            likeness["vectors"][is_relevant].append(near[keys[1]])
    for name, values in likeness.items():
        pairs = list(product(values[True], values[False]))
        share = sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs)
        print(f"{name}: {len(values[True])} relevant, {len(values[False])} not, told {share:.2f}")


def main() -> None:
    held = held_out()
    print(f"{len(held):,} links in whole surroundings")
    engines: dict[str, Engine] = {
        "text: signatures": by_signatures,
        "text: search by words": by_words,
        "text: search with a model": by_search,
        "text: vectors": by_vectors,
        "page: as now": as_now,
        **{f"page: vectors, floor {floor}": links_and_vectors(floor) for floor in _FLOORS},
    }
    for name, find in engines.items():
        shares, spent = measure(find, held)
        figures = "  ".join(
            f"@{first} {share:6.1%}" for first, share in zip(FIRST, shares, strict=True)
        )
        print(f"{name:26} {figures}  {spent:5.1f} ms", flush=True)
    told_apart()


if __name__ == "__main__":
    FREQUENCIES = load()
    VECTORS = Vectors()
    main()
