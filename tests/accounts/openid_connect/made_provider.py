"""A provider that says what a test wants: its document, its keys, and tokens signed by keys made
here.

It listens on a port of this machine, so that all of the site's own code asks it.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

CLIENT, SECRET, NONCE = "qtsite", "secret of the client, which is long", "nonce"


@cache
def key(kind="EC", name="one"):
    """A key of a kind, made once a run: EC, RSA, OKP, or "weak" RSA."""
    options = {"kid": name}
    match kind:
        case "EC":
            return ECKey.generate_key("P-256", options, private=True)
        case "OKP":
            return OKPKey.generate_key("Ed25519", options, private=True)
        case "RSA":
            return RSAKey.generate_key(2_048, options, private=True)


class MadeProvider:
    """`document`, `keys`, `answer` (of the token endpoint) and `person` (UserInfo) are what it
    says; `raw` is what it says at a path instead, as (status, headers, body). `asked` are the
    paths."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.reset()

    def reset(self):
        self.document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        self.keys = [key().as_dict(private=False)]
        self.answer, self.person, self.raw, self.asked = {}, {}, {}, []

    def claims(self, **changed):
        """Claims of a good token; None leaves one out."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "nonce": NONCE}
        usual |= {"iat": now, "exp": now + 300, **changed}
        return {name: value for name, value in usual.items() if value is not None}

    def token(self, *, by=None, alg="ES256", head=None, **changed):
        by = by or key()
        header = {"alg": alg, "kid": by.as_dict().get("kid"), **(head or {})}
        header = {name: value for name, value in header.items() if value is not None}
        return jwt.encode(header, self.claims(**changed), by, algorithms=[alg])

    def says(self, **claims):
        """Let the next code be answered with a token of these claims."""
        token = self.token(**claims)
        self.answer = {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def said_at(self, path):
        self.asked.append(path)
        if path in self.raw:
            return self.raw[path]
        values = {
            "/.well-known/openid-configuration": self.document,
            "/keys": {"keys": self.keys},
            "/token": self.answer,
            "/userinfo": self.person,
        }
        return 200, {}, json.dumps(values[path]).encode()


def secret_key(value):
    return OctKey.import_key(value)


@contextmanager
def made_provider() -> Iterator[MadeProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = server.provider.said_at(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.provider = MadeProvider(server.server_port)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
            thread.join()
