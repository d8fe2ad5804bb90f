"""nginx can read the site of deploy/nginx."""

import os
import shutil
import subprocess

import pytest

from tests.faults.proxied import configure, free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_reads_the_site(tmp_path):
    folder = tmp_path / "nginx"
    ports = [free_port(), free_port()]
    configure(folder, port=free_port(), servers=ports, kept=tmp_path / "kept")
    asked = [NGINX, "-t", "-c", folder / "nginx.conf", "-p", folder]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
