"""Cache of values over the whole library, invalidated by each change that readers can see.

A sum over a million articles takes half a second, and a crawler may request it at any rate. Values
are kept in Django's default cache; with the local-memory cache each process has its own.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from articles.models import Change

LONGEST_SECONDS = 600

T = TypeVar("T")


def remembered(name: str, compute: Callable[[], T]) -> T:
    """Return what `compute` returned last, or again where readers see something else since: one
    query for the stamp."""
    key = f"{name}:{library_stamp()}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found, LONGEST_SECONDS)
    return found


def library_stamp() -> int:
    """Another number after each change that readers can see, an article that leaves among them: the
    end of an index."""
    return Change.objects.order_by("-number").values_list("number", flat=True).first() or 0
