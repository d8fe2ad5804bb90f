"""Pairs of articles that may be one, kept right for the articles that have changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from django.db.models import Q

from articles.core.duplicates.likeness import NEAR, likeness, shared_words
from articles.database.among import among
from articles.database.bulk_insert import insert_rows
from articles.duplicates.compared_texts import Text, read_texts
from articles.duplicates.sketch_index import Bands, candidates_of
from articles.models import Article, DuplicateKind, DuplicatePair, IndexStatus

# One question on more pages than this is a heading ("Introduction"), and each is paired with the
# first alone.
_MOST_WITH_EACH_OTHER = 8

Pair = tuple[int, int, str]


class Paired(NamedTuple):
    """The articles that a pair came to, or went from; and those that asked what one of these asks
    no more, which may be one question with others that they were not paired with."""

    touched: set[int]
    left: set[int]


def pair_up(keys: Sequence[int], texts: Mapping[int, Text], bands: Bands) -> Paired:
    """Make the pairs of some articles what they are by now. What somebody said of two texts stays
    while both are as they were."""
    stored = {
        (pair.one_id, pair.other_id, pair.kind): pair
        for pair in DuplicatePair.objects.filter(
            Q(among("one_id", keys)) | Q(among("other_id", keys))
        )
    }
    near, asked = candidates_of(bands), _asking_the_same(texts)
    others = {other for some in near.values() for other in some} | asked.keys()
    known = {**texts, **read_texts(sorted(others - texts.keys()))}
    wanted = dict(_near(near, known)) | dict(_questions(set(keys), asked, known))
    gone = [pair for found, pair in stored.items() if _is_over(pair, wanted.get(found), known)]
    if gone:
        DuplicatePair.objects.filter(pk__in=[pair.pk for pair in gone]).delete()
    kept = stored.keys() - {(pair.one_id, pair.other_id, pair.kind) for pair in gone}
    new = sorted((*found, score) for found, score in wanted.items() if found not in kept)
    rows = [(*row, False, "", "") for row in new]
    columns = ("one", "other", "kind", "score", "differs", "one_digest", "other_digest")
    insert_rows(DuplicatePair, columns, rows)
    touched = {key for pair in gone for key in (pair.one_id, pair.other_id)}
    left = {
        key
        for pair in gone
        if pair.kind == DuplicateKind.QUESTION
        and (pair.one_id, pair.other_id, pair.kind) not in wanted
        for key in (pair.one_id, pair.other_id)
    }
    return Paired(touched | {key for row in new for key in row[:2]}, left - set(keys))


def _near(near: Mapping[int, Iterable[int]], known: Mapping[int, Text]) -> Iterable[tuple]:
    pairs = {(min(key, other), max(key, other)) for key, some in near.items() for other in some}
    for one, other in pairs:
        if one in known and other in known:
            score = _likeness(known[one], known[other])
            if score >= NEAR:
                yield (one, other, DuplicateKind.NEAR.value), round(score, 4)


def _asking_the_same(texts: Mapping[int, Text]) -> dict[int, str]:
    """Return the indexable articles, by key, that ask what one of these asks, with the question's
    digest, the articles themselves among them."""
    digests = sorted({text.question for text in texts.values() if text.question})
    # By the digest alone: with the status, SQLite reads the index of all that have that one.
    rows = Article.objects.filter(among("question_digest", digests)).order_by()
    columns = ("pk", "question_digest", "index_status")
    asked = {
        key: digest
        for key, digest, status in sorted(rows.values_list(*columns))
        if status == IndexStatus.INDEXABLE
    }
    groups = defaultdict(list)
    for key, digest in asked.items():
        groups[digest].append(key)
    return {key: digest for key, digest in asked.items() if len(groups[digest]) > 1}


def _questions(
    keys: set[int], asked: Mapping[int, str], known: Mapping[int, Text]
) -> Iterable[tuple]:
    """Yield pairs of one question whose texts are not nearly the same: those are pairs already."""
    groups = defaultdict(list)
    for key, digest in asked.items():
        groups[digest].append(key)
    for group in groups.values():
        pairs = combinations(group, 2)
        if len(group) > _MOST_WITH_EACH_OTHER:
            pairs = ((group[0], other) for other in group[1:])
        for one, other in pairs:
            if keys.isdisjoint((one, other)) or one not in known or other not in known:
                continue
            if _likeness(known[one], known[other]) < NEAR:
                shared = shared_words(known[one].words, known[other].words)
                yield (one, other, DuplicateKind.QUESTION.value), round(shared, 4)


def _likeness(one: Text, other: Text) -> float:
    return likeness((one.words, other.words), (one.asked, other.asked))


def _is_over(pair: DuplicatePair, score: float | None, known: Mapping[int, Text]) -> bool:
    """Whether a stored pair has to go: it is none any more, or, where somebody said that the two
    differ, one of the texts has changed."""
    if not pair.differs:
        return score is None or score != pair.score
    # What somebody said of two texts outlives that one of them is away for a while.
    said = ((pair.one_id, pair.one_digest), (pair.other_id, pair.other_digest))
    return any(key in known and known[key].digest != digest for key, digest in said)
