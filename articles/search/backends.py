"""Selection of the search back end: `sqlite` and `postgresql` have the same functions.

Index: `missing`, `create`, `row_counts`, `refill`, `drop`, `settle` after a bulk of writes.
Queries: `begins_with`, `matching`, `frequencies`, `saying` and `holding`, each of which returns a
Statement.
"""

from types import ModuleType

from django.db import connection

from articles.search import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def current() -> ModuleType:
    """Return the module that serves the connection's vendor."""
    return _BACKENDS[connection.vendor]
