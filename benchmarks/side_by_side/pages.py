"""The site's pages beside those of a bare WSGI application, nginx and Wagtail."""

import pickle
import sys
from pathlib import Path

from benchmarks.side_by_side import wagtail_site, web_server
from benchmarks.side_by_side.library import Entry, Library, page_requests, take_sample
from benchmarks.side_by_side.measurement import Failed, Request, measure_requests
from benchmarks.side_by_side.servers import (
    Received,
    Server,
    free_port,
    granian,
    held,
    receive,
    running,
)
from benchmarks.side_by_side.table import Row, say

SITE = "qtsite"
BARE = "bare WSGI"
NOT_MODIFIED = "article, 304"

_GZIP = {"Accept-Encoding": "gzip"}
Requests = dict[str, list[Request]]


class Pages:
    """One run in a folder. `seconds` is how long each row takes; `rows` and `left_out`, sentences,
    are its result."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self.seconds = seconds
        self.rows: list[Row] = []
        self.left_out: list[str] = []
        self.wagtail_version = ""

    def measure(self, source: Path, articles: int) -> None:
        """Measure a library of so many articles out of a folder. Raises Failed where the site's
        own pages cannot be measured."""
        sample = self.folder / "sample"
        count = take_sample(source, sample, articles)
        library = Library(self.folder / "site")
        say(f"{SITE}: a library of {count:,} articles")
        library.prepare()
        library.manage("import_articles", str(sample))
        library.manage("fill_related")
        entries = library.entries()
        wagtail = self._make_wagtail(entries)
        requests = page_requests(entries)
        plain, gzipped, packed = self._measure_site(library, requests)
        self._measure_bare(library, requests, packed)
        self._measure_nginx(requests, plain, gzipped)
        if wagtail:
            self._measure_wagtail(wagtail, wagtail_site.page_requests(entries))
        kinds = ["article", NOT_MODIFIED, "home", "list"]
        self.rows.sort(key=lambda row: kinds.index(row.what))

    def _measure_site(
        self, library: Library, requests: Requests
    ) -> tuple[dict[str, Received], dict[str, Received], dict[str, Received]]:
        """Return what it answers by path: as plain bytes, in gzip, and as browsers get it."""
        port = free_port()
        environment = {**library.environment, "SITE_URL": f"http://127.0.0.1:{port}"}
        paths = [request.path for each in requests.values() for request in each]
        with running(*site_server(environment, library.folder, port)) as server:
            plain = {path: receive(port, Request(path, {})) for path in paths}
            gzipped = {path: receive(port, Request(path, _GZIP)) for path in paths}
            for _ in range(2):  # brotli is made for the second who asks
                packed = {path: receive(port, Request(path)) for path in paths}
            self._measure(SITE, server, requests)
            self._measure(SITE, server, {NOT_MODIFIED: held(port, requests["article"])})
        cold = {**environment, "PAGE_MEMORY_MB": "0"}
        with running(*site_server(cold, library.folder, port)) as server:
            self._measure(f"{SITE}, nothing stored", server, requests)
            those = {NOT_MODIFIED: held(port, requests["article"])}
            self._measure(f"{SITE}, nothing stored", server, those)
        return plain, gzipped, packed

    def _measure_bare(
        self, library: Library, requests: Requests, packed: dict[str, Received]
    ) -> None:
        answers = self.folder / "answers.pickle"
        answers.write_bytes(pickle.dumps({path: _bare(each) for path, each in packed.items()}))
        environment = {**library.environment, "BARE_ANSWERS": str(answers)}
        target = "benchmarks.side_by_side.bare_application:application"
        with running(*granian(target, environment, self.folder, free_port())) as server:
            self._measure(BARE, server, requests)
            self._measure(BARE, server, {NOT_MODIFIED: held(server.port, requests["article"])})

    def _measure_nginx(
        self, requests: Requests, plain: dict[str, Received], gzipped: dict[str, Received]
    ) -> None:
        if not web_server.is_here():
            self.left_out.append(
                "nginx is missing, so its rows are left out (apt-get install nginx-light)."
            )
            return
        with web_server.serving(self.folder / "nginx", gzipped, plain) as server:
            self._measure("nginx", server, requests)
            self._measure("nginx", server, {NOT_MODIFIED: held(server.port, requests["article"])})

    def _make_wagtail(self, entries: list[Entry]) -> wagtail_site.WagtailSite | None:
        site = wagtail_site.WagtailSite(self.folder / "wagtail")
        try:
            say("Wagtail: installing it, and a page for each article")
            self.wagtail_version = site.install()
            site.fill(entries)
        except Failed as error:
            self.left_out.append(
                f"Wagtail could not be installed or filled, so its rows are left out: {error}"
            )
            return None
        return site

    def _measure_wagtail(self, site: wagtail_site.WagtailSite, requests: Requests) -> None:
        for name, is_cached in (("Wagtail, page cache", True), ("Wagtail, uncached", False)):
            with site.serving(is_cached=is_cached) as server:
                for each in requests.values():
                    for request in each:
                        receive(server.port, request)
                self._measure(name, server, requests)

    def _measure(self, who: str, server: Server, requests: Requests) -> None:
        for kind, asked in requests.items():
            say(f"{who}: {kind}")
            figures = measure_requests(
                server.session, server.port, asked, self.seconds, self.folder
            )
            self.rows.append(Row(who, kind, figures))


def site_server(
    environment: dict[str, str], folder: Path, port: int
) -> tuple[list[str], dict[str, str], Path, int]:
    """Return what `running` takes to serve the site as script/server does, by one worker."""
    _, variables, *rest = granian("", environment, folder, port)
    return [sys.executable, "-m", "qtsite.server"], variables, *rest


def _bare(answer: Received) -> tuple:
    """What the bare application returns: as it came, and a 304 without what tells of the body."""
    of_the_body = {"content-length", "content-type", "content-encoding"}
    without = [pair for pair in answer.headers if pair[0].lower() not in of_the_body]
    return answer.status, answer.headers, answer.body, answer.header("etag"), without
