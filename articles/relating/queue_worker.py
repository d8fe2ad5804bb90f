"""Worker that processes the queue of due articles: stage by stage, one transaction per batch,
interruptible."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.models import (
    Article,
    RelatingDue,
    RelatingStage,
    TermFrequencies,
    TextSignature,
)
from articles.publishing.effects import ChangeSet, apply
from articles.relating.stage_fill import fill_due
from articles.relating.stage_inbound import hold_up
from articles.relating.stage_read import read_due
from articles.relating.term_frequencies import Frequencies, count_again, growth_since, load

# What a request of the desk computes at most, 10 ms each. More (a subject hidden, an import undone)
# waits for fill_related or the next import; until then pages leave out what must not be shown, and
# have fewer than four.
MOST_IN_A_REQUEST = 100
# SQLite's lock is held for a batch: a few tenths of a second, in which an editor waits.
_ARTICLES_A_BATCH = 50
# From so many due articles on it is worth asking whether the terms ought to be counted again.
_MANY = 500
# Weights hang on the logarithm of the counts: a quarter more articles moves none by more than 0.23.
# From twice as many on, the signatures made by the old counts are made anew as well.
_GROWTH_BEFORE_COUNTING = 1.25
_GROWTH_BEFORE_READING = 2.0
# No article has it: its signature is then made anew.
_NO_VERSION = 0

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Filled:
    """What was done: articles that were due, lists that changed, links added for articles that
    fewer than two led to."""

    articles: int = 0
    lists: int = 0
    inbound: int = 0


@dataclass(slots=True)
class _Work:
    frequencies: Frequencies
    done: Filled = field(default_factory=Filled)

    def act(self, stage: RelatingStage, keys: list[int]) -> None:
        """Do one stage for some articles, and note the next."""
        if stage == RelatingStage.READ:
            read_due(keys, self.frequencies)
            self._advance(keys, RelatingStage.FILL)
        elif stage == RelatingStage.FILL:
            self._advance(keys, RelatingStage.INBOUND)
            changed = fill_due(keys, self.frequencies)
            self.done.lists += len(changed)
            apply(ChangeSet(showing=set(changed)))
        else:
            changed = hold_up(keys, self.frequencies)
            self.done.inbound += len(changed)
            RelatingDue.objects.filter(article__in=keys).delete()
            self.done.articles += len(keys)
            apply(ChangeSet(showing=set(changed)))

    def _advance(self, keys: list[int], stage: RelatingStage) -> None:
        RelatingDue.objects.filter(article__in=keys).update(stage=stage)


def relate_due(*, most: int | None = None, progress: Progress = lambda done, total: None) -> Filled:
    """Bring the computed related questions up to date; return what was done.

    One query where nothing is due. `most` is for a caller that cannot wait: where more articles
    than that are due, or the terms were never counted, nothing is done, and they stay due.
    `progress(done, total)` counts steps: an article has three.
    """
    total = _count_due(most)
    frequencies = load() if total else None
    if total == 0 or (frequencies is None and most is not None):
        return Filled()
    growth = growth_since(frequencies) if frequencies and total >= _MANY else 1.0
    if growth >= _GROWTH_BEFORE_READING:
        total, frequencies = start_over(), None
    if frequencies is None or growth >= _GROWTH_BEFORE_COUNTING:
        frequencies = count_again()
    work = _Work(frequencies)
    steps = 0
    for stage in RelatingStage:
        last = 0
        while keys := again_where_it_passes(lambda: _batch(work, stage, last)):  # noqa: B023
            last = keys[-1]
            steps += len(keys)
            progress(steps, max(3 * total, steps))
    return work.done


def relate_since(waiting: Set[int], *, progress: Progress = lambda done, total: None) -> Filled:
    """Bring up to date what has come to be due since `keys_due` returned `waiting`, and what
    follows from it; return what was done. What waited then waits on.

    Nothing is done where the terms were never counted: no article is related then yet.
    """
    frequencies = load()
    if frequencies is None:
        return Filled()
    work = _Work(frequencies)
    steps = 0
    for stage in RelatingStage:
        keys = sorted(_keys_due(stage).difference(waiting))
        # What the later stages will find is not known yet: these at least.
        total = steps + (len(RelatingStage) - stage) * len(keys)
        for some in batches(keys, _ARTICLES_A_BATCH):
            again_where_it_passes(lambda: _batch_of(work, stage, some))  # noqa: B023
            steps += len(some)
            progress(steps, total)
    return work.done


def keys_due() -> frozenset[int]:
    """Return the articles that wait, 60 bytes each."""
    return _keys_due(*RelatingStage)


def _keys_due(*stages: RelatingStage) -> frozenset[int]:
    due = RelatingDue.objects.filter(stage__in=stages).order_by()
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
    return _count_due(None)


def _count_due(most: int | None) -> int:
    """How many are due; 0 where there are more than `most`."""
    due = RelatingDue.objects.order_by()
    if most is None:
        return due.count()
    count = len(due.values_list("pk")[: most + 1])
    return count if count <= most else 0


@transaction.atomic
def _batch(work: _Work, stage: RelatingStage, last: int) -> list[int]:
    """Do the next batch of a stage; return its articles, none where it is finished."""
    return _act(work, stage, RelatingDue.objects.filter(article__gt=last))


@transaction.atomic
def _batch_of(work: _Work, stage: RelatingStage, keys: Sequence[int]) -> list[int]:
    """Do those of some articles that are still at the stage."""
    return _act(work, stage, RelatingDue.objects.filter(article__in=keys))


def _act(work: _Work, stage: RelatingStage, due: QuerySet[RelatingDue]) -> list[int]:
    due = due.select_for_update().filter(stage=stage).order_by("article")
    keys = list(due.values_list("article_id", flat=True)[:_ARTICLES_A_BATCH])
    if keys:
        work.act(stage, keys)
    return keys
