"""Cache of values over the whole library, invalidated when an article is added or changed.

A sum over a million articles takes half a second, and a crawler may request it at any rate. Values
are kept in Django's default cache; with the local-memory cache each process has its own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Subquery

from articles.models import Article

# What the stamp does not show, an article that leaves the library or the search engines, is seen
# after this time at the latest.
LONGEST_SECONDS = 600

T = TypeVar("T")


def remembered(name: str, compute: Callable[[], T]) -> T:
    """Return what `compute` returned last, or again where an article has come or has changed
    since: one query for the stamp."""
    key = f"{name}:{library_stamp()}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found, LONGEST_SECONDS)
    return found


def library_stamp() -> str:
    """Another text after each new article and each change that a reader can see: the greatest key
    and the newest moment of change, each the end of an index."""
    last = Article.objects.live().order_by("-pk").values("pk")[:1]
    row = (
        Article.objects.live()
        .order_by("-content_modified_at", "-pk")
        .annotate(last=Subquery(last))
        .values_list("last", "content_modified_at")
        .first()
    )
    pk, changed = row or (0, datetime.min)
    return f"{pk}-{changed:%Y%m%d%H%M%S%f}"
