"""The back end of the site's database: `sqlite` and `postgresql` have the same functions.

The index: `missing`, `create`, `drop`. Asking: `begins_with`, `matching`, `answering`,
each of which returns a Statement, and `is_told`.
"""

from types import ModuleType

from django.db import connection

from articles.search import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def current() -> ModuleType:
    """Return the module that serves the connection's vendor."""
    return _BACKENDS[connection.vendor]
