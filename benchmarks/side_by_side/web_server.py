"""nginx with the site's answers as files, compressed beforehand (Debian's package nginx-light)."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path

from benchmarks.side_by_side.servers import Received, Server, free_port, running

# One worker, as everywhere here. A connection is not closed after 1,000 requests, files are not
# looked for each time and nothing is logged: all of them to nginx's advantage.
_CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
worker_processes 1;
{user}
events {{ worker_connections 512; }}
http {{
  types {{ text/html html; }}
  charset utf-8;
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=1000;
  client_body_temp_path {folder}/t1;
  proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/files;
    gzip_static on;
    gzip_vary on;
    {headers}
    location = / {{ try_files /index.html =404; }}
    location / {{ try_files $uri.html =404; }}
  }}
}}
"""
# nginx makes these itself.
_OWN = {"content-length", "content-type", "content-encoding", "last-modified", "etag", "vary"}


def is_here() -> str | None:
    """Return where nginx is; Debian has it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def serving(
    folder: Path, packed: dict[str, Received], plain: dict[str, Received]
) -> Iterator[Server]:
    """Serve files with the bytes of the answers by path, compressed and not. Raises Failed."""
    folder.mkdir()
    for path, answer in packed.items():
        name = "index" if path == "/" else path.lstrip("/")
        file = folder / "files" / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(plain[path].body)
        _write_twin(file, answer)
    sent = next(iter(packed.values())).headers
    headers = "\n    ".join(
        f'add_header {name} "{value}";' for name, value in sent if name.lower() not in _OWN
    )
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, user=user, headers=headers, port=port)
    )
    command = [is_here() or "nginx", "-c", str(configuration), "-e", str(folder / "errors.log")]
    with running(command, dict(os.environ), folder, port) as server:
        yield server


def _write_twin(file: Path, answer: Received) -> None:
    twin = file.with_name(f"{file.name}.gz")
    twin.write_bytes(answer.body)
    if modified := answer.header("last-modified"):
        at = parsedate_to_datetime(modified).timestamp()
        for each in (file, twin):
            os.utime(each, (at, at))
