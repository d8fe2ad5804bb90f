"""The site's own pages, desk and import in libraries of several sizes (benchmarks/multiply.py)."""

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.side_by_side.library import Entry, Library, page_requests, take_sample
from benchmarks.side_by_side.measurement import Request, measure_requests
from benchmarks.side_by_side.pages import Requests, site_server
from benchmarks.side_by_side.servers import free_port, receive, running
from benchmarks.side_by_side.table import Row, print_table, say

# The library that is multiplied, and the delivery that is then imported into each.
_BASE = 1000
_DELIVERY = 1000
_QUERIES = 50
_WORDS = 4
_PLAIN = {"Accept-Encoding": "gzip"}


def measure_sizes(source: Path, sizes: list[int], folder: Path, seconds: float) -> list[Row]:
    """Return the rows of all sizes. Raises Failed."""
    # Every other file of the sample is the delivery: files that the library does not have.
    sample, delivery = folder / "sample", folder / "delivery"
    count = take_sample(source, sample, _BASE + _DELIVERY)
    for number, file in enumerate(sorted(sample.rglob("*.md"))):
        if number % 2:
            target = delivery / file.relative_to(sample)
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)
    base = Library(folder / "base")
    base.prepare()
    base.manage("import_articles", str(sample))
    base.manage("fill_related")
    rows = []
    for size in sizes:
        rows += _measure_size(base, size, delivery, count // 2, seconds)
    return rows


def print_sizes(rows: list[Row]) -> None:
    """Print a table with the lines of a page together; the last column is relative to the first
    size."""
    kinds = list(dict.fromkeys(row.what for row in rows))
    rows = sorted(rows, key=lambda row: kinds.index(row.what))
    print_table(rows, "requests (articles)", rows[0].who)


def _measure_size(
    base: Library, size: int, delivery: Path, articles: int, seconds: float
) -> list[Row]:
    started = time.monotonic()
    library = Library(base.folder.with_name(f"library-{size}"))
    library.prepare()
    _multiply(base, library, size)
    with sqlite3.connect(library.database) as connection:
        found = connection.execute("SELECT count(*) FROM articles_article").fetchone()[0]
    connection.close()
    name = f"{found:,} articles"
    made = time.monotonic() - started
    size_mb = library.database.stat().st_size / 1e6
    say(f"{name}, {size_mb:,.0f} MB, made in {made:.0f} s")
    entries = library.entries(limit=_BASE * 2)
    port = free_port()
    library.environment["SITE_URL"] = f"http://127.0.0.1:{port}"
    cookie = library.python("-m", "benchmarks.side_by_side.editor_session").strip()
    rows = []
    for suffix, requests, megabytes in (
        ("", _warm_requests(entries, cookie), "64"),
        (", nothing stored", _cold_requests(entries), "0"),
    ):
        environment = {**library.environment, "PAGE_MEMORY_MB": megabytes}
        with running(*site_server(environment, library.folder, port)) as server:
            for kind, asked in requests.items():
                say(f"{name}: {kind}{suffix}")
                for request in asked:
                    receive(port, request)
                figures = measure_requests(server.session, port, asked, seconds, library.folder)
                rows.append(Row(name, kind + suffix, figures))
    say(f"{name}: import of {articles:,} more")
    figures = library.measure(articles, "import_articles", delivery)
    return [*rows, Row(name, f"import of {articles:,} more", figures)]


def _multiply(base: Library, library: Library, size: int) -> None:
    library.database.unlink()
    copies = max(1, round(size / _BASE))
    arguments = (str(base.database), str(library.database), str(copies))
    library.python("-m", "benchmarks.multiply", *arguments)
    say(f"search index of {size:,}")
    library.manage("rebuild_search")


def _warm_requests(entries: list[Entry], cookie: str) -> Requests:
    """Return {kind of page: requests}: what is stored, and what never is."""
    desk = Request("/admin/articles/article/", {**_PLAIN, "Cookie": cookie})
    return {
        **page_requests(entries),
        "sitemap index": [Request("/sitemap.xml")],
        "search": _searches(entries),
        "desk list": [desk],
    }


def _cold_requests(entries: list[Entry]) -> Requests:
    return {**page_requests(entries), "sitemap index": [Request("/sitemap.xml")]}


def _searches(entries: list[Entry]) -> list[Request]:
    """The first long words of questions, as readers type them."""
    found = []
    for entry in entries[:: max(1, len(entries) // _QUERIES)]:
        words = [word.strip("?,.:;\"'()") for word in entry.title.lower().split()]
        long = [word for word in words if len(word) > 3][:_WORDS]
        found.append(Request(f"/search?q={quote_plus(' '.join(long))}"))
    return found
