"""Whether the site lives, and whether readers can be sent to it."""

import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.doctor import bounded, checks
from articles.doctor.checks import Check
from tests.watching.conftest import TOKEN

OPERATOR = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def operator(client, settings, tmp_path):
    """Asks /readyz as who may know; the site has a storage of its own."""
    settings.METRICS_TOKEN = TOKEN
    settings.MEDIA_ROOT = tmp_path / "media"
    return lambda: client.get("/readyz", headers=OPERATOR)


def test_a_process_that_answers_lives_whatever_the_database_does(client):
    response = client.get("/healthz")  # no test without a mark may ask the database
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db(transaction=True)
def test_a_site_in_order_is_ready(operator):
    response = operator()
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {
            name: {"status": "fine"} for name in ("database", "migrations", "storage", "page-store")
        },
    }


@pytest.mark.django_db(transaction=True)
def test_who_may_not_know_is_told_no_more_than_yes_or_no(client, settings):
    settings.METRICS_TOKEN = TOKEN
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}):
        assert client.get("/readyz", headers=headers).json() == {"ready": True}


@pytest.mark.django_db(transaction=True)
def test_a_database_without_a_migration_is_not_ready(operator):
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.filter(app="articles").order_by("-name").first()
    recorder.record_unapplied("articles", newest.name)
    try:
        response = operator()
    finally:
        recorder.record_applied("articles", newest.name)
    assert response.status_code == 503
    (problem,) = response.json()["checks"]["migrations"]["problems"]
    assert newest.name in problem["sentence"]
    assert problem["mend"] == "Run: manage.py migrate"


@pytest.mark.django_db(transaction=True)
def test_a_page_store_that_fails_only_slows_the_site(operator, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.CACHE_URL = f"file://{tmp_path}/file/pages.sqlite3"
    response = operator()
    assert response.status_code == 200
    assert response.json()["checks"]["page-store"]["status"] == "warning"


def test_what_does_not_answer_is_given_up_in_time_and_asked_once(monkeypatch):
    asked = []

    def waits():
        asked.append(1)
        time.sleep(0.5)
        return ()

    one = Check("waits", "Waits", waits, True, False)
    began = time.monotonic()
    for _ in range(3):
        (found,) = bounded.examine_within(0.05, [one])
        assert found.level == checks.Level.ERROR
        assert "no answer" in found.problems[0].sentence
    assert time.monotonic() - began < 0.4
    assert asked == [1]
    (found,) = bounded.examine_within(2, [one])
    assert found.level == checks.Level.FINE
