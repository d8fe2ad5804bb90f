"""Application configuration of the library."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Library"

    def ready(self) -> None:
        # Models cannot be imported before the applications are ready.
        from articles.search.meaning.model_check import check_search_model  # noqa: PLC0415

        checks.register(check_search_model)
        post_migrate.connect(_restore_search, sender=self, dispatch_uid="articles.search")


def _restore_search(*, using: str, verbosity: int = 1, **kwargs: Any) -> None:
    """Create what the database lacks of the search's index: a migration that rebuilds the table of
    the documents drops their triggers on SQLite without a word. A library that is older than its
    search, or whose filling was interrupted, is filled here, too."""
    # Models cannot be imported before the applications are ready.
    from articles.search.index_rebuild import is_unfilled, rebuild, restore_index  # noqa: PLC0415

    if using != DEFAULT_DB_ALIAS or not _is_migrated():
        return
    restore_index()
    if is_unfilled():
        rebuild()


def _is_migrated() -> bool:
    """False while a database is migrated to a state before the search, or before this index."""
    from articles.models import SearchDocument  # noqa: PLC0415

    table = SearchDocument._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return {field.column for field in SearchDocument._meta.fields} <= {c.name for c in columns}
