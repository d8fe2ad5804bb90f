"""Files that cannot be imported: named, and in the way of no other."""

import os

import pytest

from articles.models import Article, Finding
from articles.publishing import withdraw

pytestmark = pytest.mark.django_db


def test_a_bad_file_is_named_and_stops_nothing(write, run_import):
    write("physics", "a-good-one")
    bad = write("physics", "bad", data=b"---\ntitle: [unclosed\n---\n")
    write("physics", "zebra")
    report = run_import(write.folder)
    assert report.counts["created"] == 2
    [(path, reason)] = report.failures
    assert path == str(bad)
    assert str(bad) in reason
    finding = Finding.objects.get(kind="refused-file")
    assert (finding.path, finding.article) == ("physics/bad.md", None)


def test_the_finding_of_a_bad_file_goes_when_the_file_is_mended(write, run_import):
    run_import(write("physics", "bad", data=b"no front matter"))
    assert Finding.objects.filter(kind="refused-file").exists()
    run_import(write("physics", "bad"))
    assert not Finding.objects.filter(kind="refused-file").exists()


@pytest.mark.parametrize(
    ("field", "length", "fails"),
    [
        ("title", 501, True),
        ("author", 201, False),
        ("question", 501, False),
        ("subject", 900, False),
    ],
)
def test_a_text_that_no_column_holds_is_reported_and_stops_nothing(
    write, run_import, field, length, fails
):
    write("physics", "long", **{field: "x" * length})
    write("physics", "good")
    report = run_import(write.folder)
    assert report.counts["failed"] == fails
    assert Article.objects.filter(slug="good").exists()
    if fails:
        assert "“title” has more than 500 characters" in report.failures[0][1]


def test_a_name_that_is_no_utf8_is_shown_and_stops_nothing(write, run_import, tmp_path):
    write("physics", "a")
    (write.folder / os.fsdecode(b"bad\xff.md")).write_bytes(b"nothing")
    report = run_import(write.folder)
    assert report.counts["created"] == 1
    assert "bad\\xff.md" in report.failures[0][0]


def test_the_finding_of_a_bad_file_goes_when_the_good_one_is_back(write, run_import):
    path = write("physics", "a")
    good = path.read_bytes()
    run_import(path)
    path.write_bytes(b"broken")
    run_import(path)
    assert Finding.objects.get(kind="refused-file").path == "physics/a.md"
    path.write_bytes(good)
    assert run_import(path).counts["unchanged"] == 1
    assert not Finding.objects.filter(kind="refused-file").exists()


def test_the_finding_of_a_bad_file_goes_where_its_article_is_withdrawn(write, run_import):
    path = write("physics", "a")
    run_import(path)
    path.write_bytes(b"broken")
    run_import(path)
    withdraw(Article.objects.get())
    assert run_import(write("physics", "a", author="New")).counts["skipped"] == 1
    assert not Finding.objects.filter(kind="refused-file").exists()
