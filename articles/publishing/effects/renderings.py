"""The rendering of every written content."""

from articles.database.bulk_insert import insert_rows
from articles.models import Rendering
from articles.publishing.article_columns import RENDERING_COLUMNS, rendering_values
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500


def follow(changes: ChangeSet) -> None:
    """Insert the renderings of inserted articles, replace those of the others."""
    values = {key: rendering_values(key, text.computed) for key, text in changes.texts.items()}
    insert_rows(
        Rendering, RENDERING_COLUMNS, [values[key] for key in values if key in changes.inserted]
    )
    Rendering.objects.bulk_create(
        [Rendering(key, *row[1:]) for key, row in values.items() if key not in changes.inserted],
        batch_size=_ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=RENDERING_COLUMNS[1:],
    )
