"""A certified OpenID provider of the tests' own (npm: oidc-provider), where it is installed."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.free_ports import free_port

_PROGRAM = Path(__file__).with_suffix(".mjs")
# What a client's secret may hold, and what is lost where it is not encoded.
SECRET = "a:b+c d%2F"


@dataclass(frozen=True)
class RunningProvider:
    """The provider's issuer, and the file of those who have an account there."""

    issuer: str
    people: Path

    def knows(self, **people: dict) -> None:
        """Let these be all the people there: claims by subject."""
        self.people.write_text(json.dumps(people))


def settings_of(provider: RunningProvider) -> dict[str, object]:
    return {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": "qtsite",
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "Example Login",
    }


@contextmanager
def running_provider(folder: Path, *, site_url: str) -> Iterator[RunningProvider]:
    """Start it for a site at an address; skips where node or the package is not there."""
    library = Path(os.environ.get("NODE_MODULES", "")) / "oidc-provider" / "lib" / "index.js"
    node = shutil.which("node")
    if not node or not library.is_file():
        pytest.skip("oidc-provider (npm) is not installed: NODE_MODULES names its folder")
    port = free_port()
    running = RunningProvider(f"http://127.0.0.1:{port}", folder / "people.json")
    running.knows()
    back, signed_out = f"{site_url}/admin/provider/return/", f"{site_url}/admin/login/"
    command = [node, _PROGRAM, library, running.issuer, "qtsite", SECRET, back, signed_out]
    with (
        (folder / "provider.log").open("w") as log,
        subprocess.Popen(
            [*command, running.people], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            if "ready" not in (process.stdout.readline() or ""):
                raise RuntimeError((folder / "provider.log").read_text())
            yield running
        finally:
            process.kill()
