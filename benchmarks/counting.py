"""What counting costs a stored answer, in pairs: with the metrics and without, round by round.

    python -m benchmarks.counting [ROUNDS]

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library, and
collect the static files, first. Prints µs of CPU
of a stored article, as StoredAnswers gives it to a server, and of one count: by our cells, and by a
histogram of prometheus_client in its multi-process mode, whose files lie in a folder of /tmp.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median

# It reads its mode as it is loaded.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
os.environ["METRICS_TOKEN"] = "only for this measurement"

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - after Django's set-up
from django.test import RequestFactory  # noqa: E402
from prometheus_client import Histogram  # noqa: E402

from articles.database.kept_connection import keep_open  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.page_store import StoredAnswers  # noqa: E402
from articles.watching.cells import BOUNDS, STORED, number_of_kind  # noqa: E402
from articles.watching.counting import current_cells  # noqa: E402

_TIMES = 5_000


def main(rounds: int) -> None:
    keep_open()  # as a server does: else each answer opens the database anew
    stored = _stored_answers()
    counting, silent = stored(True), stored(False)
    pairs = [(_micros(silent), _micros(counting)) for _ in range(rounds)]
    ratios = sorted(after / before for before, after in pairs)
    before, after = (median(column) for column in zip(*pairs, strict=True))
    print(f"a stored article, without and with counting: {before:.2f} and {after:.2f} µs")
    print(f"with / without, {rounds} pairs: {' '.join(f'{ratio:.3f}' for ratio in ratios)}")
    print(f"one count by our cells: {_micros(_by_cells()):.2f} µs")
    print(f"one by prometheus_client, multi-process: {_micros(_by_library()):.2f} µs")


def _stored_answers() -> Callable[[bool], Callable[[], None]]:
    article = Article.objects.indexable().select_related("subject").first()
    headers = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", "User-Agent": "curl/8"}
    environ = RequestFactory(headers=headers).get(article.get_absolute_url()).environ

    def begin(status: str, headers: object) -> None:
        if status != "200 OK":
            sys.exit(f"{environ['PATH_INFO']}: {status}; run collectstatic and migrate first")

    def made(is_counting: bool) -> Callable[[], None]:
        application = StoredAnswers(WSGIHandler())
        if not is_counting:
            application._count = None
        return lambda: application(environ, begin)

    return made


def _by_cells() -> Callable[[], None]:
    add, article = current_cells().add_request, number_of_kind("article")
    return lambda: add(article, STORED, 200, 0.0001)


def _by_library() -> Callable[[], None]:
    labels = ("kind", "answer", "status")
    histogram = Histogram("requests", "As ours.", labels, buckets=BOUNDS)
    return lambda: histogram.labels("article", "stored", "2xx").observe(0.0001)


def _micros(work: Callable[[], None]) -> float:
    for _ in range(_TIMES // 10):
        work()
    began = time.process_time()
    for _ in range(_TIMES):
        work()
    return (time.process_time() - began) / _TIMES * 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
