"""Search by meaning of one process: its model, its copy of the vectors, and what changed."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from articles.search.meaning.model_folder import ModelFolder
from articles.search.meaning.sentence_model import SentenceModel
from articles.search.meaning.vector_memory import NO_COSINES, NO_VECTORS, Vectors, best_places
from articles.search.meaning.vector_table import read_of, read_since

logger = logging.getLogger(__name__)

# Vectors of so many articles are kept in memory and compared with each query: 38 MB with 384
# dimensions. Of a larger library those are compared that the words find.
MOST_IN_MEMORY = 100_000
# Changed vectors that one search takes over, while another process computes thousands.
_MOST_CHANGES = 5_000
_FIRST_NEAREST = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """How near the articles are to one query. Of a library beyond what is kept in memory
    (`vectors` is None) those alone that are asked for."""

    query: np.ndarray
    model: int
    vectors: Vectors | None
    cosines: np.ndarray

    def nearest(self, floor: float) -> Iterator[list[int]]:
        """Yield the articles whose cosine is not below a floor, the nearest first, some dozens and
        then more and more at a time."""
        if self.vectors is None:
            return
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
        vectors, cosines = self.vectors, self.cosines
        if vectors is None:
            vectors = Vectors.of(read_of(self.model, keys))
            cosines = vectors.cosines(self.query)
        found, places = vectors.places_of(keys)
        return dict(zip(found.tolist(), cosines[places].tolist(), strict=True))


class VectorSearch:
    """Shared by the threads of a process. Raises UnusableModel where the folder has no model.

    Every search asks for the vectors whose number is above the last it has seen, a lookup in an
    index, so that one that another process wrote is found by the next search.
    """

    def __init__(self, folder: ModelFolder, *, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self.model = SentenceModel(folder)
        self._most = most_in_memory
        self._vectors = NO_VECTORS
        self._is_beyond = False
        self._last_number = 0
        self._lock = Lock()

    def compare(self, query: str) -> Compared:
        """Return how near the articles are to what was typed."""
        vectors = self._current()
        vector = self.model.encode_query(query)
        cosines = NO_COSINES if vectors is None else vectors.cosines(vector)
        return Compared(vector, self.model.fingerprint, vectors, cosines)

    def _current(self) -> Vectors | None:
        """The vectors as the database has them; where another thread is asking, as it had them a
        moment ago. None where they are too many."""
        if not self._is_beyond and self._lock.acquire(blocking=not len(self._vectors)):
            try:
                self._take_over()
            finally:
                self._lock.release()
        return None if self._is_beyond else self._vectors

    def _take_over(self) -> None:
        most = _MOST_CHANGES if len(self._vectors) else self._most + 1
        rows = read_since(self.model.fingerprint, self._last_number, most)
        if not rows:
            return
        changed = Vectors.of((key, vector) for _, key, vector in rows)
        vectors = self._vectors.replaced_by(changed)
        self._last_number = rows[-1][0]
        self._is_beyond = len(vectors) > self._most
        self._vectors = NO_VECTORS if self._is_beyond else vectors
        if self._is_beyond:
            logger.info("more than %s vectors: those that words find are compared", self._most)
