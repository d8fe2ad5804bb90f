"""What stands in deploy/ agrees with the site and with itself: settings, commands, paths, ports."""

import re
import shlex
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from articles.web.response_headers import CONTENT_SECURITY_POLICY, EMBEDDER_POLICY, HEADERS

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
SITE = ("prepare", "app-1", "app-2", "timer")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SCRIPTS = ("upgrade", "manage", "due-work", "nightly", "timer")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
# Of deploy/nightly and deploy/timer, and no setting of the site.
OF_THE_SCRIPTS = {"BACKUP_FOLDER", "BACKUP_KEEP_DAYS", "NIGHTLY_HOUR"}
OF_PYTHON = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def documented():
    text = (ROOT / "docs" / "configuration.md").read_text()
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def in_example(name):
    lines = (DEPLOY / name).read_text().splitlines()
    return {match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))}


def unit(path):
    parser = ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.optionxform = str
    parser.read(path)
    return parser


def code(text):
    """Without comments."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


@pytest.mark.parametrize("service", SITE)
def test_settings_of_the_containers_are_settings_of_the_site(service):
    named = set(SERVICES[service]["environment"])
    assert named - OF_THE_SCRIPTS <= documented()


def test_settings_of_the_image_and_of_the_bare_machine_are_settings_of_the_site():
    block = re.search(r"^ENV (.*?[^\\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]
    of_image = set(re.findall(r"([A-Z_]+)=", block))
    assert of_image - OF_PYTHON - OF_THE_SCRIPTS <= documented()
    assert in_example("qtsite.env.example") - OF_THE_SCRIPTS <= documented()


def test_what_compose_asks_for_stands_in_its_example():
    text = (DEPLOY / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{([A-Z0-9_]+)", text)) == in_example("compose.env.example")
    required = set(re.findall(r"\$\{([A-Z0-9_]+):\?", text))
    given = re.findall(
        r"^([A-Z0-9_]+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE
    )
    assert required == set(given)


@pytest.mark.parametrize("service", SERVICES)
def test_each_container_has_the_least_rights_and_says_whether_it_is_well(service):
    found = SERVICES[service]
    assert found["read_only"]
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert set(found.get("networks", ())) <= set(COMPOSE["networks"])
    for volume in found.get("volumes", ()):
        source = volume.split(":")[0]
        if source.startswith("./"):
            assert (DEPLOY / source).is_file(), source
        elif not source.startswith("$"):
            assert source in COMPOSE["volumes"]
    for other in found.get("depends_on", ()):
        if found["depends_on"][other]["condition"] == "service_healthy":
            checked = SERVICES[other].get("healthcheck", {})
            assert checked.get("test") or (other in SITE and "HEALTHCHECK" in DOCKERFILE)
    if service not in SITE:
        assert re.search(r":\d+\.\d+(\.\d+)?(-|$)", found["image"]), "a version, never latest"
        assert found["healthcheck"]["test"]


def test_nginx_asks_the_containers_where_they_are():
    conf = code((DEPLOY / "nginx" / "upstream-compose.conf").read_text())
    port = re.search(r"PORT=(\d+)", DOCKERFILE)[1]
    addresses = {SERVICES[name]["networks"]["web"]["ipv4_address"] for name in ("app-1", "app-2")}
    assert set(re.findall(r"server ([\d.]+:\d+)", conf)) == {f"{one}:{port}" for one in addresses}
    assert f"EXPOSE {port}" in DOCKERFILE


def test_nginx_asks_the_services_where_the_documentation_starts_them():
    conf = code((DEPLOY / "nginx" / "upstream.conf").read_text())
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", conf))
    told = (ROOT / "docs" / "deployment.md").read_text()
    assert set(re.findall(r"qtsite-web@(\d+)", told)) == ports
    assert all(f"127.0.0.1:{port}" in (DEPLOY / "Caddyfile").read_text() for port in ports)


def test_static_files_lie_where_nginx_looks_for_them():
    kept = "/srv/qtsite/kept"
    assert f"root {kept};" in (DEPLOY / "nginx" / "qtsite.conf").read_text()
    assert f"root * {kept}" in (DEPLOY / "Caddyfile").read_text()
    assert f"kept={kept}\n" in (DEPLOY / "upgrade").read_text()
    assert f"kept:{kept}" in SERVICES["prepare"]["volumes"]
    assert f"kept:{kept}:ro" in SERVICES["nginx"]["volumes"]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("nginx/qtsite.conf", r'add_header ([A-Z][\w-]+) "?(.+?)"?;$'),
        ("Caddyfile", r'^\t{3}([A-Z][\w-]+) "?(.+?)"?$'),
    ],
)
def test_static_files_have_the_headers_that_the_site_gives_them(settings, file, pattern):
    found = dict(re.findall(pattern, (DEPLOY / file).read_text(), re.MULTILINE))
    expected = {
        **HEADERS,
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Cross-Origin-Embedder-Policy": EMBEDDER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_no_form_is_sent_twice():
    """nginx repeats no POST that it has sent, unless it is told to."""
    for file in (DEPLOY / "nginx").glob("*.conf"):
        assert "non_idempotent" not in code(file.read_text())
    assert "proxy_next_upstream error timeout;" in (DEPLOY / "nginx/proxy.conf").read_text()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_start_what_exists(path):
    service = unit(path)["Service"]
    for line in (service["ExecStart"], service.get("ExecStartPost", "")):
        words = shlex.split(line)
        for number, word in enumerate(words):
            file = word.removeprefix("/srv/qtsite/current/")
            if file.startswith("deploy/"):
                assert (ROOT / file).stat().st_mode & 0o111, f"{file} can be executed"
            if word == "-m":
                module = words[number + 1].replace(".", "/")
                assert (ROOT / f"{module}.py").is_file()
            if word == "manage.py":
                assert words[number + 1] in get_commands()
    name = path.stem
    if service["Type"] == "oneshot":
        timer = unit(path.with_suffix(".timer"))
        assert timer["Timer"]["OnCalendar"]
        assert f"{name}.timer" in (ROOT / "docs" / "deployment.md").read_text()


def test_every_service_is_within_the_sandbox():
    """The folder's name ends where the names of the units go on (systemd.unit(5))."""
    sandbox = unit(DEPLOY / "systemd" / "qtsite-.service.d" / "site.conf")["Service"]
    assert all(path.name.startswith("qtsite-") for path in UNITS)
    assert sandbox["ProtectSystem"] == "strict"
    assert sandbox["NoNewPrivileges"] == "yes"
    assert sandbox["CapabilityBoundingSet"] == ""
    variables = (DEPLOY / "qtsite.env.example").read_text()
    assert f"VAR_DIR=/var/lib/{sandbox['StateDirectory']}\n" in variables


def test_an_upgrade_ends_with_the_cdn_forgetting_the_pages_of_the_release_before():
    """Only then does no worker of that release give it another."""
    _, restart, rest = code((DEPLOY / "upgrade").read_text()).rpartition("systemctl restart")
    assert restart
    assert "deploy/manage purge_cdn --everything --if-any" in rest


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_shell_and_call_commands_that_exist(script):
    path = DEPLOY / script
    subprocess.run(["sh", "-n", path], check=True)
    called = re.findall(
        r"(?:^|manage\.py |deploy/manage |\bmanage )([a-z_]{5,})", code(path.read_text())
    )
    known = set(get_commands())
    assert {word for word in called if "_" in word or word in known} <= known
    assert path.stat().st_mode & 0o111


def test_the_image_has_the_python_of_the_project_and_runs_as_nobody():
    version = re.search(r"python:(\d+\.\d+)\.\d+-slim", DOCKERFILE)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f">={version}" == project["requires-python"], "the version that the tests run on"
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    copied = re.findall(r"^COPY ([a-z.\- ]+) \S+$", DOCKERFILE, re.MULTILINE)
    for name in {word for line in copied for word in line.split()}:
        assert (ROOT / name).exists()
        assert f"!{name}\n" in (DEPLOY / "Dockerfile.dockerignore").read_text()
