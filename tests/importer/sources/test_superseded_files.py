"""Several files of one name in a run: the last counts, and the others are as if they were not."""

import tarfile
import zipfile

import pytest

from articles.importer.sources.superseded_files import declares_its_name
from articles.models import Article, Revision
from tests.importer.planning.test_plan_command import command, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliveries(write):
    write("physics", "a", folder="delivery/2025-01-01", answer="First.")
    write("physics", "a", folder="delivery/2025-02-01", answer="Second.")
    write("physics", "b", folder="delivery/2025-01-15")
    return write.folder


def counted(report):
    return {name: count for name, count in report.counts.items() if count}, report.superseded


def packed(folder, target):
    paths = sorted(path for path in folder.rglob("*.md"))
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w") as archive:
            for path in paths:
                archive.write(path, path.relative_to(folder))
    else:
        with tarfile.open(target, "w") as archive:
            for path in paths:
                archive.add(path, path.relative_to(folder))
    return target


@pytest.mark.parametrize("name", ["", "all.zip", "all.tar"])
def test_the_last_counts_however_often_they_are_imported(deliveries, run_import, tmp_path, name):
    source = packed(deliveries, tmp_path / name) if name else deliveries
    assert counted(run_import(source)) == ({"created": 2}, 1)
    for _ in range(2):
        report = run_import(source)
        assert counted(report) == ({"unchanged": 2}, 1)
        assert Article.objects.get(slug="a").answer == "Second."
    assert not Revision.objects.exists()
    assert "Superseded by a later file of the same run: 1." in report.lines()
    assert report.as_json()["superseded_files"] == 1


def test_a_later_archive_follows_a_folder_though_it_has_none(write, run_import, tmp_path):
    write("physics", "a", folder="first", answer="First.")
    write("physics", "a", folder="second", answer="Second.")
    first, second = tmp_path / "first", packed(tmp_path / "second", tmp_path / "second.zip")
    assert counted(run_import(first, second)) == ({"created": 1}, 1)
    assert counted(run_import(first, second)) == ({"unchanged": 1}, 1)


def test_a_path_that_is_given_later_comes_later(deliveries, run_import):
    run_import(deliveries / "2025-02-01", deliveries / "2025-01-01")
    assert Article.objects.get(slug="a").answer == "First."


def test_a_plan_of_several_deliveries_is_applied_as_it_was_printed(deliveries, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    command(deliveries, "--expect", plan(deliveries), "--on-conflict=fail")
    assert Article.objects.get(slug="a").answer == "Second."


def test_one_that_declares_another_address_than_its_name_is_imported(write, run_import):
    other = "/learn/physics/questions/other"
    write("physics", "a", folder="delivery/2025-01-01", url=other)
    write("physics", "a", folder="delivery/2025-02-01")
    assert counted(run_import(write.folder)) == ({"created": 2}, 0)


def test_two_names_for_one_address_end_with_the_later(write, run_import):
    address = "/learn/physics/questions/a"
    write("physics", "a", answer="First.")
    write("physics", "z", answer="Second.", url=address)
    run_import(write.folder)
    assert Article.objects.get().answer == "Second."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"url: /learn/physics/questions/a", True),
        (b'url: "https://example.org/learn/physics/questions/a/"', True),
        (b"url: >-\n  /learn/physics/questions/a", True),
        (b"title: none", True),
        (b"url: nowhere", True),
        (b"related_article1:\n  url: /learn/physics/questions/b", True),
        (b"url: /learn/physics/questions/b", False),
        (b"url: '/learn/optics/questions/a'", False),
        (b"url: >-\n  /learn/physics/questions/b", False),
    ],
)
def test_what_a_file_declares(line, expected):
    data = b"---\nid: 1\n" + line + b"\n---\n"
    assert declares_its_name("2025/physics/a.md", data) is expected
