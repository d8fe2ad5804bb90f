"""What every test may use."""

import os

import pytest
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With REQUIRE_ALL=1, as in CI, what this machine cannot run is a failure, not a skip."""
    report = yield
    if os.environ.get("REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although everything is required: {call.excinfo.value}"
    return report
