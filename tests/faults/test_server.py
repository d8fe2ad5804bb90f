"""The server under signals."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.load import under_load
from tests.faults.server import served, started, status, workers_of
from tests.faults.site import PATIENCE_SECONDS, wait_until


def workers_that_end(parent):
    """The children of a process for which SIGTERM does what the system does with it."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [child for child in children if not _is_caught(child, signal.SIGTERM)]


def _is_caught(pid, number):
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (number - 1) & 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_ended_while_its_workers_start_ends(make_site, number):
    with started(make_site("server")) as server:
        wait_until(lambda: len(workers_that_end(server.process.pid)) == 2, "the workers")
        server.process.send_signal(number)
        server.process.wait(timeout=PATIENCE_SECONDS)


@pytest.mark.parametrize("workers", [1, 4])
def test_a_killed_worker_costs_the_requests_that_it_was_answering_and_no_other(make_site, workers):
    """Killed three times, the second time as soon as another has taken its place."""
    with served(make_site("server"), workers=workers) as server:
        with under_load(f"{server.url}/healthz", clients=4) as load:
            for _ in range(3):
                is_answered_again(load)
                killed = workers_of(server)[0]
                os.kill(killed, signal.SIGKILL)
                wait_until(
                    lambda gone=killed: (
                        gone not in workers_of(server) and len(workers_of(server)) == workers
                    ),
                    "another worker",
                )
            is_answered_again(load)
        assert server.process.poll() is None
        assert set(load.statuses) == {200, 0}
        assert 1 <= load.statuses[0] <= 3 * 4


def is_answered_again(load):
    before = load.statuses[200]
    wait_until(lambda: load.statuses[200] > before + 20, "answers")


def test_all_workers_killed_at_once_are_replaced(make_site):
    with served(make_site("server"), workers=4) as server:
        for worker in workers_of(server):
            os.kill(worker, signal.SIGKILL)
        assert status(f"{server.url}/healthz") == 200
        wait_until(lambda: len(workers_of(server)) == 4, "the workers")


def test_a_server_whose_site_cannot_be_loaded_ends(make_site):
    with started(make_site("server"), DATABASE_URL="nonsense") as server:
        assert server.process.wait(timeout=PATIENCE_SECONDS) == 1
