"""What every test may use."""

import os

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from articles.models import SiteSettings, site_settings_cache

IS_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
# Of SQLite's writers each has the database to itself: there are no two to meet.
collect_ignore_glob = (
    ["*/test_sqlite.py"] if IS_POSTGRESQL else ["*/test_two_sessions.py", "*/test_postgresql.py"]
)

# One fixed seed: a failure in CI is the failure at home. Deadlines would time the machine.
hypothesis_settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis_settings.load_profile("fixed")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory, testrun_uid, django_db_modify_db_settings_parallel_suffix
):
    """A database of this run's own, so that two runs in one checkout do not meet: on SQLite in the
    run's temporary folder (each process has one), on PostgreSQL by a name with the run's id."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(tmp_path_factory.getbasetemp() / "site.sqlite3")
    else:
        test["NAME"] = f"{test['NAME'] or 'test'}_{testrun_uid[:8]}"


@pytest.fixture(autouse=True)
def _default_site(monkeypatch):
    """A process that has just looked at the site's settings and found none: pages then cost the
    queries of their own matter alone, whichever test comes first."""
    known = site_settings_cache._Known(SiteSettings(), float("inf"))
    monkeypatch.setattr(site_settings_cache, "_known", known)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Static files need not be collected before a test; passwords need not be slow to hash; and
    whatever the environment says, no search engine is told of what a test does."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.INDEXNOW_KEY = ""
    # Views are written when a test says so, not by a thread.
    settings.COUNTS_FLUSH_SECONDS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# Fixtures of pytest-django and of this project's that open the database.
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(items):
    """Mark what opens the database as `database`: the rest need not run on a second one."""
    for item in items:
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With REQUIRE_ALL=1, as in CI, what this machine cannot run is a failure, not a skip."""
    report = yield
    if os.environ.get("REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although everything is required: {call.excinfo.value}"
    return report
