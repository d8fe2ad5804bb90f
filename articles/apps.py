"""Application configuration of the library."""

import gc
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Library"

    def ready(self) -> None:
        # Models cannot be imported before the applications are ready.
        from articles.accounts.second_factor import begin_session  # noqa: PLC0415
        from articles.search.meaning.model_check import check_search_model  # noqa: PLC0415
        from articles.watching.slow_statements import watch_statements  # noqa: PLC0415

        watch_statements()
        checks.register(check_search_model)
        user_logged_in.connect(begin_session, dispatch_uid="articles.second_factor")
        post_migrate.connect(_restore_search, sender=self, dispatch_uid="articles.search")
        post_migrate.connect(_make_role_groups, sender=self, dispatch_uid="articles.roles")
        post_migrate.connect(_count_anew, sender=self, dispatch_uid="articles.statistics")
        if not gc.isenabled():  # the start has put it off
            gc.freeze()
            gc.enable()


def _restore_search(*, using: str, verbosity: int = 1, **kwargs: Any) -> None:
    """Create what the database lacks of the search's index: a migration that rebuilds the table of
    the documents drops their triggers on SQLite without a word. A library that is older than its
    search, or whose filling was interrupted, is filled here, too."""
    # Models cannot be imported before the applications are ready.
    from articles.models import SearchDocument  # noqa: PLC0415
    from articles.search.index_rebuild import is_unfilled, rebuild, restore_index  # noqa: PLC0415

    if using != DEFAULT_DB_ALIAS or not _is_migrated(SearchDocument):
        return
    restore_index()
    if is_unfilled():
        rebuild()


def _make_role_groups(*, using: str, **kwargs: Any) -> None:
    """Give the roles their groups. Not in a migration: neither are the rights of the newest models
    there yet, nor would one follow the table when it changes."""
    # Models cannot be imported before the applications are ready.
    from articles.models import RoleGroup  # noqa: PLC0415
    from articles.rights.role_groups import make_role_groups  # noqa: PLC0415

    if using == DEFAULT_DB_ALIAS and _is_migrated(RoleGroup):
        make_role_groups()


def _count_anew(*, using: str, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Let the planner know the rows of a library again: what a migration builds anew has lost that
    on SQLite, where the election of canonicals then reads every article (200 ms of a save)."""
    # Models cannot be imported before the applications are ready.
    from articles.database.statistics import refresh_statistics  # noqa: PLC0415
    from articles.models import Article  # noqa: PLC0415

    if plan and using == DEFAULT_DB_ALIAS and _is_migrated(Article) and Article.objects.exists():
        refresh_statistics()


def _is_migrated(model: type[Model]) -> bool:
    """False while a database is migrated to a state before the table of a model, or before its
    newest column."""
    with connection.cursor() as cursor:
        if model._meta.db_table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {field.column for field in model._meta.fields} <= {c.name for c in columns}
