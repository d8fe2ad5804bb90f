"""Two imports at once, and an import while an editor saves: as if one had followed the other."""

import json
import os
import signal

from tests.faults.deliveries import LIBRARY, deliver, url_of
from tests.faults.site import (
    ARTICLES,
    BEHIND_THE_TEST,
    finish,
    kill_session,
    stop_between_batches,
    wait_until,
)
from tests.faults.test_kills import RUNS, assert_equal

# At hundreds, so that all of one text are in one delivery or in both (tests.faults.deliveries).
COUNT = 200
FIRST, SECOND = range(150), range(50, COUNT)


def at_once(site, *folders):
    """Import the folders in as many processes; return the outcomes."""
    processes = [site.start("import_articles", folder, "--workers", 2) for folder in folders]
    outcomes = [finish(process) for process in processes]
    for outcome in outcomes:
        assert outcome.status == 0, outcome.stderr
    return outcomes


def without_replaced(snapshot):
    """The second of two runs sets aside what the first has just written, which one after the other
    does not happen: the files are unchanged then."""
    return {**snapshot, "replaced": []}


def elected_anew(article):
    """Which of several equal texts is shown depends on all of them: where some came last from one
    delivery and some from the other, on neither alone."""
    findings = [one for one in article["findings"] if "same-text-elsewhere" not in one]
    settled = article["index_status"]
    status = "elected" if settled in ("indexable", "duplicate") else settled
    return {**article, "canonical": None, "index_status": status, "findings": findings}


def test_one_delivery_twice_at_once_is_imported_once(make_site, tmp_path):
    site, once = make_site("twice"), make_site("once")
    for week in (0, 1):
        folder = deliver(tmp_path / str(week), range(COUNT), week=week)
        assert once.import_(folder).status == 0
        outcomes = at_once(site, folder, folder)
        total = {"created": 0, "updated": 0, "conflict": 0, "held": 0, "failed": 0}
        for name in total:
            total[name] = sum(outcome.counts[name] for outcome in outcomes)
        changed = sum(n % 4 != 3 for n in range(COUNT))
        wanted = {"created": COUNT} if week == 0 else {"updated": changed}
        assert total == {**dict.fromkeys(total, 0), **wanted}
        assert_equal(without_replaced(site.snapshot()), without_replaced(once.snapshot()))


def test_overlapping_new_deliveries_at_once_are_the_union(make_site, tmp_path):
    site, once = make_site("overlapping"), make_site("once")
    once.import_(deliver(tmp_path / "all", range(COUNT)))
    # The second in the other order, so that the two meet head-on.
    backwards = deliver(tmp_path / "second" / "a", reversed(SECOND))
    at_once(site, deliver(tmp_path / "first", FIRST), backwards)
    assert_equal(without_replaced(site.snapshot()), without_replaced(once.snapshot()))


def test_overlapping_changes_at_once_end_as_one_after_the_other(make_site, tmp_path):
    """Each article is what it would be after one delivery and then the other, in either order:
    nobody edited anything, so nothing may be called a conflict."""
    base = make_site("base")
    base.import_(deliver(tmp_path / "base", range(COUNT)))
    one = deliver(tmp_path / "one", FIRST, week=1)
    other = deliver(tmp_path / "other", SECOND, week=2)
    orders = []
    for name, folders in {"forth": (one, other), "back": (other, one)}.items():
        site = make_site(name, like=base)
        for folder in folders:
            assert site.import_(folder).status == 0
        orders.append(site.snapshot())
    site = make_site("at-once", like=base)
    at_once(site, one, other)
    found = site.snapshot()
    assert found["broken"] == []
    assert found["unsettled"] == 0
    for number in range(COUNT):
        path = url_of(number)
        either = [elected_anew(order["articles"][path]) for order in orders]
        assert elected_anew(found["articles"][path]) in either, path


def test_an_import_that_another_overtook_and_that_died_is_settled_by_the_next(make_site, tmp_path):
    """The other one ends while the first still writes: what the first writes after that must not
    pass for looked at."""
    site, undisturbed = make_site("overtaken"), make_site("undisturbed")
    folder = deliver(tmp_path / "d", range(LIBRARY))
    small = deliver(tmp_path / "small", range(LIBRARY, LIBRARY + 5))
    for path in (folder, small):
        undisturbed.import_(path)
    process = site.start("import_articles", folder, "--workers", 2, prefix=BEHIND_THE_TEST)
    try:
        wait_until(lambda: site.number(ARTICLES) > 0, "a batch")
        stop_between_batches(site, process)
        written = site.number(ARTICLES)
        assert site.import_(small).status == 0
        os.killpg(process.pid, signal.SIGCONT)
        wait_until(lambda: site.number(ARTICLES) > written + 5, "another batch")
    finally:
        kill_session(process)
    assert process.returncode == -signal.SIGKILL
    assert site.import_(folder).status == 0
    assert_equal(site.snapshot(), undisturbed.snapshot())


def test_no_edit_is_lost_while_deliveries_are_imported(site, tmp_path):
    numbers = range(120)
    site.import_(deliver(tmp_path / "0", numbers))
    stop = tmp_path / "stop"
    editor = site.start("busy", 11, stop, module="tests.faults.editor")
    try:
        for week in (1, 2, 3):
            folder = deliver(tmp_path / str(week), numbers, week=week)
            outcome = site.import_(folder, "--workers", 2)
            assert outcome.status == 0, outcome.stderr
        stop.touch()
        outcome = finish(editor)
    finally:
        kill_session(editor)
    assert outcome.status == 0, outcome.stderr
    work = json.loads(outcome.stdout)
    assert work["failures"] == []
    assert len(work["edits"]) > 20
    snapshot = site.snapshot()
    assert snapshot["broken"] == []
    articles = {
        path.removeprefix("/learn/").replace("/questions/", "/") + ".md": article
        for path, article in snapshot["articles"].items()
    }
    # In a conflict the editor's word is live: every edit is in its article, whoever came first.
    lost = [
        (path, field, mark)
        for path, field, mark in work["edits"]
        if mark not in str(articles[path]["content"][field])
    ]
    assert lost == []
    assert site.number(RUNS) == 4
