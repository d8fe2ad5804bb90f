"""kill -9 at random moments of an import: the next run makes the database what it should be."""

import os
import signal
import time
from random import Random

from tests.faults.deliveries import LIBRARY, deliver, is_twin
from tests.faults.site import (
    ARTICLES,
    BEHIND_THE_TEST,
    finish,
    kill_session,
    session_of,
    wait_until,
)

SEED = int(os.environ.get("FAULTS_SEED", "4"))
KILLS = int(os.environ.get("FAULTS_KILLS", "25"))
EDITS = 150

# What holds at any moment, in the middle of a first import, too.
HALVES = {
    "articles without a rendering": "SELECT count(*) FROM articles_article a WHERE NOT EXISTS"
    " (SELECT 1 FROM articles_rendering r WHERE r.article_id = a.id)",
    "articles without a file": "SELECT count(*) FROM articles_article a WHERE NOT EXISTS"
    " (SELECT 1 FROM articles_sourcefile f WHERE f.article_id = a.id)",
    "articles without their related questions": "SELECT count(*) FROM articles_article a WHERE"
    " NOT EXISTS (SELECT 1 FROM articles_related r WHERE r.article_id = a.id)",
    "versions without a revision": "SELECT count(*) FROM articles_article a WHERE version - 1 <>"
    " (SELECT count(*) FROM articles_revision r WHERE r.article_id = a.id)",
}
RUNS = "SELECT count(*) FROM articles_importrun"
UNFINISHED = f"{RUNS} WHERE state = 'running'"


def test_a_first_import_that_is_killed_25_times_ends_as_if_undisturbed(make_site, tmp_path):
    rng = seeded()
    undisturbed, site = make_site("undisturbed"), make_site("killed")
    kill_and_compare(site, undisturbed, tmp_path, rng, week=0)


def test_a_delivery_over_edited_articles_killed_25_times_ends_as_if_undisturbed(
    make_site, tmp_path
):
    """Kills hit overwritten articles, merges, conflicts and held replacements."""
    rng = seeded()
    undisturbed = make_site("undisturbed")
    undisturbed.import_(deliver(tmp_path / "before", range(LIBRARY)))
    undisturbed.run("settle", SEED, EDITS, module="tests.faults.editor")
    site = make_site("killed", like=undisturbed)
    kill_and_compare(site, undisturbed, tmp_path, rng, week=1)


def seeded():
    print(f"FAULTS_SEED={SEED}")  # noqa: T201 - shown where the test fails
    return Random(SEED)


def kill_and_compare(site, undisturbed, tmp_path, rng, *, week):
    whole = deliver(tmp_path / "whole", range(LIBRARY), week=week)
    (whole / "physics" / "broken.md").write_bytes(b"---\ntitle: [unclosed\n---\n")
    # A delivery that grows before each run, so that no kill finds the work done. The twins come
    # first: in a later delivery they would rightly be found to stand elsewhere.
    growing = deliver(tmp_path / "growing", filter(is_twin, range(LIBRARY)), week=week)
    for part in range(KILLS):
        deliver(growing, range(part, LIBRARY, KILLS), week=week)
        kill_an_import(site, growing, rng)
        assert_whole(site)
    for outcome in [undisturbed.import_(whole), site.import_(whole)]:
        assert outcome.status == 1
        assert "broken.md, line 2: has YAML that cannot be read" in outcome.stderr
    assert_equal(site.snapshot(), undisturbed.snapshot())


def kill_an_import(site, folder, rng):
    """Run imports until one is killed while it is at work, with everything that it started."""
    longest = 0.4
    killed = site.number(UNFINISHED)
    while site.number(UNFINISHED) == killed:
        process = start_import(site, folder)
        time.sleep(rng.uniform(0, longest))
        kill_session(process)
        longest *= 0.7  # where it had ended already


def start_import(site, folder):
    """Start an import; return when it has begun to write."""
    before = site.number(RUNS)
    process = site.start("import_articles", folder, "--workers", 2)
    with site.connection() as connection:
        wait_until(
            lambda: connection.execute(RUNS).fetchone()[0] > before or process.poll() is not None,
            "the import begins",
        )
    return process


def assert_whole(site):
    with site.connection() as connection:
        halves = {what: connection.execute(query).fetchone()[0] for what, query in HALVES.items()}
    assert not any(halves.values()), halves


def assert_equal(found, wanted):
    """Piece by piece, so that a failure names the article and not two thousand."""
    assert found["broken"] == wanted["broken"] == []
    assert found["unsettled"] == wanted["unsettled"] == 0
    assert found["articles"].keys() == wanted["articles"].keys()
    for path, article in wanted["articles"].items():
        assert found["articles"][path] == article, path
    assert found == wanted


def test_the_workers_end_with_a_parent_that_is_killed(site, tmp_path):
    process = site.start("import_articles", deliver(tmp_path / "d", range(LIBRARY)), "--workers", 2)
    try:
        wait_until(
            lambda: sum("spawn_main" in words for words in session_of(process)) == 2,
            "two workers are at work",
        )
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_until(lambda: not session_of(process), "the workers end")
    finally:
        kill_session(process)


def test_an_interrupt_leaves_whole_articles_and_says_so(site, tmp_path):
    folder = deliver(tmp_path / "d", range(LIBRARY))
    # What a shell starts in the background ignores interrupts, and so does what that starts.
    prefix = ("env", "--default-signal=INT", *BEHIND_THE_TEST)
    process = site.start("import_articles", folder, "--workers", 2, prefix=prefix)
    wait_until(lambda: site.number(ARTICLES) > 0, "a batch")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers, too
    outcome = finish(process)
    assert outcome.status == 130
    assert "Interrupted. What was written is whole" in outcome.stderr
    assert_whole(site)
    assert site.import_(folder).counts["failed"] == 0
