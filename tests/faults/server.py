"""The real server with two workers, on a scratch site."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace

from tests.audience.agents import CHROME
from tests.faults.site import PATIENCE_SECONDS, ROOT, Site, wait_until


@contextmanager
def started(site: Site, *, flush_seconds: int = 300) -> Iterator[SimpleNamespace]:
    """A server that may not answer yet, with its `url` and `process`; its remains are killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    site.variables |= {
        "PORT": port,
        "DEBUG": "1",
        "SITE_URL": "",
        "COUNTS_FLUSH_SECONDS": str(flush_seconds),
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", port, "--workers", "2", "--blocking-threads", "4", "--no-ws"),
            *("--log-level", "error", "qtsite.wsgi:application"),
        ],
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
def served(site: Site, *, flush_seconds: int) -> Iterator[SimpleNamespace]:
    """A server that answers; SIGTERM ends it."""
    with started(site, flush_seconds=flush_seconds) as server:
        wait_until(lambda: status(f"{server.url}/healthz") == 200, "the server")
        yield server
        server.process.terminate()
        server.process.wait(timeout=PATIENCE_SECONDS)


def status(url: str, data: bytes | None = None, **headers: str) -> int:
    """What a browser's request is answered with; 0 where nothing answers."""
    request = urllib.request.Request(url, data=data, headers={"User-Agent": CHROME, **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0
