"""kill -9 at random moments of an import: the next run makes the database what it should be."""

import os
import signal
import time
from random import Random

from tests.faults.deliveries import LIBRARY, deliver
from tests.faults.site import finish, kill_session, session_of, wait_until

SEED = int(os.environ.get("FAULTS_SEED", "4"))
KILLS_A_PHASE = 25
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
ARTICLES = "SELECT count(*) FROM articles_article"


def test_after_fifty_kills_a_clean_run_gives_the_undisturbed_database(make_site, tmp_path):
    print(f"FAULTS_SEED={SEED}")  # noqa: T201 - shown where the test fails
    rng = Random(SEED)
    undisturbed, site = make_site("undisturbed"), make_site("killed")
    for week in (0, 1):
        whole = deliver(tmp_path / f"whole-{week}", range(LIBRARY), week=week)
        (whole / "physics" / "broken.md").write_bytes(b"---\ntitle: [unclosed\n---\n")
        # A delivery that grows before each run, so that no kill finds the work done.
        growing = tmp_path / f"growing-{week}"
        for part in range(KILLS_A_PHASE):
            numbers = range(part, LIBRARY, KILLS_A_PHASE)
            deliver(growing, numbers, week=week)
            kill_an_import(site, growing, rng)
            assert_whole(site)
        outcomes = [undisturbed.import_(whole), site.import_(whole)]
        for outcome in outcomes:
            assert outcome.status == 1
            assert "broken.md, line 3: has YAML that cannot be read" in outcome.stderr
        assert_equal(site.snapshot(), undisturbed.snapshot())
        if week == 0:
            for each in (site, undisturbed):
                each.run("settle", SEED, EDITS, module="tests.faults.editor")
    assert site.number(f"{RUNS} WHERE state = 'running'") == 2 * KILLS_A_PHASE


def kill_an_import(site, folder, rng):
    """Run imports until one is killed while it is at work, with everything that it started."""
    longest = 1.0
    while True:
        before = site.number(RUNS)
        process = site.start("import_articles", folder, "--workers", 2)
        with site.connection() as connection:
            wait_until(
                lambda: (
                    connection.execute(RUNS).fetchone()[0] > before  # noqa: B023
                    or process.poll() is not None  # noqa: B023
                ),
                "the import begins",
            )
        time.sleep(rng.uniform(0, longest))
        kill_session(process)
        if process.returncode == -signal.SIGKILL:
            return
        longest /= 2


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
    process = site.start("import_articles", folder, "--workers", 2)
    wait_until(lambda: site.number(ARTICLES) > 0, "a batch")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers, too
    outcome = finish(process)
    assert outcome.status == 130
    assert "Interrupted. What was written is whole" in outcome.stderr
    assert_whole(site)
    assert site.import_(folder).counts["failed"] == 0
