"""A real Varnish with xkey in front of the real server, by docs/varnish.vcl: what an editor saves
is seen behind it, and what has not changed is not asked for again. TRY_VARNISH=1 where Debian's
packages varnish and varnish-modules are installed."""

import subprocess
import time
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from tests.admin.page_forms import form_data
from tests.faults.desk import Desk, make_editor
from tests.faults.server import answer, served
from tests.faults.site import ROOT, wait_until
from tests.free_ports import free_port

EDITS = 20
PATIENCE_SECONDS = 10


@contextmanager
def running_varnish(folder, port, backend):
    text = (ROOT / "docs" / "varnish.vcl").read_text().replace('"8000"', f'"{backend}"')
    vcl = folder / "site.vcl"
    vcl.write_text(text)
    command = ["varnishd", "-F", "-n", str(folder / "varnish"), "-a", f"127.0.0.1:{port}"]
    command += ["-f", str(vcl), "-s", "malloc,64m", "-T", "none", "-j", "none"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def headers_of(url):
    with urlopen(url, timeout=PATIENCE_SECONDS) as response:
        return response.headers


def is_hit(headers):
    """Varnish names the request that fetched the page, too."""
    return len(headers["X-Varnish"].split()) == 2


def shown_after(url, words):
    """Seconds until the page has the words."""
    began = time.monotonic()
    while words not in answer(url).text:
        if time.monotonic() - began > PATIENCE_SECONDS:
            pytest.fail(f"{words} is not shown")
        time.sleep(0.02)
    return time.monotonic() - began


def test_saves_are_seen_through_varnish_and_other_pages_stay(library, tmp_path, capsys):
    site = library.site
    make_editor(site)
    port = free_port()
    front = f"http://127.0.0.1:{port}"
    variables = {"CDN_KIND": "varnish", "CDN_PURGE_URL": f"{front}/", "TRUST_PROXY": "0"}
    with served(site, workers=2, **variables) as server:
        backend = server.url.rpartition(":")[2]
        with running_varnish(tmp_path, port, backend):
            wait_until(lambda: answer(f"{front}/healthz").status == 200, "Varnish")
            time.sleep(2)  # a new CDN forgets everything once
            page, other = (front + path for path in library.paths[:2])
            for url in (page, other, page, other):
                headers = headers_of(url)
            assert is_hit(headers)
            assert "xkey" not in headers
            assert "s-maxage" not in headers["Cache-Control"]
            assert not is_hit(headers_of(f"{front}/healthz"))

            desk = Desk()
            desk.sign_in(server.url)
            form = f"{server.url}/admin/articles/article/{library.keys[0]}/change/"
            seconds = []
            for number in range(EDITS):
                data = form_data(desk.get(form).html) | {"answer": f"Mark {number} of many."}
                assert desk.send(form, data).status == 200
                seconds.append(shown_after(page, f"Mark {number} of many."))
            assert is_hit(headers_of(page))
            with capsys.disabled():
                ordered = sorted(seconds)
                figures = f"{ordered[EDITS // 2]:.2f} s (median), {ordered[-1]:.2f} s at most"
                print(f"\n{EDITS} edits seen behind Varnish after {figures}")  # noqa: T201
