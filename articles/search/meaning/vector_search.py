"""Search by meaning of one process: its model, its copy of the vectors, and what changed."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from articles.search.meaning.model_folder import ModelFolder
from articles.search.meaning.sentence_model import SentenceModel
from articles.search.meaning.vector_memory import NO_VECTORS, Vectors, best_places
from articles.search.meaning.vector_signs import Signs
from articles.search.meaning.vector_table import read_of, read_since

logger = logging.getLogger(__name__)

# Vectors of so many articles are kept in memory and compared with each query: 38 MB with 384
# dimensions. Of a larger library their signs are kept, and the vectors of those read that are
# likely the nearest.
MOST_IN_MEMORY = 100_000
# 2,000 of 300,000 hold 99 of 100 of the 20 nearest (benchmarks/vector_scale.py).
_LIKELY = 2_000
# Changed vectors that one search takes over, while another process computes thousands.
_MOST_CHANGES = 5_000
_FIRST_NEAREST = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """How near the articles of `vectors` are to one query: all, or of a library whose vectors are
    not kept (`is_all` is False) those that are likely the nearest."""

    query: np.ndarray
    model: int
    vectors: Vectors
    cosines: np.ndarray
    is_all: bool = True

    def nearest(self, floor: float) -> Iterator[list[int]]:
        """Yield the articles whose cosine is not below a floor, the nearest first, some dozens and
        then more and more at a time."""
        start, count = 0, _FIRST_NEAREST
        while start < len(self.cosines):
            places = best_places(self.cosines, count)[start:]
            places = places[self.cosines[places] >= floor]
            if len(places):
                yield self.vectors.keys[places].tolist()
            if start + len(places) < count:
                return
            start, count = count, count * 4

    def cosines_of(self, keys: Sequence[int]) -> dict[int, float]:
        """Return {article: cosine} of those of some articles that have a vector."""
        there, places = self.vectors.places_of(keys)
        found = dict(zip(there.tolist(), self.cosines[places].tolist(), strict=True))
        if not self.is_all:
            read = Vectors.of(read_of(self.model, [key for key in keys if key not in found]))
            found.update(zip(read.keys.tolist(), read.cosines(self.query).tolist(), strict=True))
        return found


class VectorSearch:
    """Shared by the threads of a process. Raises UnusableModel where the folder has no model.

    Every search asks for the vectors whose number is above the last it has seen, a lookup in an
    index, so that one that another process wrote is found by the next search.
    """

    def __init__(self, folder: ModelFolder, *, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self.model = SentenceModel(folder)
        self._most = most_in_memory
        self._kept: Vectors | Signs = NO_VECTORS
        self._last_number = 0
        self._lock = Lock()

    def compare(self, query: str) -> Compared:
        """Return how near the articles are to what was typed."""
        kept = self._current()
        vector = self.model.encode_query(query)
        is_all = isinstance(kept, Vectors)
        model = self.model.fingerprint
        if is_all:
            vectors = kept
        else:
            vectors = Vectors.of(read_of(model, kept.likely_nearest(vector, _LIKELY)))
        return Compared(vector, model, vectors, vectors.cosines(vector), is_all)

    def _current(self) -> Vectors | Signs:
        """What is kept, as the database has it; where another thread is asking, as it had it a
        moment ago."""
        if self._lock.acquire(blocking=not len(self._kept)):
            try:
                self._take_over()
            finally:
                self._lock.release()
        return self._kept

    def _take_over(self) -> None:
        """Read what has changed: the first time all, in pieces that fit into memory."""
        is_first = not len(self._kept)
        most = self._most + 1 if is_first else _MOST_CHANGES
        is_more = True
        while is_more:
            rows = read_since(self.model.fingerprint, self._last_number, most)
            if rows:
                self._keep(Vectors.of((key, vector) for _, key, vector in rows))
                self._last_number = rows[-1][0]
            is_more = is_first and len(rows) == most

    def _keep(self, changed: Vectors) -> None:
        kept = self._kept.replaced_by(changed)
        if isinstance(kept, Vectors) and len(kept) > self._most:
            kept = Signs.of(kept)
            logger.info("more than %s vectors: their signs are kept in memory", self._most)
        self._kept = kept
