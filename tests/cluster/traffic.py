"""Editors who save articles and readers who read them through nginx, and what each of them met.

Two editors are at the desk, one article each; most of the edits are a third one's, by the
publishing functions (tests/cluster/writer.py). An edit puts a mark with a number into an answer. It
is acknowledged when the desk has answered with the article's list, or the function has returned,
and until then the editor sends it again. A read is stale if it shows a lower number than one that
was acknowledged before the read began, as in tests/faults/test_stored_answers.py. A write is lost
if its mark is neither in the article nor in any of its revisions.
"""

import re
import subprocess
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter
from threading import Event, Lock

import psycopg

from articles.core.source.compression import unpack
from tests.admin.page_forms import form_data
from tests.cluster.programs import ROOT
from tests.faults.desk import Desk
from tests.faults.server import answer

MARK = re.compile(r"Mark (\d+)\.")
# Between two tries of an editor whose save was not taken: a person takes longer.
PAUSE_SECONDS = 0.2
# A site that is slow is watched, not overrun.
BETWEEN_READS_SECONDS = 0.01
SEARCHES = count()


@dataclass(slots=True)
class Page:
    """An article that one editor edits: what has been acknowledged of it, and when."""

    path: str
    key: int
    saved: list[tuple[float, int]] = field(default_factory=lambda: [(0.0, 0)])

    def acknowledged_at(self, moment: float) -> int:
        return self.saved[bisect_right(self.saved, moment, key=itemgetter(0)) - 1][1]


@dataclass(slots=True)
class Tally:
    """What editors and readers met."""

    acknowledged: int = 0
    # Refused with a sentence and the text in the form; cut: no answer, or one of nginx.
    refused: int = 0
    cut: int = 0
    # By the publishing functions: an exception, and the save made again.
    raised: int = 0
    reads: Counter = field(default_factory=Counter)
    # Reads that were answered: the page, the address, when it began, the mark that was shown.
    shown: list[tuple[Page, str, float, int]] = field(default_factory=list)
    slowest_edit_seconds: float = 0.0
    slowest_read_seconds: float = 0.0

    def stale(self) -> list[tuple[str, int, int]]:
        """The address, the mark and the one that had been acknowledged. When all is over: what the
        process acknowledges is known here a moment later."""
        found = [
            (address, mark, page.acknowledged_at(began))
            for page, address, began, mark in self.shown
        ]
        return [(address, mark, known) for address, mark, known in found if mark < known]

    @property
    def failed_reads(self) -> int:
        return sum(number for status, number in self.reads.items() if status != 200)


class Traffic:
    """Two editors at the desk and one without, and readers of their articles and of searches. The
    last of the pages is that of the one without, whose process gets `environment`."""

    def __init__(
        self, url: str, pages: list[Page], desks: list[Desk], environment: Mapping[str, str]
    ) -> None:
        self.url, self.pages, self.desks = url, pages, desks
        self.environment = environment
        self.tally = Tally()
        self._lock = Lock()
        self._over = Event()

    def run(self, edits: int, readers: int, between: Callable[[], None]) -> Tally:
        """Make so many edits, a tenth of them at the desk, while readers read; meanwhile call
        `between`, and return the tally when the edits are made and it has returned."""
        at_desk = max(1, edits // 20)
        with ThreadPoolExecutor(readers + len(self.pages) + 1) as pool:
            reading = [pool.submit(self._read, number) for number in range(readers)]
            fault = pool.submit(between)
            *desk_pages, last = self.pages
            editing = [
                pool.submit(self._edit, page, desk, at_desk, fault)
                for page, desk in zip(desk_pages, self.desks, strict=True)
            ]
            editing.append(pool.submit(self._write, last, edits - 2 * at_desk, fault))
            try:
                for each in editing:
                    each.result()
                fault.result()
            finally:
                self._over.set()
            for each in reading:
                each.result()
        return self.tally

    def _write(self, page: Page, edits: int, fault: Future) -> None:
        """The edits of a process of its own; it goes on until the fault is over."""
        start = page.saved[-1][1]
        command = [sys.executable, "-m", "tests.cluster.writer", page.key, start, edits]
        with subprocess.Popen(
            [*map(str, command)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            fault.add_done_callback(lambda _: process.stdin.close())
            for line in process.stdout:
                kind, *rest = line.split()
                with self._lock:
                    if kind == "saved":
                        page.saved.append((float(rest[1]), int(rest[0])))
                        self.tally.acknowledged += 1
                    else:
                        self.tally.raised += 1
        assert process.returncode == 0

    def _edit(self, page: Page, desk: Desk, edits: int, fault: Future) -> None:
        """So many edits, and more until the fault is over."""
        form = f"{self.url}/admin/articles/article/{page.key}/change/"
        last = page.saved[-1][1]
        for number in count(last + 1):
            if number > last + edits and fault.done():
                return
            while not self._save(desk, form, f"Mark {number}."):
                time.sleep(PAUSE_SECONDS)
            page.saved.append((time.monotonic(), number))
            with self._lock:
                self.tally.acknowledged += 1

    def _save(self, desk: Desk, form: str, text: str) -> bool:
        """Open the form and send it with other words; return whether that was acknowledged."""
        began = time.monotonic()
        try:
            given = desk.get(form)
            has_text = True  # nothing has been typed
            if given.status == 200:
                given = desk.send(form, form_data(given.html) | {"answer": text})
                has_text = text in given.html
            status, html = given.status, given.html
        except OSError:
            status, html, has_text = 0, "", False
        with self._lock:
            seconds = time.monotonic() - began
            self.tally.slowest_edit_seconds = max(self.tally.slowest_edit_seconds, seconds)
            if status == 503 and has_text and "<h1" in html:
                self.tally.refused += 1
            elif status != 200:
                self.tally.cut += 1
        return status == 200

    def _read(self, offset: int) -> None:
        for number in count(offset):
            if self._over.is_set():
                return
            page = self.pages[number % len(self.pages)]
            kind = (number // len(self.pages)) % 4
            address = (
                page.path,
                f"{page.path}.md",
                f"/api/v1/articles/{page.key}",
                f"/search?q=energy+{next(SEARCHES)}",
            )[kind]
            began = time.monotonic()
            given = answer(self.url + address)
            mark = MARK.search(given.text) if kind < 3 else None
            with self._lock:
                self.tally.reads[given.status] += 1
                self.tally.slowest_read_seconds = max(
                    self.tally.slowest_read_seconds, given.seconds
                )
                if given.status == 200 and kind < 3:
                    self.tally.shown.append((page, address, began, int(mark[1]) if mark else 0))
            time.sleep(BETWEEN_READS_SECONDS)


def lost_writes(database_url: str, page: Page) -> list[int]:
    """The acknowledged marks that neither the article nor a revision of it holds."""
    with psycopg.connect(database_url) as connection:
        (text,) = connection.execute(
            "SELECT answer FROM articles_article WHERE id = %s", [page.key]
        ).fetchone()
        packed = connection.execute(
            "SELECT packed FROM articles_revision WHERE article_id = %s", [page.key]
        ).fetchall()
    texts = [text, *(unpack(bytes(data)).decode() for (data,) in packed)]
    held = {int(number) for each in texts for number in MARK.findall(each)}
    return [number for _, number in page.saved if number and number not in held]
