"""A Redis of the tests' own, where the program is there."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.free_ports import free_port


@contextmanager
def running_redis(folder: Path) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server that keeps nothing on disk: its address and its process."""
    if not (program := shutil.which("redis-server")):
        pytest.skip("redis-server is not installed")
    port = free_port()
    options = {"--port": port, "--bind": "127.0.0.1", "--save": "", "--dir": folder}
    command = [program, *(str(part) for pair in options.items() for part in pair)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as client:
                    if client.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"redis://127.0.0.1:{port}/0", process
        finally:
            process.terminate()
