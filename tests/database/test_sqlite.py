"""The planner's statistics, which PostgreSQL keeps by itself: what a migration builds anew has them
again."""

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("plan", [[], [("a migration", False)]])
def test_a_library_that_was_migrated_is_counted_anew(plan):
    make_article()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'articles_article'")
        config = apps.get_app_config("articles")
        post_migrate.send(sender=config, app_config=config, using=DEFAULT_DB_ALIAS, plan=plan)
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'articles_article'")
        assert (cursor.fetchone()[0] > 0) == bool(plan)
