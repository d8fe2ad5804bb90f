"""nginx can read the site of deploy/nginx."""

import subprocess

from tests.faults.proxied import configure
from tests.free_ports import free_port


def test_nginx_reads_the_site(tmp_path):
    ports = [free_port(), free_port()]
    command = configure(tmp_path / "nginx", port=free_port(), servers=ports, kept=tmp_path / "kept")
    done = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
