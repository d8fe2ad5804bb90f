"""Telling search engines, against a real server of this machine."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.indexnow import sending
from articles.indexnow.sending import MOST_ATTEMPTS, is_public_host
from articles.models import Announcement
from articles.publishing.effects.indexnow_outbox import announce

KEY = "0123456789abcdef"
SITE = "https://learn.example.org"


class Engine:
    """A search engine: answers with what stands in `answers` in turn, then with 200."""

    def __init__(self):
        self.answers, self.requests = [], []
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                engine.requests.append((self.path, dict(self.headers), json.loads(body)))
                status, headers = engine.answers.pop(0) if engine.answers else (200, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/indexnow"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    @property
    def urls(self):
        return [body["urlList"] for _, _, body in self.requests]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def engine(settings, monkeypatch, db):
    monkeypatch.setenv("no_proxy", "*")
    engine = Engine()
    settings.SITE_URL, settings.INDEXNOW_KEY, settings.INDEXNOW_URL = SITE, KEY, engine.url
    yield engine
    engine.stop()


def make_due():
    Announcement.objects.update(not_before=timezone.now())


def send():
    call_command("send_indexnow")


def test_what_changed_is_sent_once_each_in_one_request(engine, capsys):
    announce(["/learn/a", "/learn/b", "/learn/a"])
    send()
    ((path, headers, body),) = engine.requests
    assert path == "/indexnow"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert body == {
        "host": "learn.example.org",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [f"{SITE}/learn/a", f"{SITE}/learn/b"],
    }
    assert capsys.readouterr().out == "2 addresses sent; 0 changes wait.\n"
    send()
    assert len(engine.requests) == 1


def test_many_go_in_batches(engine, monkeypatch):
    monkeypatch.setattr(sending, "MOST_URLS", 2)
    announce(["/1", "/2", "/3", "/4", "/5"])
    send()
    assert [len(urls) for urls in engine.urls] == [2, 2, 1]
    assert not Announcement.objects.exists()


def test_202_is_as_good_as_200(engine):
    engine.answers = [(202, {})]
    announce(["/1"])
    send()
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("status", [400, 403, 422, 404, 429, 500, 503])
def test_what_is_not_accepted_waits_and_says_why(engine, status):
    engine.answers = [(status, {})]
    announce(["/1"])
    with pytest.raises(CommandError, match=rf"HTTP {status}.* 1 changes wait"):
        send()
    row = Announcement.objects.get()
    assert row.attempts == 1
    wait = row.not_before - timezone.now()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)
    send()  # not yet due
    assert len(engine.requests) == 1
    make_due()
    send()
    assert engine.urls == [[f"{SITE}/1"], [f"{SITE}/1"]]
    assert not Announcement.objects.exists()


def test_each_wait_is_twice_as_long_up_to_a_day(engine):
    announce(["/1"])
    waits = []
    for _ in range(MOST_ATTEMPTS - 1):
        engine.answers = [(503, {})]
        make_due()
        before = timezone.now()
        with pytest.raises(CommandError):
            send()
        waits.append(round((Announcement.objects.get().not_before - before).total_seconds() / 60))
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280]


def test_after_ten_attempts_a_change_is_given_up(engine, caplog):
    announce(["/old"])
    Announcement.objects.update(attempts=MOST_ATTEMPTS - 1)
    announce(["/new"])
    engine.answers = [(503, {})]
    with pytest.raises(CommandError, match="1 changes were given up"):
        send()
    assert [row.path for row in Announcement.objects.all()] == ["/new"]
    assert "given up after 10 attempts" in caplog.text


@pytest.mark.parametrize(
    ("header", "minutes"), [("7200", 120), ("1", 5), ("999999999", 1440), ("soon", 5)]
)
def test_the_other_side_may_ask_for_a_longer_wait(engine, header, minutes):
    engine.answers = [(429, {"Retry-After": header})]
    announce(["/1"])
    before = timezone.now()
    with pytest.raises(CommandError, match="too many requests"):
        send()
    wait = Announcement.objects.get().not_before - before
    assert round(wait.total_seconds() / 60) == minutes


def test_a_failure_keeps_what_was_accepted_before_it(engine, monkeypatch):
    monkeypatch.setattr(sending, "MOST_URLS", 1)
    engine.answers = [(200, {}), (500, {})]
    announce(["/1", "/2", "/3"])
    with pytest.raises(CommandError, match="2 changes wait"):
        send()
    assert [row.path for row in Announcement.objects.all()] == ["/2", "/3"]
    assert len(engine.requests) == 2


def test_a_redirect_is_not_followed(engine):
    engine.answers = [(302, {"Location": engine.url})]
    announce(["/1"])
    with pytest.raises(CommandError, match="HTTP 302"):
        send()
    assert len(engine.requests) == 1


def test_nobody_there_is_tried_again_later(engine, settings):
    settings.INDEXNOW_URL = "http://127.0.0.1:1/indexnow"
    announce(["/1"])
    with pytest.raises(CommandError, match="no answer"):
        send()
    assert Announcement.objects.get().attempts == 1


def test_a_change_while_its_address_is_being_sent_is_not_lost(engine, monkeypatch):
    submit = sending.submit

    def change_meanwhile(urls, **arguments):
        if len(engine.requests) == 0:
            announce(["/1"])
        return submit(urls, **arguments)

    monkeypatch.setattr(sending, "submit", change_meanwhile)
    announce(["/1"])
    send()
    assert engine.urls == [[f"{SITE}/1"], [f"{SITE}/1"]]


def test_a_dry_run_prints_and_sends_nothing(engine, capsys):
    announce(["/1", "/2", "/1"])
    call_command("send_indexnow", dry_run=True)
    assert capsys.readouterr().out == f"{SITE}/1\n{SITE}/2\n"
    assert engine.requests == []
    assert Announcement.objects.count() == 3


def test_without_a_key_nothing_is_noted_or_sent(engine, settings):
    settings.INDEXNOW_KEY = ""
    announce(["/1"])
    assert not Announcement.objects.exists()
    with pytest.raises(CommandError, match="set INDEXNOW_KEY"):
        send()


@pytest.mark.parametrize("site", ["http://127.0.0.1:8000", "http://localhost", "https://qt.test"])
def test_a_local_site_tells_nobody(engine, settings, site):
    settings.SITE_URL = site
    announce(["/1"])
    with pytest.raises(CommandError, match="no search engine can reach"):
        send()
    assert engine.requests == []


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        ("learn.example.org", True),
        ("xn--bcher-kva.de", True),
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("10.0.0.1", False),
        ("169.254.1.1", False),
        ("localhost", False),
        ("a.localhost", False),
        ("nas", False),
        ("site.local", False),
        ("site.test", False),
        ("router.home.arpa", False),
        ("", False),
    ],
)
def test_what_is_a_public_host(host, is_public):
    assert is_public_host(host) is is_public
