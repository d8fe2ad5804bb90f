"""The site of deploy/nginx in front of servers of this machine, and readers who come through it."""

import http.client
import re
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread

from tests.faults.site import ROOT, wait_until
from tests.free_ports import free_port
from tests.nginx import command as nginx_command

# Between two pages of a reader: the servers are to have time for their own restart.
_PAUSE_SECONDS = 0.02


@contextmanager
def nginx(folder: Path, *, port: int, servers: list[int], kept: Path) -> Iterator[None]:
    """nginx with the files of deploy/nginx, their places and ports replaced; TLS on `port`."""
    command = configure(folder, port=port, servers=servers, kept=kept)
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: _listens(port), "nginx")
        yield
    finally:
        process.terminate()
        process.wait()


def configure(folder: Path, *, port: int, servers: list[int], kept: Path) -> list[str]:
    """Write what nginx reads; return what starts it."""
    folder.mkdir()
    command = nginx_command(folder, f"    include {folder}/qtsite.conf;")
    places = {
        "/etc/nginx/qtsite/": f"{folder}/",
        "/etc/nginx/tls/": f"{folder}/",
        "/srv/qtsite/kept": str(kept),
        "listen 80 default_server": f"listen 127.0.0.1:{free_port()}",
        "listen 443 ssl http2 default_server": f"listen 127.0.0.1:{port} ssl http2",
        "server 127.0.0.1:8001": f"server 127.0.0.1:{servers[0]}",
        "server 127.0.0.1:8002": f"server 127.0.0.1:{servers[1]}",
    }
    for name in ("qtsite.conf", "proxy.conf", "upstream.conf"):
        text = (ROOT / "deploy" / "nginx" / name).read_text()
        for old, new in places.items():
            text = text.replace(old, new)
        (folder / name).write_text(re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE))
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    files = ["-subj", "/CN=site", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    made = ["openssl", "req", "-x509", *key, *files]
    subprocess.run(made, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    return command


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


class Visitors:
    """Readers through the proxy, each with a browser's way: a page, then the style sheet that it
    names; and every tenth time a vote, each from an address of its own. `lost` says what failed."""

    def __init__(self, port: int, paths: list[str], keys: list[int], *, clients: int) -> None:
        self.port, self.paths, self.keys = port, paths, keys
        self.statuses: Counter[str] = Counter()
        self.sheets: set[str] = set()
        self.voted = 0
        self.lost: list[str] = []
        self._numbers, self._lock, self._over = count(1), Lock(), Event()
        self._threads = [Thread(target=self._visit) for _ in range(clients)]
        self._tls = ssl._create_unverified_context()

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def answered(self) -> int:
        return sum(self.statuses.values())

    def _visit(self) -> None:
        while not self._over.is_set():
            with self._lock:
                number = next(self._numbers)
            page = self._ask(number, "GET", self.paths[number % len(self.paths)])
            if sheet := re.search(rb'href="(/static/css/page\.[^"]+)"', page):
                address = sheet[1].decode()
                self.sheets.add(address)
                self._ask(number, "GET", address)
            self._over.wait(_PAUSE_SECONDS)
            if number % 10 == 0:
                key = self.keys[number % len(self.keys)]
                self._ask(number, "POST", f"/feedback/{key}", b"helpful=yes")

    def _ask(self, number: int, method: str, path: str, body: bytes | None = None) -> bytes:
        source = (f"127.1.{number // 250 % 250}.{number % 250 + 1}", 0)
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=self._tls, source_address=source
        )
        headers = {"User-Agent": "Mozilla/5.0 (X11) Firefox/140.0", "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._note(f"{method} {path}: {error!r}", is_lost=True)
            return b""
        finally:
            connection.close()
        # 429 is the site's own answer to many votes from one network: not counted, and not lost.
        expected = {303, 429} if method == "POST" else {200}
        told = f"{method} {path}: {response.status}"
        self._note(told, is_lost=response.status not in expected)
        with self._lock:
            self.voted += method == "POST" and response.status == 303
        return text

    def _note(self, told: str, *, is_lost: bool) -> None:
        with self._lock:
            self.statuses[told.rpartition(": ")[2]] += 1
            if is_lost:
                self.lost.append(told)
