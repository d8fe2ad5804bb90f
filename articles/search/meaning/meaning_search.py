"""Search of whole texts by words and by meaning together.

What the words find and what is nearest in meaning are ranked as one: by the cosine, and by what the
words are worth, which is less the less of what was typed the best article says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.database.batches import batches
from articles.database.replica_reads import reading_connection
from articles.search.search_scope import ARTICLES, Scope
from articles.search.text_ranking import RankedText, rank_texts
from articles.search.text_search import Found, is_told, read_texts
from articles.search.text_terms import TextTerm

if TYPE_CHECKING:
    from articles.search.meaning.vector_search import Compared

# So many of the nearest are ranked beside what the words find.
_NEAREST = 20
_KEYS_A_QUERY = 1_000
# What the words' score is worth beside the cosine where one article says all that was typed.
# Measured on readers' queries (benchmarks/finding.py).
_WORDS = 0.4
# Below this cosine an article that the words do not find is about something else; where the nearest
# has less than the second and the words find nothing, nothing here is about it.
_FLOOR, _FLOOR_OF_BEST = 0.3, 0.38


def search_by_meaning(
    compared: "Compared", terms: Sequence[TextTerm], told: Found, scope: Scope
) -> Found:
    """Return what the words found (`told`) and what is near in meaning, best first."""
    by_words = [text.article_id for text in told.compared]
    near = _nearest_of(compared, scope)
    unread = sorted({*near}.difference(by_words))
    texts = rank_texts(read_texts(unread), terms) if unread else []
    cosines = compared.cosines_of([*by_words, *unread])
    found = fuse([*told.compared, *texts], cosines, has_words=bool(told.texts))
    return replace(found, is_cut=told.is_cut)


def fuse(texts: Sequence[RankedText], cosines: Mapping[int, float], *, has_words: bool) -> Found:
    """Return the texts that are about what was typed, by words or by meaning, in one order. An
    article that has no vector yet counts as one at the floor; `has_words`: the words alone found
    something."""
    worth = _WORDS * max((text.coverage for text in texts), default=0.0)
    scored = [
        replace(text, score=cosines.get(text.article_id, _FLOOR) + worth * text.score)
        for text in texts
    ]
    ranked = tuple(sorted(scored, key=lambda text: -text.score))
    near: set[int] = set()
    if max(cosines.values(), default=0.0) >= _FLOOR_OF_BEST:
        near = {key for key, cosine in cosines.items() if cosine >= _FLOOR}
    found = tuple(
        text for text in ranked if text.article_id in near or (has_words and is_told(text))
    )
    return Found(found, ranked)


def _nearest_of(compared: "Compared", scope: Scope) -> list[int]:
    """The nearest of the articles that may be found."""
    found: list[int] = []
    for keys in compared.nearest(_FLOOR):
        there = _those_in(scope, keys)
        found += [key for key in keys if key in there]
        if len(found) >= _NEAREST:
            break
    return found[:_NEAREST]


def _those_in(scope: Scope, keys: Sequence[int]) -> set[int]:
    condition, parameters = scope.condition("a")
    found: set[int] = set()
    with reading_connection().cursor() as cursor:
        for some in batches(keys, _KEYS_A_QUERY):
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"SELECT a.id FROM {ARTICLES} a WHERE a.id IN ({places}) AND {condition}",
                (*some, *parameters),
            )
            found.update(key for (key,) in cursor.fetchall())
    return found
