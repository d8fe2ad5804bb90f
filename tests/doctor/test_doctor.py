"""Each check of the doctor finds the fault that the test causes, and says how to mend it."""

import json
import os
import subprocess
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from articles.backups.last_backup import last_backup, note_backup
from articles.doctor import Level, examine, library_checks, machine_checks
from articles.doctor.checks import all_checks
from articles.models import (
    Announcement,
    Article,
    ImportRun,
    Rendering,
    ScheduledChange,
    SearchDocument,
    TaskRun,
)
from articles.publishing.effects.duplicates_queue import mark_duplicates_due
from articles.search import search
from tests.factories import make_article, make_user

IS_ROOT = os.geteuid() == 0
SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def site(db, settings, tmp_path):
    """A site in order, with a folder of its own and a backup of just now."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        folder.mkdir(parents=True)
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    backup = tmp_path / "library.tar.gz"
    backup.touch()
    note_backup(str(backup))
    return settings


def found(name):
    """The level of a check, and what it says in one text."""
    (examined,) = examine([name])
    text = " ".join(f"{problem.sentence} {problem.mend}" for problem in examined.problems)
    return examined.level, text


def told(*arguments):
    """The exit status of the command, and its words."""
    out = StringIO()
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


# What the disk of this machine says is no matter of the test; the journal of a test's database is.
IN_ORDER = sorted({one.name for one in all_checks()} - {"disk"})


def test_a_site_in_order_is_fine(site):
    make_article()
    status, text = told(*IN_ORDER)
    assert status == 0, text
    assert text.count("fine") == len(IN_ORDER)


def test_the_exit_status_is_that_of_the_worst(site):
    make_article()
    Rendering.objects.update(renderer_version=1)
    assert told("renderings", "clock")[0] == 3
    Article.objects.update(content_modified_at=timezone.now() + timedelta(days=1))
    status, text = told("renderings", "clock", "--json")
    assert status == 2
    said = json.loads(text)
    assert said["status"] == "error"
    assert {name: one["status"] for name, one in said["checks"].items()} == {
        "renderings": "warning",
        "clock": "error",
    }
    with pytest.raises(CommandError, match="There is no check brain") as refused:
        told("brain")
    assert refused.value.returncode == 1


def test_the_timer_overlooks_warnings_and_no_doctor_that_breaks_off(site, settings):
    make_article()
    Rendering.objects.update(renderer_version=1)
    unit = (Path(settings.BASE_DIR) / "deploy" / "systemd" / "qtsite-doctor.service").read_text()
    assert f"SuccessExitStatus={told('renderings')[0]}\n" in unit
    assert told("renderings")[0] != 1, "Python's own"


def test_articles_that_nobody_has_compared(site, monkeypatch):
    monkeypatch.setattr(library_checks, "_MANY_UNCOMPARED", 1)
    articles = [make_article() for _ in range(2)]
    mark_duplicates_due(article.pk for article in articles)
    level, text = found("due")
    assert level == Level.WARNING
    assert "2 articles wait to be compared" in text
    call_command("find_duplicates", stdout=StringIO(), stderr=StringIO())
    assert found("due") == (Level.FINE, "")


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL keeps its index in step by itself")
def test_a_row_that_the_search_index_lacks(site):
    article = make_article("what-is-a-quasar", title="What is a quasar?")
    row = SearchDocument.objects.get(pk=article.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_searchquestion"
            "(articles_searchquestion, rowid, question, keywords) VALUES ('delete', %s, %s, %s)",
            [row.pk, row.question, row.keywords],
        )
    level, text = found("search")
    assert level == Level.ERROR
    assert "0 rows for 1 articles" in text
    call_command("rebuild_search", stdout=StringIO(), stderr=StringIO())
    assert found("search") == (Level.FINE, "")
    assert [hit.article_id for hit in search("quasar").hits] == [article.pk]


def test_an_article_that_cannot_be_found(site):
    SearchDocument.objects.filter(pk=make_article().pk).delete()
    level, text = found("search")
    assert level == Level.ERROR
    assert "1 articles, and 0 of them" in text
    assert "rebuild_search" in text


def test_a_migration_that_was_not_applied_and_one_of_a_newer_version(site):
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.filter(app="articles").order_by("-name").first().name
    recorder.record_unapplied("articles", newest)
    level, text = found("migrations")
    assert level == Level.ERROR
    assert f"articles.{newest}" in text
    recorder.record_applied("articles", newest)
    recorder.record_applied("articles", "9999_of_next_year")
    level, text = found("migrations")
    assert level == Level.WARNING
    assert "9999_of_next_year" in text


def test_pages_of_an_older_renderer(site):
    make_article()
    Rendering.objects.update(renderer_version=1)
    level, text = found("renderings")
    assert (level, "1 articles" in text, "render_articles" in text) == (Level.WARNING, True, True)


def test_what_should_have_happened(site):
    article, now = make_article(), timezone.now()
    planned = ScheduledChange.objects.create(
        article_key=article.pk, action="withdraw", due_at=now - timedelta(minutes=2)
    )
    assert found("due") == (Level.FINE, "")
    ScheduledChange.objects.update(due_at=now - timedelta(hours=1))
    assert found("due")[0] == Level.ERROR
    planned.problem = "The article has been deleted."
    planned.save()
    Announcement.objects.create(path="/a", attempts=3)
    level, text = found("due")
    assert level == Level.WARNING
    assert "1 planned changes" in text
    assert "IndexNow" in text


def test_an_import_that_died(site):
    run = ImportRun.objects.create()
    assert found("imports") == (Level.FINE, "")
    ImportRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=2))
    assert found("imports")[0] == Level.WARNING


def test_a_clock_that_was_set_back(site):
    make_article()
    assert found("clock") == (Level.FINE, "")
    Article.objects.update(content_modified_at=timezone.now() + timedelta(hours=2))
    level, text = found("clock")
    assert level == Level.ERROR
    assert "has not come yet" in text


def test_no_backup_an_old_one_and_one_that_is_gone(site, tmp_path):
    assert found("backups") == (Level.FINE, "")
    (tmp_path / "library.tar.gz").unlink()
    assert "not there any more" in found("backups")[1]
    file = site.VAR_DIR / "last-backup.json"
    said = json.loads(file.read_text())
    long_ago = datetime.now(UTC) - timedelta(days=9)
    file.write_text(json.dumps(said | {"made_at": long_ago.isoformat()}))
    level, text = found("backups")
    assert (level, "9 days old" in text) == (Level.WARNING, True)
    file.unlink()
    assert "was ever made" in found("backups")[1]
    site.BACKUP_DAYS = 0
    assert found("backups") == (Level.FINE, "")


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_remembered(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("backup", str(tmp_path / "a.tar.gz"), stdout=StringIO(), stderr=StringIO())
    assert last_backup().where == str(tmp_path / "a.tar.gz")
    assert datetime.now(UTC) - last_backup().made_at < timedelta(minutes=1)


def test_a_folder_that_cannot_be_written(site):
    """Root may write into a folder whatever its rights say, unless its disk is read-only."""
    with read_only(site.MEDIA_ROOT) as is_caused:
        level, text = found("uploads")
    assert (level, str(site.MEDIA_ROOT) in text) == (Level.WARNING, True) or not is_caused
    assert found("uploads") == (Level.FINE, "")


def test_a_folder_of_uploads_that_is_a_file(site):
    """Root may write into every folder, but into none that is a file."""
    site.MEDIA_ROOT.rmdir()
    site.MEDIA_ROOT.touch()
    level, text = found("uploads")
    assert (level, str(site.MEDIA_ROOT) in text) == (Level.WARNING, True)


def test_a_key_that_others_may_read(site):
    key = site.VAR_DIR / "secret-key"
    key.write_text("secret")
    key.chmod(0o600)
    assert found("permissions") == (Level.FINE, "")
    key.chmod(0o644)
    level, text = found("permissions")
    assert (level, f"chmod 600 {key}" in text) == (Level.ERROR, True)


def test_static_files_that_were_not_collected(site):
    (site.STATIC_ROOT / "staticfiles.json").unlink()
    level, text = found("static")
    assert (level, "collectstatic" in text) == (Level.ERROR, True)


def test_settings_that_a_public_site_must_not_have(site):
    site.SITE_URL = "https://learn.example.org"
    site.SECURE_HSTS_SECONDS = 0
    site.METRICS_TOKEN = "short"
    level, text = found("settings")
    assert level == Level.WARNING
    assert "security.W004" in text
    assert "METRICS_TOKEN" in text
    site.SITE_URL = "http://learn.example.org"
    assert "in clear" in found("settings")[1]


def test_a_page_store_that_fails(site, tmp_path):
    site.CACHE_URL = f"file://{tmp_path}/library.tar.gz/pages.sqlite3"
    level, text = found("page-store")
    assert (level, "CACHE_URL" in text) == (Level.WARNING, True)
    site.CACHE_URL = f"file://{tmp_path}/pages.sqlite3"
    assert found("page-store") == (Level.FINE, "")


@pytest.mark.faults
def test_a_disk_that_is_full(site, tmp_path, monkeypatch):
    """A disk of a megabyte; where none can be mounted, one that is smaller than it should be."""
    disk = tmp_path / "disk"
    disk.mkdir()
    is_mounted = mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk)
    site.VAR_DIR = site.MEDIA_ROOT = disk
    try:
        if is_mounted:
            with suppress(OSError):
                (disk / "filler").write_bytes(b"x" * 2_000_000)
            assert found("uploads")[0] == Level.WARNING
        else:
            monkeypatch.setattr(machine_checks, "_LEAST_FREE_BYTES", 10**18)
        level, text = found("disk")
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", disk], check=True)
    assert level == Level.ERROR
    assert str(disk) in text


def mount(*arguments):
    return IS_ROOT and subprocess.run(["mount", *arguments], capture_output=True).returncode == 0


@contextmanager
def read_only(folder):
    """Within the block nothing can be written there; yields whether that could be done."""
    if not IS_ROOT:
        folder.chmod(0o500)
        yield True
        folder.chmod(0o700)
    elif mount("-t", "tmpfs", "-o", "ro", "tmpfs", folder):
        yield True
        subprocess.run(["umount", "--lazy", folder], check=True)
    else:
        yield False


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_down_is_said_once(settings, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all.sqlite3")
    if not SQLITE:
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    connection.close()
    try:
        examined = list(examine())
    finally:
        connection.close()
    asks = {one.check.name: one.level for one in examined if one.level == Level.ERROR}
    assert asks["database"] == Level.ERROR
    assert not {"migrations", "search", "due"} & {one.check.name for one in examined}


def test_the_page_of_the_desk_says_the_same(site, client):
    make_article()
    client.force_login(make_user("admin", role="administrator"))
    Rendering.objects.update(renderer_version=1)
    page = unescape(client.get(reverse("admin:doctor")).content.decode())
    assert "1 articles are shown as an older version" in page
    assert "manage.py render_articles" in page
    for one in all_checks():
        assert one.title in page
    assert reverse("admin:doctor") in client.get(reverse("admin:index")).content.decode()


def test_a_check_that_fails_itself_stops_no_other(site, monkeypatch):
    monkeypatch.setattr("articles.doctor.library_checks.outdated", lambda: 1 / 0)
    level, text = found("renderings")
    assert (level, "ZeroDivisionError" in text) == (Level.ERROR, True)


def test_tasks_that_nobody_does_are_found(site):
    assert found("tasks") == (Level.FINE, "")
    task = TaskRun.objects.create(kind="fill-related")
    assert found("tasks") == (Level.FINE, "")
    TaskRun.objects.update(made_at=timezone.now() - timedelta(minutes=3))
    level, words = found("tasks")
    assert level == Level.ERROR
    assert "1 background tasks wait, and no worker runs" in words
    task.state, task.ended_at = "failed", timezone.now()
    task.save()
    level, words = found("tasks")
    assert level == Level.WARNING
    assert "have failed since yesterday" in words
