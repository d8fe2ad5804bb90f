"""The real site in a real browser: a server as `script/server` starts it, and headless Chromium.

With CLUSTER=1 the site is the one of `tests.cluster.machines`: two application processes behind
nginx, on PostgreSQL with a replica that readers read, and Redis (`script/test-cluster`)."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.cluster.machines import running_cluster, serving
from tests.faults.cluster import NAME
from tests.free_ports import free_port
from tests.once_a_run import once_a_run

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """The servers that machines share; None where the site is one machine."""
    if os.environ.get("CLUSTER") != "1":
        yield None
        return
    with running_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture(scope="session")
def prepared(run_folder, cluster):
    """A folder with the library of fixtures and an administrator, to copy: made once a run."""
    with once_a_run(run_folder / "prepared-site") as (folder, is_first):
        if is_first:
            environment = environment_of(folder)
            if cluster:
                environment |= cluster.variables(NAME)
            done = subprocess.run(
                [sys.executable, "manage.py", "prepare_site"],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            _add_editors_work(environment)
            (folder / "password").write_text(done.stdout.partition("Password: ")[2].split()[0])
            if cluster:
                cluster.databases.add_replica()
    return folder


@pytest.fixture(scope="package")
def site(prepared, cluster, tmp_path_factory):
    """A site with the fixture library: its `url`, the administrator's `name` and `password`, and,
    as soon as a test has been there, his `session` and the addresses of `forms` by words; the
    processes of its `servers`, and their `environment`."""
    with running_site(prepared, tmp_path_factory.mktemp("site") / "var", cluster) as started:
        yield started


def environment_of(folder):
    own = {"VAR_DIR": str(folder), "DATABASE_URL": "", "SITE_URL": "", "TASK_WORKERS": "0"}
    return {**os.environ, **own}


@contextmanager
def running_site(prepared, folder, cluster=None, *, host="127.0.0.1", port=0, more=None):
    """A site of its own, in `folder`; of a cluster, with a database of its own. `more` are further
    variables."""
    shutil.copytree(prepared, folder)
    more = more or {}
    if cluster is None:
        running = _of_one_machine(folder, host, port, more)
    else:
        running = _of_machines(folder, cluster, host, port, more)
    with running as (url, servers, environment):
        yield SimpleNamespace(
            url=url,
            name="admin",
            password=(folder / "password").read_text(),
            session=None,
            forms={},
            servers=servers,
            environment=environment,
        )


@contextmanager
def _of_one_machine(folder, host, port, more):
    port = port or free_port()
    url = f"http://{host}:{port}"
    environment = environment_of(folder) | {"PORT": str(port), "SITE_URL": url} | more
    server = subprocess.Popen(
        [sys.executable, "-m", "qtsite.server"],
        cwd=ROOT,
        env=environment,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield url, [server], environment
    finally:
        server.terminate()
        server.wait(timeout=10)


@contextmanager
def _of_machines(folder, cluster, host, port, more):
    name = f"site_{folder.parent.name.replace('-', '_')}"
    cluster.copy_database(NAME, name)
    cluster.wait_for_replica()
    variables = cluster.variables(name) | more
    with serving(folder, variables, host=host, port=port) as started:
        servers = [machine.process for machine in started.machines]
        yield started.url, servers, started.environment


# The library of fixtures is too small for topics to be found in it: one as an editor makes it, a
# plain page, and who has written all.
_EDITORS_WORK = """
from articles.core.page_content import PageContent
from articles.models import Article, Person, Subject, Topic
from articles.publishing import Belonging, create_page, save_person, save_topic, set_belonging
subject = Subject.objects.get(slug="mathematics")
topic = Topic(subject=subject, name="Equations", introduction="What **equations** have in common.")
save_topic(topic)
keys = Article.objects.indexable().filter(subject=subject).values_list("pk", flat=True)
set_belonging(subject, {key: Belonging((topic.pk,), True) for key in keys})
person = Person(slug="quicktakes", name="QuickTakes", kind="role", job_title="Editors")
person.biography = "Who **writes** here."
person.links = ["https://example.org/quicktakes"]
save_person(person, ())
text = "We answer **questions**.\\n\\n## Who we are\\n\\n[Four](/learn) people."
create_page(PageContent("About", text, kind="about"), slug="about", status="published")
"""


def _add_editors_work(environment):
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", _EDITORS_WORK],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


def _wait_for(url):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="package")
def chromium(tmp_path_factory):
    """One headless Chromium for all tests of a process, as it takes a second to start; it ends with
    the last of this folder, for it is never quite idle."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("Chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = program
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1280,1000",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    started.implicitly_wait(5)
    yield started
    started.quit()


@pytest.fixture
def browser(chromium, site):
    """Chromium at a desktop's size that has been nowhere; what its console says must be looked
    at."""
    yield chromium
    first, *others = chromium.window_handles
    for other in others:
        chromium.switch_to.window(other)
        chromium.close()
    chromium.switch_to.window(first)
    send = chromium.execute_cdp_cmd
    send("Emulation.clearDeviceMetricsOverride", {})
    send("Emulation.setEmulatedMedia", {"media": "", "features": []})
    send("Emulation.setScriptExecutionDisabled", {"value": False})
    send("Network.setBlockedURLs", {"urls": []})
    # Before the page is left, so that what it then sends is nobody's.
    send("Network.clearBrowserCookies", {})
    chromium.get("about:blank")
    send("Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": "all"})
    chromium.get_log("browser")
