"""Candidates for a batch of articles: by links and by text, in one ranking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from articles.relating.link_evidence import Node, Surroundings, describe, read_surroundings
from articles.relating.selection import Candidate, choose, rank
from articles.relating.similar_texts import find_similar
from articles.relating.term_frequencies import Frequencies
from articles.relating.text_signatures import read_signatures

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
    keys: Sequence[int],
    frequencies: Frequencies,
    *,
    enough: int,
    without: Collection[tuple[int, int]] = (),
) -> dict[int, Candidates]:
    """Return the candidates of each article that exists: a dozen queries for all, and one to three
    for each. The texts are searched where the links name fewer than `enough`."""
    surroundings, nodes = read_surroundings(keys, without=without)
    own = read_signatures(sorted({around.node.text for around in surroundings.values()}))
    ranked: dict[int, list[Candidate]] = {}
    for key, around in surroundings.items():
        signature = own.get(around.node.text, {})
        signatures = read_signatures(sorted(around.evidence))
        ranked[key] = rank(around.evidence, (), own=signature, signatures=signatures)
        if len(ranked[key]) < enough:
            similar = find_similar(signature, frequencies, most=_SIMILAR_TEXTS)
            signatures |= read_signatures(sorted(set(similar) - signatures.keys()))
            ranked[key] = rank(around.evidence, similar, own=signature, signatures=signatures)
    met = {candidate.target for some in ranked.values() for candidate in some}
    nodes |= describe(met - nodes.keys())
    return {key: Candidates(around, ranked[key], nodes) for key, around in surroundings.items()}
