"""A file beside the folders of the subjects makes no subject of the delivery's own name."""

import pytest

from articles.importer.sources.stray_files import Folders
from articles.models import Article, Subject
from tests.importer.sources.test_superseded_files import packed

pytestmark = pytest.mark.django_db

LAYOUTS = [
    ("beside subjects", ["d/x.md", "d/physics/a.md", "d/biology/b.md"], ["d/x.md"]),
    ("beside one subject", ["d/x.md", "d/physics/a.md"], ["d/x.md"]),
    (
        "in a delivery of several",
        ["d/2025-01-01/x.md", "d/2025-01-01/p/a.md"],
        ["d/2025-01-01/x.md"],
    ),
    (
        "in one of several deliveries",
        ["d/2025-01-01/p/a.md", "d/20250201/p/b.md", "d/20250201/x.md"],
        ["d/20250201/x.md"],
    ),
    ("a site", ["c/about.md", "c/post/a/index.md", "c/post/b.md"], ["c/about.md"]),
    ("the root", ["x.md", "physics/a.md"], ["x.md"]),
    ("from here", ["./x.md", "./physics/a.md"], ["./x.md"]),
    ("one subject's folder", ["d/physics/a.md", "d/physics/b.md"], []),
    ("subjects alone", ["d/physics/a.md", "d/biology/b.md"], []),
    ("one file", ["d/physics/a.md"], []),
    ("a subject with a folder", ["d/p/a.md", "d/p/more/b.md", "d/q/c.md"], []),
    ("a subject with a page's folder", ["d/p/a.md", "d/p/b/index.md"], []),
    ("deep", ["s/content/learn/p/a.md", "s/content/learn/q/a.md"], []),
]


@pytest.mark.parametrize(("paths", "strays"), [x[1:] for x in LAYOUTS], ids=[x[0] for x in LAYOUTS])
def test_which_files_are_strays(paths, strays):
    folders = Folders()
    for path in paths:
        folders.add(path)
    assert [path for path in paths if folders.is_stray(path)] == strays


@pytest.mark.parametrize("name", ["", "all.zip", "all.tar"])
def test_a_stray_that_says_no_address_is_refused(write, run_import, tmp_path, name):
    write("physics", "a", url=None)
    write("", "forgotten", url=None)
    source = packed(write.folder, tmp_path / name) if name else write.folder
    report = run_import(source)
    assert report.counts["created"] == report.counts["failed"] == 1
    [(_, reason)] = report.failures
    assert "it lies beside the folders of the subjects" in reason
    assert list(Subject.objects.values_list("slug", flat=True)) == ["physics"]


def test_a_stray_that_says_its_address_is_imported(write, run_import):
    write("physics", "a")
    write("", "b", url="/learn/physics/questions/b", subject="Physics")
    assert run_import(write.folder).counts["created"] == 2


def test_bundles_of_one_name_in_two_subjects_are_two_articles(write, run_import):
    for subject in ("physics", "biology"):
        write(f"{subject}/what-is-it", "index", url=None, title=f"What is it in {subject}?")
    for _ in range(2):
        report = run_import(write.folder)
        assert report.superseded == 0
        assert sorted(str(article.source_path) for article in Article.objects.all()) == [
            "biology/what-is-it.md",
            "physics/what-is-it.md",
        ]
    assert report.counts["unchanged"] == 2


def test_a_new_subject_that_only_a_folder_names_is_told(write, run_import):
    report = run_import(write("delivery", "forgotten", url=None))
    assert report.notes == [
        ("delivery/", "a new subject, named after the folder of a file that says no address")
    ]
    assert "the folder of a file without an address" in "\n".join(report.lines())
    write("delivery", "another", url=None)
    assert run_import(write.folder).notes == []
    assert run_import(write("physics", "declared")).notes == []
