"""What a file says of its being published: marks, and a date that has not come."""

import pytest

from articles.exporter.run import Export
from articles.exporter.selection import Selection
from articles.models import Article, Finding, IndexStatus, Status
from articles.publishing import publish
from tests.importer.conftest import edit

pytestmark = pytest.mark.django_db

HELD = [
    {"draft": True},
    {"draft": "yes"},
    {"published": False},
    {"publish": False},
    {"status": "draft"},
    {"date": "2999-12-07"},
    {"date": None},
]


@pytest.mark.parametrize("fields", HELD, ids=str)
def test_a_file_that_is_held_back_becomes_a_draft(client, write, run_import, fields):
    report = run_import(write("physics", "what-is-light", **fields))
    article = Article.objects.get()
    assert report.counts["created"] == 1
    assert (article.status, article.index_status) == (Status.DRAFT, IndexStatus.DRAFT)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("fields", [{"draft": False}, {"published": True}, {}], ids=str)
def test_any_other_is_published(write, run_import, fields):
    run_import(write("physics", "what-is-light", **fields))
    assert Article.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("fields", "kind"), [({"draft": True}, "marked-draft"), ({"date": "2999-12-07"}, "future-date")]
)
def test_why_is_told(write, run_import, fields, kind):
    report = run_import(write("physics", "what-is-light", **fields))
    assert report.problems == {kind: 1, "orphan": 1} or report.problems[kind] == 1
    assert Finding.objects.filter(kind=kind, article=Article.objects.get()).exists()


def test_a_public_article_stays_public_and_the_report_says_so(write, run_import):
    run_import(write("physics", "what-is-light"))
    report = run_import(write("physics", "what-is-light", draft=True, author="New"))
    article = Article.objects.get()
    assert (article.status, article.author) == (Status.PUBLISHED, "New")
    assert report.notes == [
        ("physics/what-is-light.md", "marked as a draft (draft), but its article stays public")
    ]


def test_what_an_editor_published_stays_so(write, run_import):
    run_import(write("physics", "what-is-light", draft=True))
    publish(Article.objects.get())
    run_import(write("physics", "what-is-light", draft=True, author="New"))
    article = Article.objects.get()
    assert (article.status, article.author) == (Status.PUBLISHED, "New")


@pytest.mark.parametrize("is_edited", [False, True])
def test_an_export_makes_the_same_articles_elsewhere(write, run_import, tmp_path, is_edited):
    path = write("physics", "what-is-light", draft=True)
    run_import(path)
    article = publish(Article.objects.get())
    if is_edited:
        edit(article, title="What light is")
    Export(str(tmp_path / "out")).run()
    written = (tmp_path / "out" / "physics" / "what-is-light.md").read_text()
    assert "draft" not in written
    if not is_edited:
        assert written == path.read_text().replace("draft: true\n", "")


def test_an_export_of_drafts_keeps_the_mark(write, run_import, tmp_path):
    path = write("physics", "what-is-light", draft=True)
    run_import(path)
    Export(str(tmp_path / "out"), Selection(includes_drafts=True)).run()
    written = tmp_path / "out" / "physics" / "what-is-light.md"
    assert written.read_bytes() == path.read_bytes()
