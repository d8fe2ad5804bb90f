"""Served by nginx, the folder answers as the site's own server does."""

import gzip
import http.client
import subprocess
import time
from contextlib import contextmanager
from difflib import unified_diff
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from lxml import html

from articles import publishing
from articles.models import Article, Redirect
from tests.free_ports import free_port
from tests.nginx import command as nginx_command
from tests.page_store.conftest import ask, public_paths
from tests.static_site.conftest import edit

# Each server makes its own; nginx says that it takes Range.
OF_A_REDIRECT = ("Location", "Cache-Control", "Content-Security-Policy", "Vary")
# Django lengthens what it compresses by up to so many bytes (GZipMiddleware.max_random_bytes).
BY_CHANCE = 100
OF_THE_SERVER = {"Accept-Ranges", "Connection", "Content-Length", "Date", "ETag", "Server"}
OF_HTTP = """
    include {root}/nginx/maps.conf;
    server {{
        listen 127.0.0.1:{port};
        include {root}/nginx/server.conf;
        include {root}/nginx/{rest}.conf;
    }}
"""


class Served:
    """nginx with a published folder."""

    def __init__(self, port):
        self.port = port

    def ask(self, path, method="GET", **headers):
        """Send a request; `headers` as `Accept_Encoding="gzip"`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(path, safe="/?=&:%$#!@+"), headers=names)
        response = connection.getresponse()
        answer = SimpleNamespace(
            status=response.status, headers=dict(response.getheaders()), body=response.read()
        )
        connection.close()
        return answer


@contextmanager
def serving(published, folder, rest="alone"):
    """nginx, with `alone.conf` or `with-server.conf`."""
    folder.mkdir()
    port = free_port()
    command = nginx_command(folder, OF_HTTP.format(root=published.root, port=port, rest=rest))
    with subprocess.Popen(command) as process:
        try:
            served = Served(port)
            for _ in range(300):
                assert process.poll() is None, (folder / "errors").read_text()
                try:
                    served.ask("/robots.txt")
                    break
                except OSError:
                    time.sleep(0.1)
            yield served
        finally:
            process.terminate()


@pytest.fixture
def served(library, published, tmp_path):
    assert published.run().failures == []
    with serving(published, tmp_path / "nginx") as nginx:
        yield nginx


def headers_of(answer):
    if "Location" in answer.headers:
        # nginx says of a redirect what it says of pages of its address; Django says less.
        return {name: answer.headers.get(name) for name in OF_A_REDIRECT}
    left_out = OF_THE_SERVER
    body = unpacked(answer)
    if len(gzip.compress(body)) + 2 * BY_CHANCE > len(body):
        # Whether that is worth compressing Django leaves to chance.
        left_out = left_out | {"Content-Encoding"}
    return {k: v for k, v in answer.headers.items() if k not in left_out}


def unpacked(answer):
    """The body; two that are compressed alike may differ by a name in them."""
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(answer.body) if is_packed else answer.body


STATIC = ("/static/css/page.css", "/static/css/page.0123456789ab.css", "/static/img/icon.svg")


def every_path():
    articles = Article.objects.select_related("subject")
    return [
        *public_paths(),
        *(f"{path}.md" for path in Redirect.objects.values_list("old_path", flat=True)),
        *("/learn/many/page/2", "/llms-full.txt", "/favicon.ico", *STATIC),
        *(f"{article.get_absolute_url()}/" for article in articles),
        *("/learn/", "/learn/physics.html", "/learn/physics/page/1", "/learn/physics/questions"),
    ]


def test_every_address_answers_as_the_server_does(served, library):
    django = WSGIHandler()
    for path in every_path():
        for accepted in ("identity", "gzip"):
            expected = ask(django, path, Accept_Encoding=accepted)
            given = served.ask(path, Accept_Encoding=accepted)
            assert given.status == int(expected.status[:3]), path
            if given.status not in {301, 404}:  # there each server has a body of its own
                assert unpacked(given) == unpacked(expected), (path, accepted)
            assert headers_of(given) == headers_of(expected), (path, accepted)


def test_a_part_of_the_full_text_is_that_of_the_server(served, client):
    given = served.ask("/llms-full-0.txt")
    assert given.body == client.get("/llms-full-0.txt").getvalue()
    assert given.headers["Access-Control-Allow-Origin"] == "*"


def test_a_redirect_within_the_site_hands_the_query_on_and_another_does_not(served, library):
    light = library.light.get_absolute_url()
    assert served.ask("/old?a=b").headers["Location"] == f"{light}?a=b"
    assert served.ask(f"{light}/?a=b").headers["Location"] == f"{light}?a=b"
    assert served.ask("/away?a=b").headers["Location"] == "https://other.example/a?b=$c"


def test_an_unknown_address_is_a_404_with_a_page(served):
    for path in ("/nothing", "/learn/physics/questions/draft", "/search", "/_headers", "/state",
                 "/learn/physics/questions/gone.410.html", "/../state.sqlite3"):  # fmt: skip
        given = served.ask(path)
        assert given.status in {400, 404}, path
    given = served.ask("/nothing")
    assert b"There is no page at this address" in given.body
    assert given.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_who_holds_a_page_gets_a_304_until_it_changes(served, library, published):
    path = library.light.get_absolute_url()
    tag = served.ask(path, Accept_Encoding="gzip").headers["ETag"]
    held = served.ask(path, Accept_Encoding="gzip", If_None_Match=tag)
    assert (held.status, held.body) == (304, b"")
    assert "Content-Security-Policy" in held.headers
    edit(library.light, answer="Changed.")
    published.run()
    given = served.ask(path, Accept_Encoding="identity", If_None_Match=tag)
    assert given.status == 200
    assert b"Changed." in given.body


def test_a_new_page_needs_no_new_rules(served, library, published):
    edit(library.draft, title="Out?")
    publishing.publish(library.draft)
    before = rules_of(published)
    published.run()
    assert list(unified_diff(before, rules_of(published), n=0)) == []
    assert served.ask(library.draft.get_absolute_url()).status == 200


def rules_of(published):
    """The files that nginx reads."""
    files = sorted(published.root.glob("nginx/*"))
    return [line for file in files for line in file.read_text().splitlines()]


def links_of(served, path):
    given = served.ask(path)
    assert given.status == 200, path
    links = html.fromstring(given.body).xpath("//@href | //@src | //@action")
    return {urlsplit(link).path for link in links if link.startswith("/")}


def test_with_the_server_behind_it_every_link_leads_to_a_page(
    library, published, settings, live_server, tmp_path
):
    settings.PORT = urlsplit(live_server.url).port
    published.run()
    with serving(published, tmp_path / "nginx", rest="with-server") as nginx:
        read, waiting = set(), ["/"]
        while waiting:
            path = waiting.pop()
            read.add(path)
            for link in links_of(nginx, path) - read - set(waiting):
                is_page = "." not in link and not link.startswith(("/feedback", "/static"))
                if is_page:
                    waiting.append(link)
                elif not link.startswith(("/feedback", "/static")):
                    assert nginx.ask(link).status == 200, link
        assert {article.get_absolute_url() for article in Article.objects.live()
                if article != library.hidden and article != library.twin} <= read  # fmt: skip
        assert nginx.ask("/search?q=light").status == 200
        assert nginx.ask("/learn/physics/questions/draft").status == 404
        policy = nginx.ask("/search?q=light").headers["Content-Security-Policy"]
        assert policy.count("default-src") == 1
