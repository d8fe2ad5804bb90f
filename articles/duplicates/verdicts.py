"""What somebody said of articles: that they differ, and that this was wrong."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import Q

from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.retry import again_where_it_passes
from articles.duplicates.clusters import gather
from articles.duplicates.compared_texts import read_texts
from articles.models import DuplicatePair


def differ(key: int, others: Sequence[int], kind: str) -> int:
    """Remember that an article is none of these others, while their texts and questions stay;
    return of how many pairs that is said now."""
    return again_where_it_passes(partial(_set, key, others, kind, differs=True))


def forget_verdict(key: int, others: Sequence[int], kind: str) -> int:
    """Take the pairs of an article with these others for open again; return how many are."""
    return again_where_it_passes(partial(_set, key, others, kind, differs=False))


@transaction.atomic
def _set(key: int, others: Sequence[int], kind: str, *, differs: bool) -> int:
    lock_until_commit(Lock.DUPLICATES)
    texts = read_texts([key, *others])
    ends = Q(one=key, other__in=others) | Q(one__in=others, other=key)
    pairs = DuplicatePair.objects.filter(ends, kind=kind, differs=not differs)
    known = [pair for pair in pairs if pair.one_id in texts and pair.other_id in texts]
    for pair in known:
        pair.differs = differs
        pair.one_digest = texts[pair.one_id].digest
        pair.other_digest = texts[pair.other_id].digest
        pair.save(update_fields=["differs", "one_digest", "other_digest"])
    if known:
        gather({key, *others})
    return len(known)
