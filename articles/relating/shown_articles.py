"""Which of some articles may be shown, found by their keys.

The status is compared here and not in the query: SQLite takes it for rare, and looks through an
index of it with as many entries as the library has articles for five hundred keys.
"""

from collections.abc import Collection

from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, IndexStatus, Status

_KEYS_A_QUERY = 500


def indexable_among(keys: Collection[int]) -> set[int]:
    """Return those that lists and related questions may offer."""
    return _having("index_status", IndexStatus.INDEXABLE, keys)


def live_among(keys: Collection[int]) -> set[int]:
    """Return those that readers may see."""
    return _having("status", Status.PUBLISHED, keys)


def _having(column: str, value: str, keys: Collection[int]) -> set[int]:
    return {
        pk
        for some in batches(sorted(keys), _KEYS_A_QUERY)
        for pk, found in Article.objects.filter(among("pk", some)).values_list("pk", column)
        if found == value
    }
