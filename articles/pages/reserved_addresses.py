"""Addresses of one level that no plain page may have, because the site answers them itself."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

# Files of a published folder (`articles/static_site/kinds.py`, `file_of`), and lists that a site of
# this kind may come to have.
_KEPT_FREE = frozenset({"index", "404", "people", "topics"})


def is_reserved(slug: str) -> bool:
    """Return whether the site answers `/<slug>`, or addresses below it, itself.

    >>> is_reserved("search"), is_reserved("admin"), is_reserved("imprint")
    (True, True, False)
    """
    return slug in _reserved()


@cache
def _reserved() -> frozenset[str]:
    files = {_first_part(url) for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    return _KEPT_FREE | files | frozenset(_first_parts(get_resolver().url_patterns))


def _first_parts(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The first part of each route that begins with a word."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if not route and isinstance(pattern, URLResolver):
            yield from _first_parts(pattern.url_patterns)
        elif part := _first_part(route):
            yield part


def _first_part(route: str) -> str:
    return route.lstrip("/").partition("/")[0]
