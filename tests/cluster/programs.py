"""Servers that are killed and started again at the same port: nginx, Redis, the site's own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.free_ports import free_port
from tests.nginx import command as nginx_command

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60


@dataclass(slots=True)
class Program:
    """A server on a port of 127.0.0.1, a session of its own. `path`: asked until it answers 200;
    without one the port need only take connections."""

    command: list[str]
    port: int
    log: Path
    path: str = ""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it; returns when it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            is_waited_for = self.process.poll() is None and time.monotonic() < end
            assert is_waited_for, self.log.read_text()
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            if not self.path:
                socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
                return True
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            with closing(connection):
                connection.request("GET", self.path)
                return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """As when its machine dies: all of its processes at once, without a word."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def children(self) -> list[int]:
        """The processes that serve: those that it has started (proc(5))."""
        pid = self.process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def redis(folder: Path) -> Program:
    """A Redis that keeps nothing on disk."""
    port = free_port()
    options = {"--port": port, "--bind": "127.0.0.1", "--save": "", "--dir": folder}
    command = [
        _installed("redis-server"),
        *(str(part) for pair in options.items() for part in pair),
    ]
    return Program(command, port, folder / "redis.log")


def application(folder: Path, variables: Mapping[str, str]) -> Program:
    """A machine of the site: its supervisor and its workers, with a folder of its own."""
    folder.mkdir()
    port = free_port()
    own = {"PORT": str(port), "VAR_DIR": str(folder)}
    environment = {**os.environ, "TASK_WORKERS": "0", **variables, **own}
    command = [sys.executable, "-m", "qtsite.server"]
    return Program(command, port, folder / "log", "/healthz", environment)


# A request that one machine has not answered goes to the other if it may be sent twice (nginx's
# own rule: not a POST that had been sent). What no machine answers is a sentence.
_OF_HTTP = """
    client_max_body_size 25m;
    upstream machines {{
        {servers}
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://machines;
            proxy_http_version 1.1;
            proxy_connect_timeout 2s;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}
    }}
"""


def nginx(folder: Path, port: int, machines: list[int]) -> Program:
    """nginx on a port, which shares out requests to those of the machines in turn."""
    folder.mkdir()
    servers = "\n        ".join(
        f"server 127.0.0.1:{machine} max_fails=1 fail_timeout=1s;" for machine in machines
    )
    command = nginx_command(folder, _OF_HTTP.format(port=port, servers=servers))
    return Program(command, port, folder / "log")


def _installed(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path
