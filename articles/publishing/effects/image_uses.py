"""Which images the written texts name: what keeps an image from being called unused."""

from articles.core.images.image_names import names_in
from articles.database.bulk_insert import insert_rows
from articles.models import ImageUse
from articles.publishing.effects.changeset import ChangeSet

_COLUMNS = ("digest", "article_key")


def follow(changes: ChangeSet) -> None:
    """Note the images of every written text; no query where none names one. Nothing is taken back:
    the version before names it still."""
    rows = {
        (name.digest, key)
        for key, text in changes.texts.items()
        for name in names_in(text.computed.rendered.html)
    }
    if rows:
        # In one order, so that two writers of the same rows do not wait for each other in a circle.
        conflict = "(digest, article_key) DO NOTHING"
        insert_rows(ImageUse, _COLUMNS, sorted(rows), on_conflict=conflict)
