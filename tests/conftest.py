"""What every test may use."""

import gc
import os

import pytest
from django.conf import settings as site_settings
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from articles.models import SiteSettings, site_settings_cache
from tests.which_database import IS_POSTGRESQL

pytest_plugins = [
    "tests.git_repositories",
    "tests.left_out",
    "tests.made_once",
    "tests.once_a_run",
    "tests.migrated_database",
]

# Of SQLite's writers each has the database to itself: there are no two to meet.
collect_ignore_glob = (
    ["*/test_sqlite.py"]
    if IS_POSTGRESQL
    else [
        f"*/test_{name}.py" for name in ("two_sessions", "postgresql", "replicas", "carrying_over")
    ]
)
# It starts a PostgreSQL of its own: once in a run, with the tests of PostgreSQL.
if not IS_POSTGRESQL and os.environ.get("CLUSTER") != "1":
    collect_ignore_glob.append("*/test_cluster_faults.py")

# One fixed seed: a failure in CI is the failure at home. Deadlines would time the machine.
hypothesis_settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis_settings.load_profile("fixed")


@pytest.fixture(autouse=True)
def _default_site(monkeypatch):
    """A process that has just looked at the site's settings and found none: pages then cost the
    queries of their own matter alone, whichever test comes first."""
    known = site_settings_cache._Known(SiteSettings(), float("inf"))
    monkeypatch.setattr(site_settings_cache, "_known", known)


@pytest.fixture(autouse=True, scope="session")
def _settings_of_tests():
    """Static files need not be collected before a test; passwords need not be slow to hash; and
    whatever the environment says, no search engine is told of what a test does."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**site_settings.STORAGES, "staticfiles": plain},
        INDEXNOW_KEY="",
        # Each client of a test makes the middleware anew, which would read the static folder.
        WHITENOISE_AUTOREFRESH=True,
        # Searches go by words, but in tests of search by meaning.
        SEARCH_MODEL=None,
        # Nor is anybody asked for a second factor that they do not have.
        REQUIRE_SECOND_FACTOR=False,
        # Views are written when a test says so, not by a thread.
        COUNTS_FLUSH_SECONDS=0,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


# What makes a test need a database, beside the mark `django_db`.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs a database: on PostgreSQL only that has to be tried again."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish():
    """What stands once everything is imported stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With REQUIRE_ALL=1, as in CI, what this machine cannot run is a failure, not a skip."""
    report = yield
    if os.environ.get("REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although everything is required: {call.excinfo.value}"
    return report
