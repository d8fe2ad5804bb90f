"""Noting, with a change, which articles' related questions have to be thought over."""

from collections.abc import Iterable

from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import Related, RelatingDue, RelatingStage
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500
_TABLE = RelatingDue._meta.db_table
# One that is at the stage is written, too: a batch of `articles.relating` may hold it and be about
# to take it further, without what this transaction changes; PostgreSQL then waits for the batch.
# A claim (RelatingDue) goes before everything but "who leads there is to be counted", which follows
# upon the list that is claimed.
_GO_BACK = (
    f"(article_id) DO UPDATE SET stage = excluded.stage WHERE {_TABLE}.stage >= excluded.stage"
    f" AND ({_TABLE}.stage <= {RelatingStage.INBOUND:d}"
    f" OR excluded.stage < {RelatingStage.INBOUND:d})"
)


def follow(changes: ChangeSet) -> None:
    """Note every article whose related questions the change concerns; the earliest stage of
    several counts, so it is marked last."""
    mark_due(changes.inbound_due, RelatingStage.INBOUND)
    mark_due(changes.lists_due, RelatingStage.FILL)
    mark_due(changes.texts_due.difference(changes.inserted))
    mark_new(changes.inserted)


def mark_due(keys: Iterable[int], stage: RelatingStage = RelatingStage.READ) -> None:
    """Note articles for `articles.relating`, in the transaction of what changed them.

    One that is due already goes back to `stage` where it was further. In order of the key, so that
    two who mark the same wait for each other and never in a circle.
    """
    for some in batches(sorted(set(keys)), _ROWS_A_STATEMENT):
        rows = [(key, stage) for key in some]
        insert_rows(RelatingDue, ("article", "stage"), rows, on_conflict=_GO_BACK)


def mark_new(keys: Iterable[int]) -> None:
    """Note articles that were inserted in this transaction: none of them is due already."""
    insert_rows(RelatingDue, ("article", "stage"), [(key, RelatingStage.READ) for key in keys])


def mark_links_of(*article_ids: int) -> None:
    """Note the articles that the stored links of these lead to, for they speak for each other."""
    targets = Related.objects.filter(among("article", article_ids)).exclude(target=None).order_by()
    mark_due(targets.values_list("target_id", flat=True), RelatingStage.FILL)
