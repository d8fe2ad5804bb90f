"""The documentation is true: every command, option, setting and dependency stands in it."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
COMMANDS = [name for name, app in get_commands().items() if app == "articles"]
VARIABLES = re.findall(
    r'environment\.\w+\(\s*"([A-Z_]+)"', (ROOT / "qtsite" / "settings.py").read_text()
)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_its_options_are_documented(command):
    documents = "\n".join(DOCS.values())
    assert f"manage.py {command}" in documents
    parser = load_command_class("articles", command).create_parser("manage.py", command)
    own = [a for a in parser._actions if a.option_strings and a.container.title == "options"]
    for action in own:
        option = action.option_strings[-1]
        if option not in DJANGO_OPTIONS:
            assert option in documents, option


DJANGO_OPTIONS = {
    "--help",
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_documented(variable):
    assert f"| `{variable}` |" in DOCS["configuration.md"]


def test_every_dependency_is_justified():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted += project["project"]["optional-dependencies"]["model"]
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)[0]
        assert re.search(rf"\| .*\b{re.escape(name)}\b.* \|", DOCS["dependencies.md"], re.I), name


def test_every_link_of_the_documentation_leads_somewhere():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
