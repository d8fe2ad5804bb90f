"""The rows of a list of moved questions that are left to a person, as a file to work off."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.importer.redirect_list import list_rows, plan_redirects
from articles.importer.redirect_report import left_rows
from articles.models import Redirect
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def at(slug, subject="physics"):
    return f"/learn/{subject}/questions/{slug}"


@pytest.fixture
def moved(tmp_path):
    """A list with a row that can be written, and one of several kinds that cannot."""
    make_article("here")
    make_article("hidden", subject=make_subject("myths", is_listed=False))
    file = tmp_path / "moved.csv"
    rows = [
        "old_path,new_path",
        f"{at('good')},{at('here')}",
        "",
        f"{at('two')},{at('here')}",
        f"{at('lost')},{at('on-the-way')}",
        f"{at('two')},{at('hidden', 'myths')}",
        f"{at('on-the-way')},{at('nowhere')}",
        f"{at('e')},{at('hidden', 'myths')}",
        f"=HYPERLINK(1),{at('here')}",
    ]
    file.write_text("\n".join(rows))
    return file


def command(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_redirects", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_each_row_has_its_line_and_its_reason(moved):
    listed = list_rows(moved.read_bytes())
    rows = plan_redirects([row[1:] for row in listed])
    assert [(left.row, left.verdict) for left in left_rows(listed, rows)] == [
        (4, "conflict"),
        (5, "missing"),
        (6, "conflict"),
        (7, "missing"),
        (8, "hidden"),
        (9, "malformed"),
    ]


def test_the_report_is_a_list_that_can_be_corrected_and_imported(moved, tmp_path):
    report = tmp_path / "left.csv"
    printed, named = command(moved, "--report", report)
    assert named == ""
    assert f"6 rows of the list are left to a person: {report}" in printed
    assert "1  left, for it leads from a listed subject into a hidden one" in printed
    lines = list(csv.DictReader(io.StringIO(report.read_text(), newline="")))
    assert lines[1] == {
        "old_path": at("lost"),
        "new_path": at("on-the-way"),
        "row": "5",
        "verdict": "missing",
        "reason": "no article stands at the new address",
        "ends_at": at("nowhere"),
    }
    assert lines[-1]["old_path"] == "'=HYPERLINK(1)"
    wrong, right = f"{at('lost')},{at('on-the-way')}", f"{at('lost')},{at('here')}"
    report.write_text(report.read_text().replace(wrong, right))
    command(report)
    assert Redirect.objects.filter(old_path=at("lost")).exists()


def test_any_other_name_gives_json_with_counts(moved, tmp_path):
    command(moved, "--dry-run", "--report", tmp_path / "left.json")
    report = json.loads((tmp_path / "left.json").read_text())
    assert report["counts"] == {"conflict": 2, "missing": 2, "hidden": 1, "malformed": 1}
    assert report["left"][0]["new_path"] == at("here")
    assert not Redirect.objects.exists()


def test_without_a_report_each_address_is_named_and_the_report_is_mentioned(moved):
    printed, named = command(moved)
    assert named.count("\n") == 5
    assert "6 rows of the list are left to a person: --report FILE.csv writes them" in printed


def test_a_report_that_cannot_be_written_is_an_error(moved, tmp_path):
    with pytest.raises(CommandError, match="The report was not written"):
        command(moved, "--report", tmp_path / "missing" / "left.csv")
