"""The server under signals."""

import os
import re
import select
import signal
import socket
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from tests.faults.load import under_load
from tests.faults.server import answer, served, started, status, workers_of
from tests.faults.site import PATIENCE_SECONDS, wait_until

TOKEN = "a token that nobody guesses"


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
def test_a_killed_worker_costs_the_requests_that_it_was_answering_and_no_other(library, workers):
    """Killed three times, the second time as soon as another has taken its place."""
    with served(library.site, workers=workers) as server:
        with under_load(f"{server.url}/healthz", clients=4) as load:
            for _ in range(3):
                is_answered_again(load)
                held, killed = half_sent(server, library.keys[0])
                os.kill(killed, signal.SIGKILL)
                assert is_cut(held)
                wait_until(
                    lambda gone=killed: (
                        gone not in workers_of(server) and len(workers_of(server)) == workers
                    ),
                    "another worker",
                )
            is_answered_again(load)
        assert server.process.poll() is None
        assert set(load.statuses) <= {200, 0}
        assert load.statuses[0] <= 3 * 4


def half_sent(server, key):
    """A vote on an article that waits for its second half, and the worker that has taken it: the
    one that holds the other end of its connection (proc(5))."""
    address = urlsplit(server.url)
    held = socket.create_connection((address.hostname, address.port), timeout=PATIENCE_SECONDS)
    # Of this site, or it is refused before its second half is waited for.
    words = (
        f"POST /feedback/{key} HTTP/1.1",
        f"Host: {address.netloc}",
        f"Origin: {server.url}",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 11",
        "",
        "helpful",
    )
    held.sendall("\r\n".join(words).encode())
    ends = f":{address.port:04X}", f":{held.getsockname()[1]:04X}"
    found = []

    def is_taken():
        if select.select([held], [], [], 0)[0]:
            pytest.fail(f"answered before it was whole: {held.recv(1_000)!r}")
        rows = map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
        inodes = [row[9] for row in rows if (row[1][8:], row[2][8:]) == ends]
        names = {f"socket:[{inode}]" for inode in inodes}
        found.extend(pid for pid in workers_of(server) if names & opened_by(pid))
        return bool(found)

    wait_until(is_taken, "a worker that takes the request")
    return held, found[0]


def opened_by(pid):
    names = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            names.add(str(file.readlink()))
    return names


def is_cut(held):
    """Whether its connection ends without an answer."""
    with held:
        try:
            return held.recv(1) == b""
        except ConnectionResetError:
            return True


def is_answered_again(load):
    before = load.statuses[200]
    wait_until(lambda: load.statuses[200] > before + 20, "answers")


def test_all_workers_killed_at_once_are_replaced(make_site):
    with served(make_site("server"), workers=4) as server:
        for worker in workers_of(server):
            os.kill(worker, signal.SIGKILL)
        assert status(f"{server.url}/healthz") == 200
        wait_until(lambda: len(workers_of(server)) == 4, "the workers")


def test_a_killed_task_worker_is_replaced_and_ends_with_the_server(make_site):
    """By SIGTERM, and where the server itself is killed."""
    site = make_site("server")
    for signal_of_end in (signal.SIGTERM, signal.SIGKILL):
        with started(site, workers=1, TASK_WORKERS="1") as server:
            wait_until(lambda: task_workers_of(server), "the worker")
            (killed,) = task_workers_of(server)
            os.kill(killed, signal.SIGKILL)
            wait_until(
                lambda gone=killed: set(task_workers_of(server)) - {gone},
                "another worker",
            )
            (worker,) = task_workers_of(server)
            server.process.send_signal(signal_of_end)
            server.process.wait(timeout=PATIENCE_SECONDS)
            wait_until(lambda: not _is_running(worker), "its end")  # noqa: B023


def _is_running(pid):
    """False also of a zombie that nobody waits for, which has no words any more (proc(5))."""
    with suppress(OSError):
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    return False


def task_workers_of(server):
    """The processes that do long work for a server, each of which a thread of it has started."""
    found = []
    for listed in Path(f"/proc/{server.process.pid}/task").glob("*/children"):
        for child in listed.read_text().split():
            with suppress(OSError):
                if b"run_tasks" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def test_a_server_whose_site_cannot_be_loaded_ends(make_site):
    with started(make_site("server"), DATABASE_URL="nonsense") as server:
        assert server.process.wait(timeout=PATIENCE_SECONDS) == 1


class Readers:
    """Readers on connections of their own, each of which asks again soon after its answer. A
    connection that is refused is one that a balancer gives to another machine; a request that was
    sent and has no answer is lost."""

    def __init__(self, server, paths, count):
        self.address = urlsplit(server.url)
        self.paths = paths
        self.answered = self.lost = 0
        self.is_over = Event()
        self.threads = [Thread(target=self.read, args=(number,)) for number in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def read(self, number):
        address = (self.address.hostname, self.address.port)
        while not self.is_over.wait(0.005):
            number += 1
            path = self.paths[number % len(self.paths)]
            words = f"GET {path} HTTP/1.1\r\nHost: {self.address.netloc}\r\n\r\n".encode()
            with socket.socket() as connection:
                try:
                    # In one call: whoever has connected and not yet sent a word has asked nothing,
                    # and a server that ends closes upon him (tcp(7), MSG_FASTOPEN).
                    connection.sendto(words, socket.MSG_FASTOPEN, address)
                except OSError:
                    return
                is_answered = self._is_answered(connection)
            self.answered += is_answered
            self.lost += not is_answered

    def _is_answered(self, connection):
        try:
            response = HTTPResponse(connection)
            response.begin()
            return response.status == 200 and bool(response.read())
        except (OSError, HTTPException):
            return False


def readers_of(server, library):
    """Stored pages, pages that are made each time, and one that takes its time."""
    return Readers(server, [*library.paths[:3], "/search?q=light", "/sitemap.xml"], 8)


def test_a_server_that_is_ended_under_load_loses_no_request(library):
    with started(library.site, workers=2) as server:
        wait_until(lambda: status(f"{server.url}/healthz") == 200, "the server")
        with readers_of(server, library) as readers:
            wait_until(lambda: readers.answered > 200, "answers")
            server.process.terminate()
            server.process.wait(timeout=PATIENCE_SECONDS)
        assert readers.lost == 0, f"{readers.lost} of {readers.answered}"


def test_workers_that_are_replaced_under_load_lose_no_request(library):
    with served(library.site, workers=2) as server:
        before = workers_of(server)
        with readers_of(server, library) as readers:
            wait_until(lambda: readers.answered > 100, "answers")
            server.process.send_signal(signal.SIGHUP)
            wait_until(
                lambda: len(workers_of(server)) == 2 and not {*before} & {*workers_of(server)},
                "new workers",
            )
            answered = readers.answered
            wait_until(lambda: readers.answered > answered + 100, "answers of theirs")
        assert readers.lost == 0, f"{readers.lost} of {readers.answered}"


def test_metrics_are_those_of_all_workers_and_outlast_a_killed_one(library):
    with served(library.site, workers=2, METRICS_TOKEN=TOKEN) as server:
        for number in range(60):
            assert status(server.url + library.paths[number % 3]) == 200
        assert articles_counted(server) == 60
        killed = workers_of(server)[0]
        os.kill(killed, signal.SIGKILL)
        wait_until(
            lambda: killed not in workers_of(server) and len(workers_of(server)) == 2, "another"
        )
        assert articles_counted(server) == 60
        assert status(server.url + library.paths[0]) == 200
        assert articles_counted(server) == 61


def articles_counted(server):
    text = answer(f"{server.url}/metrics", Authorization=f"Bearer {TOKEN}").text
    pattern = r'^qtsite_request_seconds_count\{[^}]*kind="article"[^}]*\} (\S+)'
    return sum(map(float, re.findall(pattern, text, re.MULTILINE)))
