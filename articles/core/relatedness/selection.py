"""Ranking and selection of candidates. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from articles.core.relatedness.library import LINKS, TEXT, Node
from articles.core.relatedness.link_evidence import Evidence

# The likeness of two texts beside the evidence of the links, of which one way is about 1.4.
_LIKENESS_WEIGHT = 4.0
# Of 200 pairs of the real library that were read, 52 in 52 were relevant where the likeness was
# 0.4 or more; of texts alone 3 in 11 below 0.2.
_LEAST_LIKENESS = 0.16


class Candidate(NamedTuple):
    """An article that may be shown below another; of one method the higher score first."""

    target: int
    method: str
    score: float


def rank(evidence: Mapping[int, Evidence], likeness: Mapping[int, float]) -> list[Candidate]:
    """Return what the links speak for, the alike before the unlike, then what the texts alone do,
    each by score, then key. `likeness` has everything that is linked or may be alike.

    Linked texts that have little in common come before alike ones that nothing links: put behind
    them, 41 of 100 known links are found among the first four instead of 55.
    """
    placed: list[tuple[bool, bool, float, int]] = []
    for key, alike in likeness.items():
        found = evidence.get(key)
        is_unlike = alike < _LEAST_LIKENESS
        if found is None and is_unlike:
            continue
        score = (found.weight if found else 0.0) + _LIKENESS_WEIGHT * alike
        placed.append((found is None, is_unlike, -score, key))
    placed.sort()
    return [
        Candidate(key, TEXT if is_text else LINKS, -negative)
        for is_text, _, negative, key in placed
    ]


def choose(
    ranked: Iterable[Candidate],
    count: int,
    *,
    node: Node,
    nodes: Mapping[int, Node],
    listed: Collection[int],
) -> list[Candidate]:
    """Return the first `count` that a reader may see beside `listed` texts: indexable, another
    text, and another question than the article's and each other's (932 articles ask what another
    asks as well)."""
    texts = {node.text, *listed}
    questions = {nodes[key].question for key in texts if key in nodes} | {node.question}
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) >= count:
            break
        other = nodes.get(candidate.target)
        if other is None or not other.is_indexable or other.text in texts:
            continue
        if other.question in questions:
            continue
        texts.add(other.text)
        questions.add(other.question)
        chosen.append(candidate)
    return chosen
