"""What somebody said of a cluster: that its articles differ, and that this was wrong."""

from django.db import transaction

from articles.database.retry import again_where_it_passes
from articles.duplicates.clusters import gather
from articles.duplicates.compared_texts import read_texts
from articles.models import DuplicatePair


def differ(keys: list[int], kind: str) -> int:
    """Remember that these articles are not one, while their texts and questions stay; return of how
    many pairs that is said now."""
    return again_where_it_passes(lambda: _set(keys, kind, differs=True))


def forget_verdict(keys: list[int], kind: str) -> int:
    """Take the pairs of these articles for open again; return how many are."""
    return again_where_it_passes(lambda: _set(keys, kind, differs=False))


@transaction.atomic
def _set(keys: list[int], kind: str, *, differs: bool) -> int:
    texts = read_texts(keys)
    pairs = list(
        DuplicatePair.objects.select_for_update(of=("self",)).filter(
            one__in=keys, other__in=keys, kind=kind, differs=not differs
        )
    )
    known = [pair for pair in pairs if pair.one_id in texts and pair.other_id in texts]
    for pair in known:
        pair.differs = differs
        pair.one_digest = texts[pair.one_id].digest
        pair.other_digest = texts[pair.other_id].digest
        pair.save(update_fields=["differs", "one_digest", "other_digest"])
    if known:
        gather(keys)
    return len(known)
