"""Text signatures: the strongest terms with their weights, packed into 384 bytes."""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import TextPosting, TextSignature
from articles.relating.term_frequencies import Frequencies

TERMS_KEPT = 64
# By these an article can be found: its subject matter; the rest serves to compare two.
TERMS_INDEXED = 16

_SCALE = 65_535
_KEYS_A_STATEMENT = 500

Signature = dict[int, float]


def make_signature(counts: Counter[int], frequencies: Frequencies) -> Signature:
    """Return {term: weight} of the strongest terms, the strongest first; of length 1, so that the
    product of two is their cosine."""
    weights = (
        (term, (1 + log(count)) * frequencies.weight(term)) for term, count in counts.items()
    )
    kept = sorted((x for x in weights if x[1] > 0), key=lambda x: (-x[1], x[0]))[:TERMS_KEPT]
    length = sqrt(sum(weight * weight for _, weight in kept))
    return {term: weight / length for term, weight in kept}


def pack(signature: Signature) -> bytes:
    """Return the signature as bytes: all terms in four each, then all weights in two each."""
    size = len(signature)
    weights = [round(weight * _SCALE) for weight in signature.values()]
    return struct.pack(f"<{size}I{size}H", *signature, *weights)


def unpack(data: bytes) -> Signature:
    """Return what `pack` made bytes of, its weights rounded to 1/65535."""
    size = len(data) // 6
    numbers = struct.unpack(f"<{size}I{size}H", data)
    return {
        term: weight / _SCALE for term, weight in zip(numbers[:size], numbers[size:], strict=True)
    }


def cosine(one: Signature, other: Signature) -> float:
    """Return how alike two texts are, from 0 to 1."""
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def read_signatures(keys: Sequence[int]) -> dict[int, Signature]:
    """Return the signatures of the articles that have one."""
    return {
        pk: unpack(terms)
        for some in batches(keys, _KEYS_A_STATEMENT)
        for pk, terms in TextSignature.objects.filter(pk__in=some).values_list("pk", "terms")
    }


def write_signatures(rows: Mapping[int, tuple[int, bool, Signature]]) -> None:
    """Replace signatures and postings: {article: (version, is indexable, signature)}. Only an
    indexable one is given postings: it alone shall be found."""
    remove_signatures(rows)
    insert_rows(
        TextSignature,
        ("article", "version", "is_indexable", "terms"),
        [
            (pk, version, is_indexable, pack(signature))
            for pk, (version, is_indexable, signature) in rows.items()
        ],
    )
    insert_rows(
        TextPosting,
        ("term", "article"),
        [
            (term, pk)
            for pk, (_, is_indexable, signature) in rows.items()
            if is_indexable
            for term in list(signature)[:TERMS_INDEXED]
        ],
    )


def remove_signatures(keys: Iterable[int]) -> None:
    """Forget the texts of these articles."""
    for some in batches(list(keys), _KEYS_A_STATEMENT):
        TextPosting.objects.filter(article__in=some).delete()
        TextSignature.objects.filter(article__in=some).delete()
