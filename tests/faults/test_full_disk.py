"""A full disk: a sentence, a database in order, and after room is made the rest is imported."""

import os
import shutil
import subprocess
from threading import Thread

import pytest

from tests.faults.deliveries import deliver
from tests.faults.site import ARTICLES, PATIENCE_SECONDS, Site, kill_session, wait_until
from tests.faults.test_kills import assert_equal, assert_whole
from tests.faults.test_task_kills import order, work_off

SMALL, LARGE = "6m", "200m"
COUNT = 1_600
# For a part of the articles that a task imports, its journal included.
ROOM_BYTES = 3_000_000


@pytest.fixture
def disk(tmp_path, empty_sqlite):
    """A site on a small disk of its own, and a way to make room: a tmpfs where one can be mounted,
    else the limit of SQLite on its file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not is_mounted(folder):
        site = empty_sqlite.copy(folder / "site")
        site.variables |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.cramped_settings",
            "MAXIMUM_PAGES": "1000",
        }
        yield site, site.variables.clear
        return
    try:
        yield empty_sqlite.copy(folder / "site"), lambda: remount(folder, LARGE)
    finally:
        subprocess.run(["umount", folder], check=True)


def is_mounted(folder):
    if os.geteuid() != 0:
        return False
    options = ["-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder]
    return subprocess.run(["mount", *options], capture_output=True).returncode == 0


def remount(folder, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", folder], check=True)


def test_a_full_disk_ends_the_import_with_a_sentence_and_room_finishes_it(
    disk, sqlite_site, tmp_path
):
    site, make_room = disk
    folder = deliver(tmp_path / "d", range(COUNT))
    sqlite_site.import_(folder)
    outcome = site.import_(folder)
    assert outcome.status == 1
    assert "CommandError: The database refused: database or disk is full." in outcome.stderr
    assert "run the command again" in outcome.stderr
    assert 0 < site.number(ARTICLES) < COUNT
    assert_whole(site)
    # It is as full as before: nothing more is written, and nothing is lost.
    before = site.number(ARTICLES)
    assert site.import_(folder).status == 1
    assert site.number(ARTICLES) >= before
    make_room()
    assert site.import_(folder).status == 0
    assert_equal(site.snapshot(), sqlite_site.snapshot())


@pytest.mark.long
def test_a_task_that_finds_no_room_says_so_and_loses_nothing(disk, sqlite_site, tmp_path):
    """Its worker waits with the last word until there is room to write it."""
    site, make_room = disk
    folder = site.folder.parent
    if not folder.is_mount():
        pytest.skip("no small disk can be mounted")
    sqlite_site.import_(deliver(tmp_path / "week", range(COUNT)))
    site.variables["DELIVERIES_DIR"] = str(tmp_path)
    make_room()
    order(site, "bring", "week")
    work_off(site)
    order(site, "approve")
    remount(folder, shutil.disk_usage(folder).used + ROOM_BYTES)
    worker, said = site.start("run_tasks", "--until-empty"), []
    listener = Thread(target=lambda: said.extend(worker.stderr))
    listener.start()
    wait_until(lambda: any("database or disk is full" in line for line in said), "it is full")
    assert 0 < site.number(ARTICLES) < COUNT
    assert_whole(site)
    make_room()
    worker.wait(PATIENCE_SECONDS)
    listener.join()
    kill_session(worker)
    state = order(site, "state")
    task, delivery = state["tasks"][-1], state["deliveries"][0]
    assert (task["kind"], task["state"]) == ("apply-delivery", "failed")
    assert delivery["state"] == "planned"
    assert "no room left" in task["sentence"]
    assert "no room left" in delivery["sentence"]
    assert_whole(site)
    # What was imported is in the plan no more, which is read again and approved anew.
    for expected in ("planned", "applied"):
        order(site, "approve")
        work_off(site)
        assert order(site, "state")["deliveries"][0]["state"] == expected
    assert_equal(site.snapshot(), sqlite_site.snapshot())


def test_a_plan_or_a_report_that_finds_no_room_is_named(site, tmp_path):
    folder = deliver(tmp_path / "d", range(10))
    full = "/dev/full"
    outcome = site.import_(folder, "--report", full)
    assert outcome.status == 1
    assert f"The report was not written: {full}: No space left on device" in outcome.stderr
    assert site.number(ARTICLES) == 10
    (site.folder / "plans").write_text("in the way of the folder")
    outcome = site.import_(folder, "--dry-run")
    assert outcome.status == 1
    assert "CommandError: The plan was not kept: " in outcome.stderr


def test_a_database_that_cannot_be_opened_is_named(sqlite_site, tmp_path):
    nowhere = Site(tmp_path, f"sqlite:///{tmp_path}/nowhere/site.sqlite3")
    outcome = nowhere.import_(deliver(tmp_path / "d", range(2)))
    assert outcome.status == 1
    assert "CommandError: The database refused: unable to open database file." in outcome.stderr
    sqlite_site.database_file.write_bytes(b"no database at all, but a text" * 1_000)
    outcome = sqlite_site.import_(tmp_path / "d")
    assert outcome.status == 1
    assert "CommandError: The database refused: file is not a database." in outcome.stderr
