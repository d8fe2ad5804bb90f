"""kill -9 of the worker at random moments of a delivery's import: each ends as if undisturbed."""

import json
import os
import time
from random import Random

from tests.faults.deliveries import LIBRARY, deliver
from tests.faults.site import kill_session
from tests.faults.test_kills import assert_equal, assert_whole, seeded

# Each is an import of its own: who dies three times at one is not asked again.
KILLS = int(os.environ.get("FAULTS_KILLS", "20"))
EDITS = 100
FILES = LIBRARY // 2


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
    wanted = undisturbed.snapshot(), order(undisturbed, "state")
    hits = 0
    for number in range(KILLS):
        site = copy(f"killed-{number}")
        process = site.start("run_tasks", "--until-empty")
        time.sleep(rng.uniform(0.2, 0.95) * seconds)
        kill_session(process)
        assert_whole(site)
        left = order(site, "state")
        hits += any(run["state"] == "running" for run in left["imports"])
        work_off(site)
        assert_equal(site.snapshot(), wanted[0])
        found = order(site, "state")
        for task in found["tasks"]:
            assert task.pop("kills") <= 1
        assert [run["state"] for run in found["imports"]] == ["finished", "finished"]
        assert found["imports"] == wanted[1]["imports"]
        assert found["deliveries"] == wanted[1]["deliveries"]
    print(f"{hits} of {KILLS} kills met an import that was writing")  # noqa: T201 - a figure
