"""The real server on a scratch site, and requests to it."""

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.audience.agents import CHROME
from tests.faults.site import PATIENCE_SECONDS, ROOT, Site, wait_until
from tests.free_ports import free_port


@contextmanager
def started(
    site: Site,
    *,
    flush_seconds: int = 300,
    workers: int = 2,
    prefix: tuple[str, ...] = (),
    **variables: str,
) -> Iterator[SimpleNamespace]:
    """A server that may not answer yet, with its `url` and `process`; its remains are killed.
    `variables` are added to its environment, and `prefix` is put before its command."""
    port = str(free_port())
    site.variables |= {
        "PORT": port,
        "DEBUG": "1",
        "SITE_URL": "",
        "COUNTS_FLUSH_SECONDS": str(flush_seconds),
        "WORKERS": str(workers),
        "TASK_WORKERS": "0",
        **variables,
    }
    process = subprocess.Popen(
        [*prefix, sys.executable, "-m", "qtsite.server"],
        cwd=ROOT,
        env=site.environment(),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield SimpleNamespace(url=f"http://127.0.0.1:{port}", process=process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def served(site: Site, **options: Any) -> Iterator[SimpleNamespace]:
    """A server that answers; SIGTERM ends it."""
    with started(site, **options) as server:
        wait_until(lambda: status(f"{server.url}/healthz") == 200, "the server")
        yield server
        server.process.terminate()
        server.process.wait(timeout=PATIENCE_SECONDS)


def workers_of(server: SimpleNamespace) -> list[int]:
    """The processes that serve its requests (proc(5))."""
    parent = server.process.pid
    return list(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def status(url: str, data: bytes | None = None, **headers: str) -> int:
    """What a browser's request is answered with; 0 where nothing answers."""
    return answer(url, data, **headers).status


def answer(url: str, data: bytes | None = None, **headers: str) -> SimpleNamespace:
    """The `status` (0 where nothing answers), the `text`, and how many `seconds` it took."""
    began = time.monotonic()
    code, body = _answer(url, data, headers)
    return SimpleNamespace(status=code, text=body.decode(), seconds=time.monotonic() - began)


def _answer(url: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=data, headers={"User-Agent": CHROME, **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
