"""Counts of a run that was gone on with after it was cut short: what all its parts have done.

The part that was killed wrote down no counts, and the next one finds its files unchanged. What the
run made and changed is asked of the database.
"""

from collections import Counter
from collections.abc import Mapping

from articles.importer.planning.decision import Action
from articles.models import ImportRun, Revision
from articles.models.conflict import REPLACEMENT

_WRITTEN = (Action.CREATED, Action.UPDATED, Action.CONFLICT, Action.HELD)


def counts_of_all_parts(run: ImportRun, last: Mapping[str, int]) -> Counter[str]:
    """Return the counts of a run, from those of its last part."""
    created = run.created_articles.order_by().values("pk")
    collided = run.conflicts.exclude(field=REPLACEMENT).order_by().values("article").distinct()
    imported = run.revisions.filter(kind=Revision.Kind.IMPORTED)
    changed = imported.order_by().values("article_key").distinct()
    changed = changed.exclude(article_key__in=created)
    held = run.conflicts.filter(field=REPLACEMENT).order_by().values("article", "source_path")
    counts = Counter(last)
    counts[Action.CREATED] = created.count()
    counts[Action.UPDATED] = changed.exclude(article_key__in=collided).count()
    counts[Action.CONFLICT] = collided.count()
    counts[Action.HELD] = held.distinct().count()
    earlier = sum(counts[action] - last.get(action, 0) for action in _WRITTEN)
    counts[Action.UNCHANGED] = max(0, last.get(Action.UNCHANGED, 0) - earlier)
    return counts
