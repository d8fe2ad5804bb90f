"""Candidates for a batch of articles: by links and by text, in one ranking."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from articles.core.relatedness.library import Library, Node
from articles.core.relatedness.link_evidence import Surroundings, read_surroundings
from articles.core.relatedness.selection import Candidate, choose, rank
from articles.core.relatedness.signatures import Signature, cosine
from articles.core.relatedness.similar_texts import find_similar
from articles.core.relatedness.term_weights import Frequencies

_SIMILAR_TEXTS = 30


@dataclass(frozen=True, slots=True)
class Candidates:
    """The ranked candidates of one article, and what was read around it."""

    around: Surroundings
    ranked: list[Candidate]
    nodes: dict[int, Node]

    def best(self, count: int, *, listed: Collection[int] = ()) -> list[Candidate]:
        """Return the first `count` that may stand beside the article's own and `listed` ones."""
        return choose(
            self.ranked,
            count,
            node=self.around.node,
            nodes=self.nodes,
            listed={*self.around.listed, *listed},
        )


def find_candidates(
    library: Library,
    keys: Sequence[int],
    frequencies: Frequencies,
    *,
    enough: int,
    without: Collection[tuple[int, int]] = (),
) -> dict[int, Candidates]:
    """Return the candidates of each article that exists: a dozen queries for all, and one to three
    for each. The texts are searched where the links name fewer than `enough`."""
    surroundings, nodes = read_surroundings(library, keys, without=without)
    own = library.signatures({around.node.text for around in surroundings.values()})
    ranked: dict[int, list[Candidate]] = {}
    for key, around in surroundings.items():
        signature = own.get(around.node.text, {})
        likeness = _likeness(library, signature, around.evidence)
        ranked[key] = rank(around.evidence, likeness)
        if len(ranked[key]) < enough:
            similar = find_similar(library, signature, frequencies, most=_SIMILAR_TEXTS)
            likeness |= _likeness(library, signature, set(similar) - likeness.keys())
            ranked[key] = rank(around.evidence, likeness)
    met = {candidate.target for some in ranked.values() for candidate in some}
    nodes |= library.nodes(met - nodes.keys())
    return {key: Candidates(around, ranked[key], nodes) for key, around in surroundings.items()}


def _likeness(library: Library, signature: Signature, keys: Collection[int]) -> dict[int, float]:
    """How alike the article is to each of some others; 0 to one whose text was never read."""
    signatures: Mapping[int, Signature] = library.signatures(keys)
    return {key: cosine(signature, signatures.get(key, {})) for key in keys}
