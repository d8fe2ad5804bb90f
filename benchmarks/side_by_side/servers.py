"""Servers that are started for a measurement, each in its own session, and what they answer."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.side_by_side.measurement import Failed, Request

ROOT = Path(__file__).resolve().parent.parent.parent
_START_SECONDS = 60
_END_SECONDS = 40


@dataclass(frozen=True)
class Server:
    """A server that answers: its session and its port."""

    session: int
    port: int


@dataclass(frozen=True)
class Received:
    """An answer as it came over the wire, without what the server adds by itself."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@contextmanager
def running(
    command: list[str], environment: dict[str, str], folder: Path, port: int
) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it after. Raises Failed where it does not."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(process, port, log)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def granian(
    target: str, environment: dict[str, str], folder: Path, port: int, python: str = sys.executable
) -> tuple[list[str], dict[str, str], Path, int]:
    """Return what `running` takes to serve a WSGI application just as the site is served, by one
    worker."""
    variables = {
        **environment,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(folder))),
        "PORT": str(port),
        "WORKERS": "1",
    }
    return [python, "-m", "benchmarks.side_by_side.granian_server", target], variables, folder, port


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def receive(port: int, request: Request, status: int = 200) -> Received:
    """Ask a server once. Raises Failed where the answer has another status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", request.path, headers=request.headers)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != status:
        raise Failed(f"{request.path}: {answer.status} instead of {status}\n{body[:300]!r}")
    own = [pair for pair in answer.getheaders() if pair[0].lower() not in {"date", "server"}]
    return Received(f"{answer.status} {answer.reason}", own, body)


def held(port: int, requests: list[Request]) -> list[Request]:
    """Return the same requests of readers who hold what the server answers."""
    conditional = []
    for request in requests:
        tag = receive(port, request).header("etag")
        again = Request(request.path, {**request.headers, "If-None-Match": tag})
        receive(port, again, 304)
        conditional.append(again)
    return conditional


def _wait_for(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Failed(f"{' '.join(process.args)} does not listen:\n{log.read_text()[-2000:]}")
