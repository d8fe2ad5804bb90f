"""The signs of vectors, a bit a dimension: what a process keeps of a library whose vectors would
take too much of its memory.

Two vectors that are near each other have the same sign in most dimensions, so that the nearest are
among those with the fewest bits that differ (Charikar 2002, "Similarity estimation techniques from
rounding algorithms"). 384 dimensions take 48 bytes, with the key 56 MB for a million articles.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from articles.search.meaning.vector_memory import Vectors

_BLOCK_VECTORS = 16_384
_WORD_BYTES = 8


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of the vectors of articles, in the order of their keys; never changed, so that threads
    share them.

    `keys` (int64) has an entry for each column of `words` (uint64, of shape (words, vectors)): 64
    dimensions a word, the last filled up with noughts.
    """

    keys: np.ndarray
    words: np.ndarray

    @classmethod
    def of(cls, vectors: "Vectors") -> "Signs":
        return cls(vectors.keys, _words_of(vectors.rows))

    def __len__(self) -> int:
        return len(self.keys)

    def replaced_by(self, changed: "Vectors") -> "Signs":
        """Return these with those of the changed vectors, old and new, in their stead."""
        places = np.searchsorted(self.keys, changed.keys)
        there = self.keys[np.minimum(places, len(self) - 1)] == changed.keys
        words, changed_words = self.words.copy(), _words_of(changed.rows)
        words[:, places[there]] = changed_words[:, there]
        if there.all():
            return Signs(self.keys, words)
        new = places[~there]
        return Signs(
            np.insert(self.keys, new, changed.keys[~there]),
            np.insert(words, new, changed_words[:, ~there], axis=1),
        )

    def likely_nearest(self, vector: np.ndarray, count: int) -> list[int]:
        """Return the articles whose signs differ least from those of a vector, in any order."""
        sought = _words_of(vector[np.newaxis])
        differing = np.empty(len(self), dtype=np.uint16)
        for start in range(0, len(self), _BLOCK_VECTORS):
            block = self.words[:, start : start + _BLOCK_VECTORS]
            counts = np.bitwise_count(block ^ sought)
            np.sum(counts, axis=0, out=differing[start : start + _BLOCK_VECTORS])
        if count < len(self):
            return self.keys[np.argpartition(differing, count)[:count]].tolist()
        return self.keys.tolist()


def _words_of(rows: np.ndarray) -> np.ndarray:
    """The signs of vectors, of shape (vectors, dimensions), as words of shape (words, vectors)."""
    packed = np.packbits(rows > 0, axis=1)
    packed = np.pad(packed, ((0, 0), (0, -packed.shape[1] % _WORD_BYTES)))
    return np.ascontiguousarray(packed.view(np.uint64).T)
