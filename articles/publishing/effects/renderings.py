"""The rendering of every written content."""

from articles.database.bulk_insert import insert_rows
from articles.models import Rendering
from articles.publishing.article_columns import RENDERING_COLUMNS, rendering_values
from articles.publishing.effects.changeset import ChangeSet

_REPLACE = "(article_id) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}" for column in RENDERING_COLUMNS[1:]
)


def follow(changes: ChangeSet) -> None:
    """Insert the renderings of inserted articles, replace those of the others."""
    values = {key: rendering_values(key, text.computed) for key, text in changes.texts.items()}
    insert_rows(
        Rendering, RENDERING_COLUMNS, [values[key] for key in values if key in changes.inserted]
    )
    others = [values[key] for key in values if key not in changes.inserted]
    insert_rows(Rendering, RENDERING_COLUMNS, others, on_conflict=_REPLACE)
