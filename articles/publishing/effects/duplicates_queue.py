"""Noting, with a change, which articles' duplicates have to be looked for anew."""

from collections.abc import Iterable

from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import DuplicatesDue
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500


def follow(changes: ChangeSet) -> None:
    """Note every article whose text, status or canonical has changed: those whose related questions
    are due from the text; and those that were taken for duplicates of a deleted one."""
    mark_duplicates_due(changes.texts_due | changes.inserted.keys() | changes.duplicates_due)


def mark_duplicates_due(keys: Iterable[int]) -> None:
    """Note articles for `articles.duplicates`. In order of the key, so that two who mark the same
    wait for each other and never in a circle; one that is noted is written again, so that whoever
    works it off meanwhile waits for what this transaction changes."""
    for some in batches(sorted(keys), _ROWS_A_STATEMENT):
        rows = [(key,) for key in some]
        again = "(article_id) DO UPDATE SET article_id = excluded.article_id"
        insert_rows(DuplicatesDue, ("article",), rows, on_conflict=again)
