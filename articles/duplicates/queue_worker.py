"""Worker that processes the queue of articles whose duplicates are due, a batch a transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction

from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.retry import again_where_it_passes
from articles.duplicates.clusters import gather
from articles.duplicates.compared_texts import read_texts
from articles.duplicates.pairs import pair_up
from articles.duplicates.sketch_index import write_sketches
from articles.models import Article, DuplicateCluster, DuplicatesDue
from articles.publishing.effects.duplicates_queue import mark_duplicates_due

# SQLite's lock is held for a batch: some 55 ms of a processor, in which an editor waits.
_ARTICLES_A_BATCH = 50
# What a request of the desk looks at, at most; more waits for find_duplicates.
MOST_IN_A_REQUEST = 50


@dataclass(slots=True)
class Found:
    """What was done: articles that were due; clusters that there are now, in the whole library."""

    articles: int = 0
    clusters: int = 0


def find_due(
    *, most: int | None = None, progress: Callable[[int, int], None] = lambda done, total: None
) -> Found:
    """Bring pairs and clusters up to date; return what was done. One query where nothing is due.

    `most` is for a caller that cannot wait: where more are due, nothing is done, and they stay so.
    May be interrupted: each batch is a transaction.
    """
    total = count_due() if most is None else _count_up_to(most)
    if not total:
        return Found()
    found = Found()
    while _work_off_all(found, total, progress) and (most is None or _count_up_to(most)):
        continue
    found.clusters = DuplicateCluster.objects.count()
    return found


def _work_off_all(found: Found, total: int, progress: Callable[[int, int], None]) -> bool:
    """Work off what is due, in the order of the keys; return whether it made others due."""
    last, is_again = 0, False
    while keys := _keys_behind(last):
        is_again |= again_where_it_passes(partial(_work_off, keys))
        last = keys[-1]
        found.articles += len(keys)
        progress(found.articles, max(total, found.articles))
    return is_again


def start_over() -> int:
    """Make every article due; return how many there are. In the database alone: no key crosses the
    wire. What was decided stays."""
    return again_where_it_passes(_make_all_due)


def count_due() -> int:
    """Return how many articles wait."""
    return DuplicatesDue.objects.count()


def _count_up_to(most: int) -> int:
    """How many are due; 0 where there are more than `most`."""
    count = len(DuplicatesDue.objects.order_by().values_list("pk")[: most + 1])
    return count if count <= most else 0


def _keys_behind(last: int) -> list[int]:
    due = DuplicatesDue.objects.filter(pk__gt=last).order_by("pk")
    return list(due.values_list("pk", flat=True)[:_ARTICLES_A_BATCH])


@transaction.atomic
def _work_off(keys: list[int]) -> bool:
    """Return whether others became due.

    The queue is emptied first: on PostgreSQL this waits there for whoever changes one of the
    articles, and reads it after.
    """
    lock_until_commit(Lock.DUPLICATES)
    DuplicatesDue.objects.filter(among("article_id", keys)).delete()
    texts = read_texts(keys)
    bands = write_sketches(keys, texts)
    # Of a deleted article the pairs went with it: the clusters of all are looked at.
    paired = pair_up(keys, texts, bands)
    gather({*keys, *paired.touched})
    # Of a question on many pages each is paired with the first, which is no more one of them.
    mark_duplicates_due(paired.left)
    return bool(paired.left)


@transaction.atomic
def _make_all_due() -> int:
    quote = connection.ops.quote_name
    due, articles = quote(DuplicatesDue._meta.db_table), quote(Article._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            # SQLite takes ON for a join's where no WHERE stands before it.
            f"INSERT INTO {due} (article_id) SELECT id FROM {articles} WHERE true"
            " ON CONFLICT (article_id) DO NOTHING"
        )
    return count_due()
