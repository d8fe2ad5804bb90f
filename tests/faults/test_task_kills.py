"""kill -9 of the worker at random moments of a delivery's import: each ends as if undisturbed."""

import json
import os
import time
from datetime import datetime
from random import Random

from tests.faults.deliveries import LIBRARY, deliver
from tests.faults.site import kill_session, wait_until
from tests.faults.test_kills import UNFINISHED, assert_equal, assert_whole, seeded

# Each is an import of its own, six seconds of CPU: who dies three times at one is not asked again.
KILLS = int(os.environ.get("TASK_KILLS", "1"))
EDITS = 100
FILES = LIBRARY // 2
TIMES = ("finished_at", "started_at")


def order(site, *words):
    outcome = site.run(*words, module="tests.faults.delivery")
    assert outcome.status == 0, outcome.stderr
    return json.loads(outcome.stdout)


def work_off(site):
    outcome = site.run("run_tasks", "--until-empty")
    assert outcome.status == 0, outcome.stderr


def test_an_import_whose_worker_is_killed_ends_as_if_undisturbed(make_site, tmp_path):
    """Over articles that an editor has changed: overwritten ones, merges, conflicts, held files."""
    rng: Random = seeded()
    approved = make_site("approved")
    approved.variables["DELIVERIES_DIR"] = str(tmp_path)
    approved.import_(deliver(tmp_path / "before", range(FILES)))
    approved.run("settle", 4, EDITS, module="tests.faults.editor")
    deliver(tmp_path / "week", range(FILES), week=1)
    order(approved, "bring", "week")
    work_off(approved)
    assert order(approved, "approve")["deliveries"][0]["counts"]["held"]

    def copy(name):
        made = make_site(name, like=approved)
        made.variables |= approved.variables
        return made

    undisturbed = copy("undisturbed")
    began = time.monotonic()
    work_off(undisturbed)
    seconds = time.monotonic() - began
    wanted = outcome_of(undisturbed)
    seconds_of_writing = wanted.pop("seconds")
    hits = 0
    for number in range(KILLS):
        site = copy(f"killed-{number}")
        process = site.start("run_tasks", "--until-empty")
        if (number + 1) % 3:
            wait_until(lambda: site.number(UNFINISHED), "the import begins")  # noqa: B023
            time.sleep(rng.uniform(0, 0.6 * seconds_of_writing))
        else:
            time.sleep(rng.uniform(0, seconds))
        kill_session(process)
        assert_whole(site)
        hits += site.number(UNFINISHED)
        work_off(site)
        found = outcome_of(site)
        found.pop("seconds")
        assert_equal(found.pop("snapshot"), wanted["snapshot"])
        assert found == {name: wanted[name] for name in found}
    print(f"{hits} of {KILLS} kills met an import that was writing")  # noqa: T201 - a figure


def outcome_of(site):
    """What a site has come to, without what differs by a kill."""
    found = order(site, "state")
    assert all(task.pop("kills") <= 1 for task in found["tasks"])
    for task in found["tasks"]:
        del task["sentence"]  # of relating: what the last attempt found left to do
    for run in found["imports"]:
        ended, began = (datetime.fromisoformat(run.pop(name)) for name in TIMES)
        found["seconds"] = (ended - began).total_seconds()
    assert [run["state"] for run in found["imports"]] == ["finished"] * 2
    assert found["deliveries"][0]["state"] == "applied"
    return found
