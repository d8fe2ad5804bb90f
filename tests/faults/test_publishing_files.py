"""kill -9 at random moments of a publication, and a publication that follows an import: in the end
the folder is what an undisturbed one would be."""

import os
import time
from random import Random

import pytest

from tests.faults.deliveries import deliver
from tests.faults.site import finish, kill_session, wait_until

SEED = int(os.environ.get("FAULTS_SEED", "4"))
KILLS = 2
# Enough for worker processes.
ARTICLES = 60


@pytest.fixture
def site(make_site, tmp_path):
    """A site with articles and a static file."""
    made = make_site("site")
    made.variables["DEBUG"] = "1"
    (made.folder / "static").mkdir()
    (made.folder / "static" / "one.css").write_text("/* one */")
    assert made.import_(deliver(tmp_path / "week-0", range(ARTICLES))).status == 0
    return made


def files_of(folder):
    """{name: bytes} of what is served; nothing where a file goes meanwhile."""
    public = folder / "public"
    files = (file for file in public.rglob("*") if file.is_file())
    try:
        return {file.relative_to(public).as_posix(): file.read_bytes() for file in files}
    except FileNotFoundError:
        return {}


def publish(site, folder, *options):
    outcome = site.run("publish_static", folder, *options)
    assert outcome.status == 0, outcome.stderr
    return outcome


def undisturbed(site, tmp_path):
    publish(site, tmp_path / "undisturbed")
    return files_of(tmp_path / "undisturbed")


def test_a_publication_that_is_killed_goes_on_and_ends_as_if_undisturbed(site, tmp_path):
    rng = Random(SEED)
    folder = tmp_path / "published"
    began = time.monotonic()
    expected = undisturbed(site, tmp_path)
    seconds = time.monotonic() - began
    for _ in range(KILLS):
        process = site.start("publish_static", folder, "--workers", 2)
        time.sleep(rng.uniform(0.3, 0.9) * seconds)
        kill_session(process)
    publish(site, folder)
    assert files_of(folder) == expected
    assert "Nothing has changed." in publish(site, folder).stdout


def test_a_publication_that_watches_follows_an_import(site, tmp_path):
    folder = tmp_path / "published"
    process = site.start("publish_static", folder, "--watch")
    try:
        wait_until(lambda: (folder / "nginx" / "maps.conf").exists(), "the first run")
        assert site.import_(deliver(tmp_path / "week-1", range(ARTICLES + 20), week=1)).status == 0
        expected = undisturbed(site, tmp_path)
        wait_until(lambda: files_of(folder) == expected, "what has changed")
        other = site.run("publish_static", folder)
        assert other.status == 1
        assert "Another process is publishing" in other.stderr
    finally:
        process.terminate()
        finish(process)
