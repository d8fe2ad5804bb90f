"""The licences that docs/dependencies.md names are those that the packages name themselves."""

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def licences():
    return runpy.run_path(str(ROOT / "script" / "licences"))


def test_every_licence_is_as_the_document_says_and_one_to_stand_on(licences):
    assert list(licences["faults"]()) == []


def test_every_installed_package_of_the_lock_files_is_looked_at(licences):
    found = licences["installed"]()
    assert {"django", "comrak", "psycopg", "prometheus-client"} <= found.keys()
    assert found["comrak"] == "MIT"
    assert len(found) > 50


def test_a_wrong_row_and_a_strange_licence_are_named(licences, monkeypatch):
    within = licences["faults"].__globals__
    monkeypatch.setitem(within, "documented", lambda: {"comrak": "Apache-2.0"})
    monkeypatch.setitem(within, "installed", lambda: {"comrak": "MIT", "a": "AGPL-3.0", "b": ""})
    assert [line.partition(":")[0] for line in within["faults"]()] == ["comrak", "a", "b"]


PACKAGE = {"name": "a", "version": "1"}
FAULT = {"id": "PYSEC-1", "fix_versions": ["2"]}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([PACKAGE | {"vulns": []}], 0, "1 of 1 packages looked at, no known fault"),
        ([PACKAGE | {"vulns": [FAULT]}], 1, "a 1: PYSEC-1 (mended in 2)"),
        ([PACKAGE | {"skip_reason": "?"}], 2, "0 of 1 packages looked at"),
        ([PACKAGE | {"vulns": [FAULT]}, {"name": "b", "skip_reason": "?"}], 1, "no records of b"),
    ],
)
def test_a_known_fault_is_named_and_what_was_not_looked_at(
    tmp_path, capsys, packages, status, words
):
    file = tmp_path / "report.json"
    file.write_text(json.dumps({"dependencies": packages}))
    main = runpy.run_path(str(ROOT / "script" / "audit_report"))["main"]
    assert main("requirements.txt", str(file)) == status
    assert words in capsys.readouterr().out
