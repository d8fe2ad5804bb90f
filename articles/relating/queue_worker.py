"""Worker that processes the queue of due articles: stage by stage, one transaction per batch,
interruptible."""

from collections.abc import Callable, Set

from django.db import connection, transaction

from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.models import (
    Article,
    RelatingDue,
    RelatingStage,
    TermFrequencies,
    TextSignature,
)
from articles.relating.batch import ARTICLES_A_BATCH, Filled, Work
from articles.relating.claims import is_claim, release_all
from articles.relating.many_at_once import ManyAtOnce
from articles.relating.term_frequencies import growth_since, load, store

# What a request of the desk computes at most, 10 ms each. More (a subject hidden, an import undone)
# waits for fill_related or the next import; until then pages leave out what must not be shown, and
# have fewer than four.
MOST_IN_A_REQUEST = 100
# From so many due articles on it is worth asking whether the terms ought to be counted again.
_MANY = 500
# Weights hang on the logarithm of the counts: a quarter more articles moves none by more than 0.23.
# From twice as many on, the signatures made by the old counts are made anew as well.
_GROWTH_BEFORE_COUNTING = 1.25
_GROWTH_BEFORE_READING = 2.0
# No article has it: its signature is then made anew.
_NO_VERSION = 0

Progress = Callable[[int, int], None]


def relate_due(
    *,
    most: int | None = None,
    workers: int = 1,
    progress: Progress = lambda done, total: None,
) -> Filled:
    """Bring the computed related questions up to date; return what was done.

    One query where nothing is due. `most` is for a caller that cannot wait: where more articles
    than that are due, or the terms were never counted, nothing is done, and they stay due.
    `workers` compute where many are due. `progress(done, total)` counts steps, three an article.
    """
    total = _count_due(most)
    frequencies = load() if total else None
    if total == 0 or (frequencies is None and most is not None):
        return Filled()
    growth = growth_since(frequencies) if frequencies and total >= _MANY else 1.0
    if growth >= _GROWTH_BEFORE_READING:
        total, frequencies = start_over(), None
    is_counted = frequencies is not None and growth < _GROWTH_BEFORE_COUNTING
    steps = _Steps(total, progress)
    if is_counted and most is not None:
        return _relate(Work(frequencies), steps)
    with ManyAtOnce(workers=workers, advanced=steps.advance) as many:
        if not is_counted:
            frequencies = many.count_all()
            store(frequencies)
        return _relate(Work(frequencies), steps, many)


def _relate(work: Work, steps: "_Steps", many: ManyAtOnce | None = None) -> Filled:
    for stage in RelatingStage:
        if many is not None:
            many.act(work, stage)
        last = 0
        while keys := work.next_batch(stage, last):
            last = keys[-1]
            steps.advance(len(keys))
    return work.done


class _Steps:
    """Steps done, of three an article."""

    def __init__(self, articles: int, progress: Progress) -> None:
        self._total = len(RelatingStage) * articles
        self._done = 0
        self._progress = progress

    def advance(self, count: int) -> None:
        self._done += count
        self._progress(self._done, max(self._total, self._done))


def relate_since(waiting: Set[int], *, progress: Progress = lambda done, total: None) -> Filled:
    """Bring up to date what has come to be due since `keys_due` returned `waiting`, and what
    follows from it; return what was done. What waited then waits on.

    Nothing is done where the terms were never counted: no article is related then yet.
    """
    frequencies = load()
    if frequencies is None:
        return Filled()
    work = Work(frequencies)
    steps = 0
    for stage in RelatingStage:
        keys = sorted(_keys_due(stage).difference(waiting))
        # What the later stages will find is not known yet: these at least.
        total = steps + (len(RelatingStage) - stage) * len(keys)
        for some in batches(keys, ARTICLES_A_BATCH):
            work.batch_of(stage, some)
            steps += len(some)
            progress(steps, total)
    return work.done


def keys_due() -> frozenset[int]:
    """Return the articles that wait, 60 bytes each."""
    due = RelatingDue.objects.order_by()
    return frozenset(due.values_list("article_id", flat=True).iterator())


def _keys_due(stage: RelatingStage) -> frozenset[int]:
    due = RelatingDue.objects.filter(stage=stage).order_by()
    return frozenset(due.values_list("article_id", flat=True).iterator())


def start_over() -> int:
    """Make every article due, its text to be read again by new counts; return how many there are.

    In the database alone: no key crosses the wire. What others publish meanwhile is due as well;
    where one of them removes an article of which this has just read, it is done again.
    """
    return again_where_it_passes(_make_all_due)


@transaction.atomic
def _make_all_due() -> int:
    TermFrequencies.objects.all().delete()
    TextSignature.objects.update(version=_NO_VERSION)
    RelatingDue.objects.all().delete()
    quote = connection.ops.quote_name
    due, articles = quote(RelatingDue._meta.db_table), quote(Article._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            # SQLite takes ON for a join's where no WHERE stands before it.
            f"INSERT INTO {due} (article_id, stage) SELECT id, %s FROM {articles} WHERE true"
            " ON CONFLICT (article_id) DO UPDATE SET stage = excluded.stage",
            [RelatingStage.READ],
        )
        return cursor.rowcount


def count_due() -> int:
    """Return how many articles wait."""
    return RelatingDue.objects.count()


def _count_due(most: int | None) -> int:
    """How many are due; 0 where there are more than `most`. What a killed computation had claimed
    is given back."""
    due = RelatingDue.objects.order_by()
    if most is None:
        if count := due.count():
            release_all()
        return count
    stages = list(due.values_list("stage", flat=True)[: most + 1])
    if len(stages) > most:
        return 0
    if any(map(is_claim, stages)):
        release_all()
    return len(stages)
