"""Text signatures: the strongest terms with their weights, packed into 384 bytes."""

import struct
from collections.abc import Mapping
from math import log, sqrt

from articles.core.relatedness.term_weights import Frequencies

TERMS_KEPT = 64
# By these an article can be found: its subject matter; the rest serves to compare two.
TERMS_INDEXED = 16

_SCALE = 65_535

Signature = dict[int, float]


def make_signature(counts: Mapping[int, int], frequencies: Frequencies) -> Signature:
    """Return {term: weight} of the strongest terms, the strongest first; of length 1, so that the
    product of two is their cosine."""
    weight = frequencies.weight
    weights = [(-(1 + log(count)) * weight(term), term) for term, count in counts.items()]
    strongest = sorted(x for x in weights if x[0] < 0)[:TERMS_KEPT]
    kept = [(term, -negative) for negative, term in strongest]
    length = sqrt(sum([x * x for _, x in kept]))
    return {term: x / length for term, x in kept}


def pack(signature: Signature) -> bytes:
    """Return the signature as bytes: all terms in four each, then all weights in two each."""
    size = len(signature)
    weights = [round(weight * _SCALE) for weight in signature.values()]
    return struct.pack(f"<{size}I{size}H", *signature, *weights)


def unpack(data: bytes | memoryview) -> Signature:
    """Return what `pack` made bytes of, its weights rounded to 1/65535."""
    size = len(data) // 6
    numbers = struct.unpack(f"<{size}I{size}H", data)
    return dict(zip(numbers[:size], [x / _SCALE for x in numbers[size:]], strict=True))


def strongest_terms(data: bytes | memoryview) -> tuple[int, ...]:
    """Return the terms by which an article is found, of its packed signature."""
    size = min(len(data) // 6, TERMS_INDEXED)
    return struct.unpack_from(f"<{size}I", data)


def cosine(one: Signature, other: Signature) -> float:
    """Return how alike two texts are, from 0 to 1."""
    return sum([weight * other[term] for term, weight in one.items() if term in other])
