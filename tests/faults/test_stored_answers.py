"""Four workers with stored answers, editors, an import and kills: no reader is ever given what a
save has changed, once it has returned. STORED_EDITS makes it as many as you like."""

import os
import re
import signal
import time
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tests.admin.page_forms import form_data
from tests.faults.deliveries import article_file, path_of, url_of
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served, workers_of

EDITS = int(os.environ.get("STORED_EDITS", "24"))
READERS = 4
MARK = re.compile(r"Mark (\d+)\.")
NEW = range(0, int(os.environ.get("STORED_FILES", "40")) * 5, 5)


def write_delivery(folder):
    for number in NEW:
        file = folder / path_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(article_file(number))


def test_no_answer_is_stale_once_a_save_has_returned(library, tmp_path):
    site = library.site
    make_editor(site)
    write_delivery(tmp_path / "delivery")
    saved, reads, over = [(0.0, 0)], [], Event()
    path, key = library.paths[0], library.keys[0]
    shared = f"file://{tmp_path}/answers.sqlite3"  # what a worker takes up that replaces another
    with served(site, workers=4, CACHE_URL=shared) as server:
        desk = Desk()
        desk.sign_in(server.url)
        form = f"{server.url}/admin/articles/article/{key}/change/"

        def read():
            while not over.wait(0.005):
                began = time.monotonic()
                given = answer(server.url + path)
                mark = MARK.search(given.text)
                if given.status == 200:
                    reads.append((began, int(mark[1]) if mark else 0))

        with ThreadPoolExecutor(READERS) as pool:
            for _ in range(READERS):
                pool.submit(read)
            running = site.start("import_articles", tmp_path / "delivery")
            for number in range(1, EDITS + 1):
                data = form_data(desk.get(form).html) | {"answer": f"Mark {number}."}
                assert desk.send(form, data).status == 200
                saved.append((time.monotonic(), number))
                if number % 20 == 0:
                    os.kill(workers_of(server)[0], signal.SIGKILL)
            _, words = running.communicate()
            assert running.returncode == 0, words
            missing = [n for n in NEW if answer(server.url + url_of(n)).status != 200]
            over.set()
        assert missing == []
    moments = [moment for moment, _ in saved]
    stale = [
        (mark, saved[bisect_right(moments, began) - 1][1])
        for began, mark in reads
        if mark < saved[bisect_right(moments, began) - 1][1]
    ]
    assert stale == []
    assert len(reads) > EDITS
