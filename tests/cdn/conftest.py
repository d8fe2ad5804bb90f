"""A CDN of the tests' own: a real server that takes purges as each of the three does."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Cdn:
    """`calls` are [(method, path, headers, keys)]; `status` and `headers` are its next answers."""

    def __init__(self):
        self.calls, self.status, self.headers, self.success = [], 200, {}, True

    @property
    def keys(self):
        return [key for *_, keys in self.calls for key in keys]

    def forget(self):
        self.calls.clear()


def _handler(cdn):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(body.get("surrogate_keys") or body["tags"])

        def do_PURGE(self):
            self._answer(self.headers["xkey-purge"].split())

        def _answer(self, keys):
            if cdn.status == 200 and cdn.success:
                cdn.calls.append((self.command, self.path, dict(self.headers), keys))
            self.send_response(cdn.status)
            for name, value in cdn.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps({"success": cdn.success, "status": "ok"}).encode())

        def log_message(self, *arguments):
            pass

    return Handler


@pytest.fixture
def cdn(settings):
    """The one of CDN_KIND, Fastly unless a test says otherwise."""
    made = Cdn()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(made)) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.CDN_KIND, settings.CDN_TOKEN = "FASTLY", "token"
        settings.CDN_PURGE_URLS = [f"http://127.0.0.1:{server.server_port}/service/1/purge"]
        yield made
        server.shutdown()
