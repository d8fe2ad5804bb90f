"""The server under signals."""

import signal
from pathlib import Path

import pytest

from tests.faults.server import started
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
