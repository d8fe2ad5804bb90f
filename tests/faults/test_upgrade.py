"""A release follows another while readers read and vote; and the older one's code goes on with the
tables of the newer one.

    UPGRADE_FROM=COMMIT script/test --all tests/faults/test_upgrade.py

before a release, with the commit of the last one. Each run of the tests judges the migrations one
by one instead (tests/upgrades), and the files of deploy/ by themselves (tests/deploy).
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.faults.proxied import Visitors, nginx
from tests.faults.server import status
from tests.faults.site import PATIENCE_SECONDS, ROOT, Site, wait_until
from tests.free_ports import free_port

CODE = ("articles", "qtsite", "templates", "static", "fixtures", "deploy", "manage.py")
# What a release may bring: a column, and an index of a table that is large elsewhere.
MIGRATION = """
from django.db import migrations, models
from articles.database.concurrent_index import AddIndexConcurrently

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "{last}")]
    operations = [
        migrations.AddField("article", "rank", models.IntegerField(db_default=0)),
        AddIndexConcurrently("article", models.Index(fields=["rank"], name="article_by_rank")),
    ]
"""


class Release:
    """The code in a folder, and its commands on a site."""

    def __init__(self, folder, site, **variables):
        self.folder, self.site, self.variables = folder, site, variables

    def environment(self, **variables):
        own = {"STATIC_DIR": str(self.folder / "collected"), **self.variables, **variables}
        return {**self.site.environment(), **own}

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr[-3000:]}"
        return done.stdout

    def start(self, port, asks_for="/readyz"):
        """A server on the port, when it is ready for readers."""
        process = subprocess.Popen(
            [sys.executable, "-m", "qtsite.server"],
            cwd=self.folder,
            env=self.environment(PORT=str(port), WORKERS="1", TASK_WORKERS="0"),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ask = [sys.executable, ROOT / "deploy" / "ask.py", "--port", str(port), "--wait", "120"]
        subprocess.run([*ask, asks_for], check=True)
        return process


@contextmanager
def ended(processes):
    """Whatever happens, none of them stays."""
    try:
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def next_release(tmp_path):
    """A copy of this one with another style sheet, and a migration of its own."""
    folder = tmp_path / "next"
    folder.mkdir()
    for name in CODE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    with next((folder / "static" / "css").glob("base.css")).open("a") as sheet:
        sheet.write("\n:root { --next-release: 1; }\n")
    migrations = folder / "articles" / "migrations"
    last = max(file.stem for file in migrations.glob("0*.py"))
    (migrations / "9999_next.py").write_text(MIGRATION.format(last=last))
    return folder


def test_a_release_follows_another_and_no_request_is_lost(library, next_release, tmp_path):
    """Migrations, static files, then each of two servers anew, behind deploy/nginx."""
    site, kept, port = library.site, tmp_path / "kept", free_port()
    ports = [free_port(), free_port()]
    common = {"DEBUG": "0", "SITE_URL": f"https://127.0.0.1:{port}", "TRUST_PROXY": "1"}
    old, new = (Release(folder, site, **common) for folder in (ROOT, next_release))
    old.variables["STATIC_DIR"] = str(tmp_path / "collected")
    with (
        ended([]) as processes,
        nginx(tmp_path / "nginx", port=port, servers=ports, kept=kept),
    ):
        old.run("collectstatic", "--noinput", "-v0")
        old.run("keep_static", kept)
        processes += [old.start(number) for number in ports]
        paths = [*library.paths, "/", "/learn", "/search?q=light"]
        with Visitors(port, paths, library.keys, clients=3) as visitors:
            wait_until(lambda: visitors.answered > 100, "answers")
            new.run("collectstatic", "--noinput", "-v0")
            new.run("keep_static", kept)
            new.run("migrate", "-v0")
            for index, number in enumerate(ports):
                processes[index].terminate()
                processes[index].wait(timeout=PATIENCE_SECONDS)
                processes[index] = new.start(number)
            answered = visitors.answered
            wait_until(lambda: visitors.answered > answered + 100, "answers of the new release")
        assert not visitors.lost, f"{visitors.statuses}: {visitors.lost[:5]}"
        assert len(visitors.sheets) == 2, "pages of both releases"
        assert visitors.voted
        for process in processes:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)
    votes = site.number("SELECT sum(helpful) FROM articles_readership")
    assert votes == visitors.voted, "no vote is lost, and none counted twice"


def older_release(commit, folder):
    """The code of a commit, in a folder."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
    return folder


@pytest.mark.parametrize("commit", os.environ.get("UPGRADE_FROM", "").split())
def test_old_code_works_on_the_tables_of_this_one(commit, tmp_path):
    """The older release makes a site; this one migrates it; the older one imports, renders anew,
    relates, cleans up, exports and serves; then this one finds nothing wrong."""
    site = Site(tmp_path / "site", f"sqlite:///{tmp_path}/site/site.sqlite3")
    site.folder.mkdir()
    old = Release(older_release(commit, tmp_path / "older"), site, DEBUG="1")
    new = Release(ROOT, site, DEBUG="1")
    old.run("migrate", "-v0")
    fixtures = old.folder / "fixtures"
    old.run("import_articles", fixtures / "learn" / "physics")
    new.run("migrate", "-v0")
    old.run("import_articles", fixtures)
    for command in ("render_articles --all", "fill_related", "tend_readership", "publish_due"):
        old.run(*command.split())
    old.run("export_articles", tmp_path / "exported")
    port = free_port()
    with ended([old.start(port, asks_for="/healthz")]):
        for path in ("/", "/learn", "/search?q=light", "/admin/login/", "/sitemap.xml"):
            assert status(f"http://127.0.0.1:{port}{path}") == 200
    new.run("doctor", "database", "migrations", "search", "renderings", "database-file")
