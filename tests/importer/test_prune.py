"""A delivery that holds the whole library: what it misses."""

import pytest

from articles.importer.prune import missing_files, withdraw_missing
from articles.importer.run import PruneRefused
from articles.models import Article, ImportRun
from articles.publishing import delete, unpublish, withdraw
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_complete_reports_what_is_missing_and_prune_withdraws_it(write, run_import):
    write("physics", "a")
    gone = write("physics", "b")
    run_import(write.folder)
    make_article("born-in-the-desk")
    gone.unlink()
    assert run_import(write.folder).missing == []
    assert run_import(write.folder, is_complete=True).missing == ["physics/b.md"]
    assert Article.objects.get(slug="b").status == "published"
    run_import(write.folder, is_complete=True, prune=True)
    assert Article.objects.get(slug="b").status == "withdrawn"
    assert Article.objects.get(slug="born-in-the-desk").status == "published"


def test_nothing_is_withdrawn_while_a_file_cannot_be_read(write, run_import):
    write("physics", "a")
    gone = write("physics", "b")
    run_import(write.folder)
    gone.unlink()
    write("physics", "c", data=b"broken")
    with pytest.raises(PruneRefused, match="1 files failed"):
        run_import(write.folder, is_complete=True, prune=True)
    assert Article.objects.get(slug="b").status == "published"


def test_a_complete_delivery_with_a_bad_file_says_that_it_may_be_the_missing_one(write, run_import):
    run_import(write("physics", "a"), write("physics", "b"))
    (write.folder / "physics" / "b.md").rename(write.folder / "physics" / "renamed.md")
    write("physics", "renamed", data=b"broken")
    report = run_import(write.folder, is_complete=True)
    assert report.missing == ["physics/b.md"]
    assert (
        "1 articles have no file in the library any more, unless theirs is one of the 1 that could"
        " not be read:"
    ) in report.lines()


def test_prune_leaves_what_an_editor_took_away_meanwhile(write, run_import):
    paths = [f"physics/{slug}.md" for slug in ("deleted", "draft", "missing", "withdrawn")]
    for path in paths:
        run_import(write("physics", path[8:-3]))
    assert missing_files([]) == paths
    deleted, draft, missing, withdrawn = Article.objects.order_by("slug")
    delete(deleted)
    unpublish(draft)
    withdraw(withdrawn)
    assert withdraw_missing(paths, ImportRun.objects.latest("pk")) == {missing.content_digest}
    states = Article.objects.order_by("slug").values_list("slug", "status", "version")
    assert list(states) == [
        ("draft", "draft", 2),
        ("missing", "withdrawn", 2),
        ("withdrawn", "withdrawn", 2),
    ]


def test_the_report_of_a_prune_says_that_they_are_withdrawn(write, run_import):
    run_import(write("physics", "a"), write("physics", "b"))
    (write.folder / "physics" / "b.md").unlink()
    report = run_import(write.folder, is_complete=True, prune=True)
    words = "1 articles had no file in the library any more, and are withdrawn now:"
    assert words in report.lines()
