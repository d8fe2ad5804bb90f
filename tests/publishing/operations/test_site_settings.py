"""The settings' cache: no query for a page, at once where they are saved, soon elsewhere."""

import pytest
from django.db import DatabaseError, IntegrityError

from articles.models import SiteSettings, site_settings_cache
from articles.models.site_settings_cache import (
    CHECK_SECONDS,
    forget_settings,
    last_known_settings,
    previewing,
    site_settings,
)
from articles.publishing import StaleSettings, save_site_settings


@pytest.fixture
def clock(monkeypatch, db):
    """A clock that only the test moves."""
    times = [1_000.0]
    monkeypatch.setattr(site_settings_cache.time, "monotonic", lambda: times[0])
    forget_settings()
    return lambda seconds: times.append(times.pop() + seconds)


def another_process_saves(name):
    """Write the row as a process would whose memory is not this one's."""
    SiteSettings(name=name, version=1 + (SiteSettings.objects.count())).save()


def test_without_a_row_there_are_defaults(clock):
    assert site_settings().name == ""
    assert site_settings().version == 0


def test_asking_again_costs_no_query(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        site_settings()
    with django_assert_num_queries(0):
        site_settings()
        clock(CHECK_SECONDS - 0.1)
        site_settings()


def test_after_a_while_one_query_looks_at_the_version(clock, django_assert_num_queries):
    site_settings()
    clock(CHECK_SECONDS)
    with django_assert_num_queries(1):
        site_settings()
    clock(CHECK_SECONDS)
    another_process_saves("Elsewhere")
    with django_assert_num_queries(2):
        assert site_settings().name == "Elsewhere"


def test_another_process_sees_a_change_within_seconds(clock):
    assert site_settings().name == ""
    another_process_saves("New")
    assert site_settings().name == ""
    clock(CHECK_SECONDS)
    assert site_settings().name == "New"


def test_the_process_that_saves_sees_it_at_once(clock, django_capture_on_commit_callbacks):
    site_settings()
    with django_capture_on_commit_callbacks(execute=True):
        save_site_settings(SiteSettings(name="Mine"))
    assert site_settings().name == "Mine"


def test_a_save_over_another_one_is_refused(db):
    save_site_settings(SiteSettings(name="First"))
    with pytest.raises(StaleSettings) as caught:
        save_site_settings(SiteSettings(name="Second"))
    assert caught.value.version == 1
    assert SiteSettings.objects.get().name == "First"


def test_there_is_one_row(db):
    with pytest.raises(IntegrityError):
        SiteSettings(pk=2).save()


def test_a_database_that_does_not_answer_leaves_the_last_ones(clock, monkeypatch):
    save_site_settings(SiteSettings(name="Kept"))
    assert site_settings().name == "Kept"

    def fail(last):
        raise DatabaseError

    monkeypatch.setattr(site_settings_cache, "_read", fail)
    clock(CHECK_SECONDS)
    assert site_settings().name == "Kept"
    assert last_known_settings().name == "Kept"


def test_a_preview_is_seen_within_it_alone(clock):
    with previewing(SiteSettings(name="Unsaved")):
        assert site_settings().name == last_known_settings().name == "Unsaved"
    assert site_settings().name == ""
