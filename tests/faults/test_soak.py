"""Readers, an editor and deliveries at once on the real server, for two minutes or as long as
SOAK_SECONDS says: nothing fails, nothing old is shown, and nothing grows.

    SOAK_SECONDS=3600 SOAK_READS=8 SOAK_FILE=samples.jsonl script/test -s tests/faults/test_soak.py

Prints what it measured (`-s` shows it where all is well).
"""

import json
import os
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import urlencode

import pytest

from tests.admin.page_forms import form_data
from tests.faults.deliveries import article_file, deliver, is_twin, path_of, url_of
from tests.faults.desk import Desk, make_editor
from tests.faults.process_samples import Samples, by_thirds, growth
from tests.faults.server import answer, served

SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
READS_A_SECOND = float(os.environ.get("SOAK_READS", "2"))
EDIT_SECONDS = float(os.environ.get("SOAK_EDIT_SECONDS", "15"))
IMPORT_SECONDS = float(os.environ.get("SOAK_IMPORT_SECONDS", "50"))
FILE = os.environ.get("SOAK_FILE", "")
SEED = int(os.environ.get("SOAK_SEED", "16"))
# So long shows a slope, two minutes only a leap.
LONG_SECONDS = 1800
READERS = 4
LIBRARY = 300 if SECONDS >= LONG_SECONDS else 100
# Until every worker has stored most pages and every thread has its connection: in an hour's run a
# worker grew by 6 MB an hour after ten minutes, by 1 to 3 after thirty.
WARM_UP_SECONDS = min(SECONDS / 2, 1800)
MOST_MEGABYTES_AN_HOUR = 6
MOST_MEGABYTES_OF_A_LEAP = 30
# The first form and the first save of a worker load 10 MB of what the desk needs.
FIRST_EDITS = 6

EDITED = [number for number in range(LIBRARY) if number % 4 == 3 and not is_twin(number)][:20]
# Of each of these a delivery corrects a line (tests.faults.deliveries).
DELIVERED = [number for number in range(LIBRARY) if number % 4 == 1 and not is_twin(number)][:20]
MARK = re.compile(r"Mark (\d+)\.")
WEEK = re.compile(r"first line of week (\d+)")
WORDS = ("answer", "question", "words", "line", "garbled", "first", "mark", "week")

PAGES = (
    "/",
    "/learn",
    "/learn/physics",
    "/learn/arts/topics",
    "/sitemap.xml",
    "/api/v1/articles",
    "/feed.xml",
)

pytestmark = pytest.mark.skipif(
    not os.path.exists("/proc/self/smaps_rollup"), reason="memory is read from Linux' proc"
)


class Soak:
    """What is going on, and what was seen: `wrong` are answers that are errors or stale."""

    def __init__(self, site, server, folder):
        self.site, self.server, self.folder = site, server, folder
        self.counts = Counter()
        self.wrong = []
        self.is_over = Event()
        # {number of an article: what a reader who begins now must find at least}
        self.known = dict.fromkeys([*EDITED, *DELIVERED], 0)
        self.slowest = Counter()

    def every(self, seconds, act, *arguments):
        """Do something again and again at that pace, until it is over."""
        due = time.monotonic() + seconds
        while not self.is_over.wait(max(0, due - time.monotonic())):
            try:
                act(*arguments)
            except Exception as error:  # noqa: BLE001 - a soak goes on, and says it at its end
                self.wrong.append(f"{act.__name__}: {error!r}")
            due = max(due + seconds, time.monotonic())

    def note(self, kind, given, *wanted):
        self.counts[kind] += 1
        self.slowest[kind] = max(self.slowest[kind], round(given.seconds, 3))
        if given.status not in wanted:
            self.wrong.append(f"{kind}: {given.status}")

    def read(self, chance):
        """A page as readers choose them: two of three times an article."""
        kind = chance.randrange(9)
        if kind < 6:
            self.read_article(chance.choice([*EDITED, *DELIVERED, chance.randrange(LIBRARY)]))
        elif kind == 6:
            query = urlencode({"q": f"{chance.choice(WORDS)} {chance.randrange(LIBRARY)}"})
            self.note("search", answer(f"{self.server.url}/search?{query}"), 200)
        elif kind == 7:
            twin = f"{url_of(chance.randrange(LIBRARY))}.md"
            path = chance.choice([*PAGES, twin])
            self.note("page", answer(self.server.url + path), 200, 404)
        else:
            path = f"/learn/nothing-{chance.randrange(10_000)}"
            self.note("unknown address", answer(self.server.url + path), 404)

    def read_everything(self, times):
        """So often that each worker has stored what it will: else it grows by that."""
        for number in [*range(LIBRARY)] * times:
            for path in (url_of(number), f"{url_of(number)}.md"):
                if self.is_over.is_set():
                    return
                self.note("first reading", answer(self.server.url + path), 200)

    def read_article(self, number):
        wanted = self.known.get(number)
        given = answer(self.server.url + url_of(number))
        self.note("article", given, 200)
        if wanted is None:
            return
        found = (MARK if number in EDITED else WEEK).search(given.text)
        if int(found[1] if found else 0) < wanted:
            self.counts["stale"] += 1
            self.wrong.append(f"stale: {url_of(number)}, {found}, {wanted}")

    def edit(self, desk, keys, chance):
        """Open an article's form, save it, and look at its page."""
        number = chance.choice(EDITED)
        form = f"{self.server.url}/admin/articles/article/{keys[number]}/change/"
        opened = desk.get(form)
        self.note("form", opened, 200)
        mark = self.known[number] + 1
        saved = desk.send(form, form_data(opened.html) | {"answer": f"Mark {mark}. {mark * 'a '}"})
        self.note("save", saved, 200)
        self.known[number] = mark
        self.read_article(number)

    def deliver(self, chance):
        """Import a delivery with a corrected line in some articles."""
        week = self.counts["import"] + 1
        numbers = chance.sample(DELIVERED, 10)
        for number in numbers:
            file = self.folder / path_of(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(article_file(number, week=week))
        outcome = self.site.import_(self.folder, "--workers", 1)
        self.counts["import"] += 1
        if outcome.status != 0:
            self.wrong.append(f"import: {outcome.stderr}")
        for number in numbers:
            self.known[number] = week
            self.read_article(number)


def keys_of(site):
    """{number of an article: its key}, of what is edited."""
    with site.connection() as connection:
        rows = dict(connection.execute("SELECT slug, id FROM articles_article").fetchall())
    return {number: rows[f"question-{number:05}"] for number in EDITED}


def report(soak, samples):
    """What was measured, for people and for the assertions: {process: {…}}."""
    found = {}
    for process, taken in samples.samples.items():
        if len(taken) < 6 or taken[-1].seconds < WARM_UP_SECONDS:
            continue
        files = [sample.files for sample in taken[len(taken) // 2 :]]
        found[process] = {
            "megabytes": by_thirds(taken, after_seconds=WARM_UP_SECONDS),
            "most megabytes": max(sample.megabytes for sample in taken),
            "megabytes an hour": round(growth(taken, after_seconds=WARM_UP_SECONDS), 2),
            "files": [min(files), max(files)],
            "threads": max(sample.threads for sample in taken),
            "connections": max(sample.connections for sample in taken),
        }
    said = {
        "seconds": SECONDS,
        "counts": dict(soak.counts),
        "slowest seconds": dict(soak.slowest),
        "processes": found,
        "wrong": len(soak.wrong),
    }
    print(json.dumps(said, indent=2))  # noqa: T201 - what a soak is made for
    if FILE:
        with open(FILE, "a") as stream:
            stream.write(json.dumps({**said, "wrongs": soak.wrong[:50]}) + "\n")
    return found


def test_nothing_fails_nothing_is_stale_and_nothing_grows(site, tmp_path):
    chance = random.Random(SEED)
    make_editor(site)
    assert site.import_(deliver(tmp_path / "library", range(LIBRARY))).status == 0
    with served(site, workers=2, flush_seconds=5, METRICS_TOKEN="soak") as server:
        soak = Soak(site, server, tmp_path / "delivery")
        desk = Desk()
        assert desk.sign_in(server.url).status == 200
        keys = keys_of(site)
        for _ in range(FIRST_EDITS):
            soak.edit(desk, keys, chance)
        every = SECONDS / 12 if SECONDS < 240 else 10
        with (
            Samples(site, server.process.pid, every_seconds=every, file=FILE) as samples,
            ThreadPoolExecutor(READERS + 3) as pool,
        ):
            if SECONDS >= LONG_SECONDS:
                pool.submit(soak.read_everything, 4)
            for _ in range(READERS):
                own = random.Random(chance.random())
                pool.submit(soak.every, READERS / READS_A_SECOND, soak.read, own)
            pool.submit(soak.every, EDIT_SECONDS, soak.edit, desk, keys, chance)
            pool.submit(soak.every, IMPORT_SECONDS, soak.deliver, random.Random(SEED))
            time.sleep(SECONDS)
            soak.is_over.set()
    found = report(soak, samples)
    assert soak.wrong == [], soak.wrong[:10]
    assert len(found) == 3, "the supervisor and two workers, all the time"
    assert soak.counts["article"] > SECONDS * READS_A_SECOND / 3
    assert soak.counts["save"] > 0
    assert soak.counts["import"] > 0
    for process, measured in found.items():
        first, _, last = measured["megabytes"]
        assert last - first < MOST_MEGABYTES_OF_A_LEAP, (process, measured)
        if SECONDS >= LONG_SECONDS:
            assert measured["megabytes an hour"] < MOST_MEGABYTES_AN_HOUR, (process, measured)
        assert measured["files"][1] - measured["files"][0] <= 16, (process, measured)
