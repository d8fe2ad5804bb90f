"""A bulk change through the desk while readers read: planned, run in the background, undone.

    python -m benchmarks.bulk_changes "the gathered information" "the information"
    python -m benchmarks.bulk_changes "in conclusion" "to conclude"

Works on the site of the environment (VAR_DIR, SQLite), whose database it changes and gives back:
use a copy, with the library imported and `fill_related` done. A server with one worker for pages
and one for tasks is started; four readers ask for article pages, twenty times a second together,
and an editor's session sends the forms of the desk. What all rows hold, but for numbers of versions
and histories, is a digest, taken before, behind the plan, behind the run and behind its undo.
Milliseconds are wall time at a reader's side.
"""

import argparse
import hashlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import connection  # noqa: E402

from articles.bulk_runs import tally_of  # noqa: E402
from articles.models import (  # noqa: E402
    Article,
    BulkRun,
    Conflict,
    Finding,
    Redirect,
    Related,
    Rendering,
)
from benchmarks.side_by_side.measurement import cpu_seconds  # noqa: E402
from benchmarks.side_by_side.servers import Server, running  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SEED, READERS, A_SECOND, PAGES, IDLE_SECONDS = 5, 4, 20, 400, 20
EDITOR, PASSWORD = "bench-bulk", "correct horse battery"
# What an undo makes anew are the keys of rows.
_NOT_COMPARED = {Article: {"version"}, Finding: {"id"}, Related: {"id"}, Conflict: {"id"}}


def digest() -> str:
    """Return a digest of all that the articles hold, and of what hangs on them."""
    total = hashlib.blake2b(digest_size=16)
    for model in (Article, Related, Rendering, Redirect, Finding, Conflict):
        left_out = _NOT_COMPARED.get(model, set())
        names = [field.attname for field in model._meta.fields if field.attname not in left_out]
        rows = model.objects.order_by().values_list(*names).iterator(chunk_size=2_000)
        lines = sorted(
            hashlib.blake2b(json.dumps(row, default=str).encode(), digest_size=16).digest()
            for row in rows
        )
        total.update(b"".join(lines))
    connection.close()
    return total.hexdigest()


class Readers:
    """Readers who ask for pages at a steady pace, each over a connection of its own."""

    def __init__(self, server: Server, paths: list[str]) -> None:
        self._port, self._session, self._paths = server.port, server.session, paths
        self._is_over = threading.Event()
        self._times: list[float] = []
        self._threads = [
            threading.Thread(target=self._read, args=(number,)) for number in range(READERS)
        ]
        self.failed = 0
        for thread in self._threads:
            thread.start()

    def during(self, act: Callable[[], object]) -> tuple[float, float, list[float]]:
        """Return how many seconds something took, how many of CPU all processes of the server used
        meanwhile, and the milliseconds of what was read."""
        self._times.clear()
        begun, used = time.perf_counter(), cpu_seconds(self._session)
        act()
        seconds = time.perf_counter() - begun
        return seconds, cpu_seconds(self._session) - used, list(self._times)

    def end(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        rng, pause = Random(SEED + number), READERS / A_SECOND
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        while not self._is_over.wait(pause * rng.uniform(0.5, 1.5)):
            begun = time.perf_counter()
            try:
                asked.request("GET", rng.choice(self._paths))
                answer = asked.getresponse()
                answer.read()
                self.failed += answer.status != 200
            except (OSError, http.client.HTTPException):
                self.failed += 1
                asked.close()
            self._times.append((time.perf_counter() - begun) * 1000)


class Desk:
    """An editor's session: forms are sent to the server as a browser does."""

    def __init__(self, port: int) -> None:
        self._port, self._cookies = port, {}
        page = self.get("/admin/login/")
        values = {"username": EDITOR, "password": PASSWORD, "next": "/admin/"}
        self.post("/admin/login/", values, page)

    def get(self, path: str) -> str:
        return self._ask("GET", path)[1]

    def post(self, path: str, values: dict, page: str = "") -> str:
        """Send a form, and return where that leads to."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page or self.get(path))[1]
        body = urlencode({**values, "csrfmiddlewaretoken": token}, doseq=True)
        return self._ask("POST", path, body)[0]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asked.request(method, path, body, headers)
        answer = asked.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode()
        asked.close()
        if answer.status >= 400:
            sys.exit(f"{method} {path}: {answer.status}")
        return answer.headers.get("Location", ""), text


@contextmanager
def site() -> Iterator[Server]:
    """The site of the environment, with one worker for pages and one for tasks."""
    port = 8_953
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PORT": str(port),
        "WORKERS": "1",
        "TASK_WORKERS": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "REQUIRE_SECOND_FACTOR": "0",
        "DEBUG": "0",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "qtsite.server"]
        with running(command, environment, Path(folder), port) as server:
            yield server


def choose(desk: Desk) -> str:
    """Select the whole library in the list of the desk."""
    path = "/admin/articles/article/"
    first = Article.objects.order_by("pk").values_list("pk", flat=True)[0]
    connection.close()
    values = {"action": "change_selected", "select_across": "1", "_selected_action": first}
    return desk.post(path, values)


def wait_for(run: BulkRun, state: str) -> None:
    while True:
        run.refresh_from_db()
        if run.state == state:
            break
        time.sleep(0.2)
    connection.close()


def shown(times: list[float]) -> str:
    if len(times) < 2:
        return f"{len(times)} pages"
    cuts = statistics.quantiles(times, n=100)
    return f"{len(times):,} pages, p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("search")
    parser.add_argument("replacement")
    given = parser.parse_args()
    get_user_model().objects.update_or_create(
        username=EDITOR,
        defaults={"is_staff": True, "is_superuser": True, "password": make_password(PASSWORD)},
    )
    addresses = list(Article.objects.live().select_related("subject").only("slug", "subject__slug"))
    paths = [one.get_absolute_url() for one in Random(SEED).sample(addresses, PAGES)]
    before = digest()
    print(
        f"{len(addresses):,} articles in {settings.DATABASES['default']['ENGINE'].split('.')[-1]}"
    )
    with site() as server:
        readers, desk = Readers(server, paths), Desk(server.port)
        try:
            measure(given, desk, readers, before)
        finally:
            readers.end()
        print(f"{readers.failed} of the readers' requests failed")


def measure(given: argparse.Namespace, desk: Desk, readers: Readers, before: str) -> None:
    readers.during(lambda: time.sleep(5))
    tell("nobody edits", readers.during(lambda: time.sleep(IDLE_SECONDS)))
    found: dict[str, str] = {}

    def plan() -> None:
        found["url"] = choose(desk)
        order = {"do": "order", "kind": "replace", "search": given.search}
        order |= {
            "replacement": given.replacement,
            "fields_searched": "answer",
            "keeps_capital": "on",
        }
        desk.post(found["url"], order)
        wait_for(BulkRun.objects.latest("pk"), BulkRun.State.PLANNED)

    tell("chosen and planned", readers.during(plan))
    run = BulkRun.objects.latest("pk")
    number = tally_of(run).waiting
    print(f"{'':24}{run.total:,} chosen, {number:,} to change")
    said("after the plan", digest() == before, "nothing is written")

    def change() -> None:
        desk.post(found["url"], {"do": "run", "number": number})
        wait_for(run, BulkRun.State.FINISHED)

    tell(f"run over {number:,}", readers.during(change))
    print(f"{'':24}{tally_of(run).done:,} done")
    said("after the run", digest() != before, "rows have changed")

    def undo() -> None:
        desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"})
        wait_for(run, BulkRun.State.UNDONE)

    tell(f"undo of {number:,}", readers.during(undo))
    print(f"{'':24}{tally_of(run).undone:,} undone")
    said("after the undo", digest() == before, "all rows as before")


def tell(label: str, measured: tuple[float, float, list[float]]) -> None:
    seconds, used, times = measured
    print(f"{label:24}{seconds:>8.1f} s, {used:.1f} s of CPU   {shown(times)}")


def said(when: str, is_so: bool, what: str) -> None:
    print(f"{when:24}{what if is_so else f'NOT SO: {what}'}")


if __name__ == "__main__":
    main()
