"""The store that workers share is away while editors save, and comes back with what it had.

Redis hangs, is killed under load, and is started again with the pages that it held before: readers
see no error, at most a slower page, and nothing that a save has changed meanwhile.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager

import pytest
from redis import Redis

from tests.admin.page_forms import form_data
from tests.faults.desk import Desk, make_editor
from tests.faults.load import under_load
from tests.faults.server import answer, served, workers_of
from tests.faults.site import wait_until
from tests.free_ports import free_port

MARK = re.compile(r"Mark (\d+)\.")


class RedisServer:
    """One that keeps on disk what it holds when it is told to, and starts with that."""

    def __init__(self, folder):
        self.program = shutil.which("redis-server") or pytest.skip("redis-server is not installed")
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir"]
        self.process = subprocess.Popen(
            [self.program, *options, str(self.folder)], stdout=subprocess.DEVNULL
        )
        wait_until(self.is_there, "Redis")

    def is_there(self):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def keep(self):
        """Write to disk what it holds."""
        with Redis.from_url(self.url) as client:
            client.save()

    def stored(self, path):
        """The bytes that it has of a page, None where it has none."""
        with Redis.from_url(self.url) as client:
            return next((client.get(name) for name in client.scan_iter(f"*{path}")), None)

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def running(folder):
    redis = RedisServer(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()


def test_a_redis_that_hangs_dies_and_comes_back_with_old_pages(library, tmp_path):
    site, key, path = library.site, library.keys[0], library.paths[0]
    make_editor(site)
    with (
        running(tmp_path) as redis,
        served(site, workers=2, CACHE_URL=redis.url) as server,
    ):
        desk = Desk()
        desk.sign_in(server.url)
        form = f"{server.url}/admin/articles/article/{key}/change/"
        pages = [server.url + one for one in library.paths[:6]]

        def save(number):
            data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
            assert desk.send(form, data).status == 200

        def assert_shown(number):
            for _ in range(6):  # of each worker's pages
                given = answer(server.url + path)
                assert (given.status, MARK.search(given.text)[1]) == (200, str(number))

        def save_until_stored(number):
            """Save and read until the store has the page, for a busy machine's workers leave it
            alone for a while; return the last number."""
            before = redis.stored(path)
            while redis.stored(path) == before:
                number += 1
                save(number)
                assert_shown(number)
            return number

        number = save_until_stored(0)
        redis.keep()
        with under_load(*pages, f"{server.url}/learn", clients=2) as load:
            redis.process.send_signal(signal.SIGSTOP)
            save(number + 1)
            assert_shown(number + 1)
            redis.process.send_signal(signal.SIGCONT)
            assert_shown(number + 1)
            redis.kill()
            save(number + 2)
            assert_shown(number + 2)
            redis.start()
            assert redis.stored(path), "the page before two saves"
            assert_shown(number + 2)
        print(f"{len(load.seconds)} pages, the slowest in {load.percentile(1):.2f} s")  # noqa: T201
        assert set(load.statuses) == {200}
        assert load.percentile(0.95) < 1
        # New workers have nothing in their own memory: they ask the store.
        for worker in workers_of(server):
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(workers_of(server)) == 2, "other workers")
        assert_shown(number + 2)
        save_until_stored(number + 2)
