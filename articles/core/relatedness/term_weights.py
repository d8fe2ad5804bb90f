"""What a term weighs, by the number of articles in which it stands."""

from array import array
from dataclasses import dataclass, field
from math import log


@dataclass(slots=True)
class Frequencies:
    """`counts` has a number of articles for every term, 4 MB; `articles` is how many there were."""

    articles: int
    counts: array
    _weights: dict[int, float] = field(default_factory=dict)

    def weight(self, term: int) -> float:
        """The inverse document frequency; 0 for a term that one article alone has, and which so
        leads nowhere. One that was never counted is new, not alone."""
        count = self.counts[term]
        weight = self._weights.get(count)
        if weight is None:
            weight = 0.0 if count == 1 else max(log((self.articles + 1) / (count + 1)), 0.0)
            self._weights[count] = weight
        return weight
