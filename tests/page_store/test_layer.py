"""What the layer answers by itself, to whom, and what it leaves to Django."""

import gzip
from threading import Barrier, Thread

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse

from articles import publishing
from articles.audience import search_counts, unknown_addresses, views
from articles.models import Article
from articles.page_store.freshness import Unprovable
from articles.page_store.memory import Memory
from articles.web.response_headers import CDN_HEADERS
from tests.factories import make_article, make_user
from tests.page_store.conftest import Site

NOT_MODIFIED = "304 Not Modified"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def path(site):
    return make_article("light").get_absolute_url()


def test_a_stored_answer_is_byte_for_byte_what_django_says(site, path):
    expected = site.fresh(path)
    for _ in range(2):
        given = site.ask(path)
        assert (given.status, given.body) == (expected.status, expected.body)
        assert given.headers == expected.headers
    assert site.made == [path]


def test_gzip_goes_to_who_takes_it(site, path):
    plain = site.ask(path)
    packed = site.ask(path, Accept_Encoding="gzip, deflate")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    for refused in ("gzip;q=0", "identity", "br;q=0", "*;q=0"):
        assert site.ask(path, Accept_Encoding=refused).body == plain.body
    assert site.made == [path]


def test_brotli_goes_to_who_takes_it_from_the_second_request_on(site, path):
    first, second, third = (
        site.ask(path, Accept_Encoding="gzip, deflate, br, zstd") for _ in range(3)
    )
    assert first.headers["Content-Encoding"] == "gzip"
    assert brotli.decompress(second.body) == gzip.decompress(first.body)
    assert second.headers == first.headers | {
        "Content-Encoding": "br",
        "Content-Length": str(len(second.body)),
    }
    assert (third.body, third.headers) == (second.body, second.headers)
    assert len(second.body) < len(first.body)
    assert site.ask(path, Accept_Encoding="br;q=0.5, gzip").body == first.body
    assert site.ask(path, Accept_Encoding="gzip").body == first.body
    assert site.ask(path).body == gzip.decompress(first.body)
    held = {"If_None_Match": second.headers["ETag"]}
    for accepted in ("br", "gzip", "identity"):
        assert site.ask(path, Accept_Encoding=accepted, **held).status == NOT_MODIFIED
    assert site.made == [path]


def test_what_is_kept_in_brotli_counts_as_memory(site, path):
    site.ask(path)
    before = site.store.memory.size
    packed = site.ask(path, Accept_Encoding="br")
    assert site.store.memory.size == before + len(packed.body)


def test_who_holds_it_gets_a_304_as_from_django(site, path):
    given = site.ask(path, Accept_Encoding="gzip")
    tag, date = given.headers["ETag"], given.headers["Last-Modified"]
    for held in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"x", {tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": date},
        {"If_None_Match": tag, "If_Modified_Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
    ):
        answer = site.ask(path, Accept_Encoding="gzip", **held)
        expected = site.fresh(path, Accept_Encoding="gzip", **held)
        assert (answer.status, answer.body, expected.status) == (NOT_MODIFIED, b"", NOT_MODIFIED)
        # As the 200 has them (RFC 9110, section 15.4.5): Django's loses two on its way out.
        theirs = expected.headers | {"ETag": tag, "X-Frame-Options": "DENY"}
        assert answer.headers == {k: v for k, v in theirs.items() if k != "Content-Length"}
    for other in ({"If_None_Match": '"x"', "If_Modified_Since": date},
                  {"If_Modified_Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
                  {"If_Modified_Since": "yesterday"}):  # fmt: skip
        assert site.ask(path, **other).status == "200 OK"


@pytest.mark.parametrize("kind", ["NONE", "FASTLY", "CLOUDFLARE", "VARNISH"])
def test_what_no_database_proves_is_given_and_no_cache_may_keep_it(settings, site, kind):
    settings.CDN_KIND = kind
    site.django = WSGIHandler()
    path = make_article("light").get_absolute_url()
    proved = [site.ask(path, Accept_Encoding=encoding) for encoding in ("", "gzip", "br")]
    look = site.store.freshness.look
    site.store.freshness.look, site.django = _unprovable, _unavailable
    for encoding, before in zip(("", "gzip", "br"), proved, strict=True):
        # A 304 would leave a cache the headers of what it holds.
        given = site.ask(path, Accept_Encoding=encoding, If_None_Match=before.headers["ETag"])
        assert (given.status, given.body) == ("200 OK", before.body)
        assert given.headers["Cache-Control"] == "private, no-store"
        kept_by = {*CDN_HEADERS, "Cache-Control"}
        expected = {k: v for k, v in before.headers.items() if k not in kept_by}
        assert {k: v for k, v in given.headers.items() if k != "Cache-Control"} == expected
    site.store.freshness.look = look
    assert site.ask(path).headers == proved[0].headers


def _unprovable():
    raise Unprovable


def _unavailable(environ, start_response):
    response = HttpResponse(status=503)
    start_response("503 Service Unavailable", list(response.items()))
    return response


def test_head_is_answered_from_what_is_stored(site, path):
    given = site.ask(path)
    head = site.ask(path, "HEAD")
    assert (head.status, head.headers, head.body) == (given.status, given.headers, b"")
    assert site.made == [path]


def test_head_alone_has_the_headers_of_the_get(site, path):
    """Whichever comes first. Of what is not there, too; nobody has looked for it."""
    for address in (path, f"{path}/"):
        head = site.ask(address, "HEAD", Accept_Encoding="gzip")
        given = site.ask(address, Accept_Encoding="gzip")
        assert (head.status, head.headers, head.body) == (given.status, given.headers, b"")
    unknown_addresses.waiting.take()
    head = site.ask("/learn/physics/questions/nothing", "HEAD")
    assert (head.status, head.body) == ("404 Not Found", b"")
    assert not unknown_addresses.waiting.take()


def test_a_query_changes_nothing_but_where_a_redirect_hands_it_on(site, path):
    assert site.ask(f"{path}?utm_source=x").body == site.ask(path).body
    assert site.made == [path]
    assert site.ask(f"{path}/").headers["Location"] == path
    assert site.ask(f"{path}/?a=b").headers["Location"] == f"{path}?a=b"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_djangos(site, path, method):
    site.ask(path)
    assert site.ask(path, method).status == site.django_status(path, method)


def test_the_desk_neither_sees_nor_fills_the_store(site, path):
    for _ in range(2):
        given = site.ask(path, Cookie="theme=dark; sessionid=abc")
        assert "public" in given.headers["Cache-Control"]
    assert site.made == [path, path]
    site.ask(path)
    site.ask(path, Cookie="theme=dark; xsessionid=abc")
    assert site.made == [path] * 3


def test_a_preview_of_a_draft_is_seen_by_staff_alone(site, client):
    draft = make_article("draft", status="draft")
    client.force_login(make_user(permissions=["view_article"], is_staff=True))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    url = draft.get_absolute_url()
    assert site.ask(url, Cookie=cookie).status == "200 OK"
    assert site.ask(url).status == "404 Not Found"
    assert site.ask(url, Cookie=cookie).status == "200 OK"


@pytest.mark.parametrize("path", ["/search", "/search?q=light", "/healthz", "/admin/", "/api/v1/"])
def test_what_depends_on_the_visitor_is_never_stored(site, path):
    for _ in range(2):
        site.ask(path)
    assert len(site.made) == 2


def test_of_the_api_the_subjects_are_stored_where_nothing_is_asked_for_by_name(site, path):
    address = "/api/v1/subjects"
    for _ in range(2):
        given = site.ask(address)
        assert given.headers["Access-Control-Allow-Origin"] == "*"
    assert site.made == [address]
    assert site.ask(f"{address}?page=2").status == "422 Unprocessable Entity"
    publishing.withdraw(Article.objects.get())
    assert site.ask(address).body != given.body


def test_a_missing_page_is_made_each_time(site):
    for _ in range(2):
        assert site.ask("/learn/physics/questions/nothing").status == "404 Not Found"
    assert len(site.made) == 2


def test_a_withdrawn_page_is_stored_as_gone(site, path):
    publishing.withdraw(Article.objects.get())
    for _ in range(2):
        assert site.ask(path).status == "410 Gone"
    assert site.made == [path]


def test_a_host_of_somebody_else_is_djangos_to_refuse(site, path):
    site.ask(path)
    assert site.ask(path, Host="evil.example").status == "400 Bad Request"


def test_https_is_asked_for_as_django_does(site, path, settings):
    settings.SECURE_SSL_REDIRECT = True
    secured = Site()
    assert secured.ask(path).status == "301 Moved Permanently"
    secured.store.freshness.close()


def test_every_view_is_counted_and_none_twice(site, path):
    seen = lambda: sum(views.waiting.take().values())  # noqa: E731
    seen()
    for _ in range(3):
        site.ask(path, User_Agent=BROWSER)
    site.ask(path, User_Agent=BROWSER, If_None_Match="*")
    site.ask(path, "HEAD", User_Agent=BROWSER)
    site.ask(path, User_Agent="Googlebot/2.1")
    site.ask(path, User_Agent=BROWSER, Sec_Purpose="prefetch")
    site.ask(path, User_Agent=BROWSER, Cookie="sessionid=abc")
    site.ask(f"{path}.md", User_Agent=BROWSER)
    assert seen() == 4


def test_a_stored_page_counts_the_result_that_led_to_it(site, path):
    referer = "http://127.0.0.1:8000/search?q=tides+moon"
    search_counts.waiting.forget()
    for _ in range(2):  # made, and given again
        site.ask(path, User_Agent=BROWSER, Referer=referer)
    site.ask(path, User_Agent="Googlebot/2.1", Referer=referer)
    site.ask(path, User_Agent=BROWSER, Referer="https://evil.example/search?q=tides")
    taken = search_counts.waiting.take()
    assert {text: tally.clicks for text, tally in taken.items()} == {"tides moon": 2}


def test_a_cold_page_is_made_once_for_all_who_ask_at_once(site, path):
    together = Barrier(8)
    bodies = []

    def visit():
        together.wait()
        bodies.append(site.ask(path).body)
        connections.close_all()

    visitors = [Thread(target=visit) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(set(bodies)) == 1
    assert site.made == [path]


class Kept:
    def __init__(self, size):
        self.size = size


def test_memory_is_bounded_and_forgets_what_was_used_last_long_ago():
    memory = Memory(100)
    for name in "abcdefghij":
        memory.put(name, Kept(10))
    memory.get("a")
    memory.put("k", Kept(10))
    assert (memory.get("b"), memory.size, len(memory)) == (None, 100, 10)
    assert memory.get("a")
    memory.put("large", Kept(11))
    assert memory.get("large") is None
