"""Candidates for some articles at once: from the links, from the texts, ranked together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from articles.relating.evidence import Node, Surroundings, describe, read_surroundings
from articles.relating.frequencies import Frequencies
from articles.relating.selection import Candidate, choose, rank
from articles.relating.signatures import Signature, read_signatures
from articles.relating.similar import find_similar

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
    without: Collection[tuple[int, int]] = (),
) -> dict[int, Candidates]:
    """Return the candidates of each article that exists: a dozen queries for all, two for each."""
    surroundings, nodes = read_surroundings(keys, without=without)
    texts = read_signatures(sorted({around.node.text for around in surroundings.values()}))
    similar: dict[int, list[int]] = {}
    for key, around in surroundings.items():
        own = texts.get(around.node.text, {})
        similar[key] = find_similar(own, frequencies, most=_SIMILAR_TEXTS)
    nodes |= describe({x for some in similar.values() for x in some} - nodes.keys())
    return {
        key: Candidates(
            around, _ranked(around, similar[key], texts.get(around.node.text, {})), nodes
        )
        for key, around in surroundings.items()
    }


def _ranked(around: Surroundings, similar: Sequence[int], own: Signature) -> list[Candidate]:
    signatures = read_signatures(sorted({*around.evidence, *similar}))
    return rank(around.evidence, similar, own=own, signatures=signatures)
