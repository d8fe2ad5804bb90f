"""nginx of the tests: its program, and the frame of its configuration."""

import os
import shutil
from pathlib import Path

import pytest

# Everything that it writes is in `folder`; nobody is asked for the rights of its own user.
_FRAME = """
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{of_http}
}}
"""


def program() -> str:
    """Return nginx's path; skips the test where it is not installed."""
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        pytest.skip("nginx is not installed")
    return path


def command(folder: Path, of_http: str) -> list[str]:
    """Write a configuration with these lines of its block `http` into a folder that is there;
    return what starts nginx with it, in the foreground."""
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(_FRAME.format(folder=folder, user=user, of_http=of_http))
    return [program(), "-c", str(file), "-p", str(folder), "-e", str(folder / "errors")]
