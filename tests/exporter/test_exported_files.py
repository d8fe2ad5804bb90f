"""The notes that an export makes of the files that it writes with an editor's words."""

from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.core.management import CommandError
from django.db import connection

from articles.models import Article, ExportedFile
from articles.publishing import revise
from tests.exporter.conftest import files_in
from tests.factories import make_article, make_content
from tests.importer.conftest import article_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def articles(command, tmp_path):
    """Two articles as they were delivered, by the slug."""
    folder = tmp_path / "delivery" / "physics"
    folder.mkdir(parents=True)
    for slug in ("a", "b"):
        (folder / f"{slug}.md").write_bytes(article_file("physics", slug))
    command("import_articles", folder, "--workers=1")
    return {article.slug: article for article in Article.objects.all()}


def edit(article):
    return revise(article, make_content(title="The editor's title"))


def noted():
    return dict(ExportedFile.objects.values_list("path", "sha256"))


def test_what_is_as_it_was_delivered_is_not_noted(articles, command, tmp_path):
    command("export_articles", tmp_path / "out")
    assert noted() == {}


@pytest.mark.parametrize("target", ["out", "out.tar.gz"])
def test_a_file_with_an_editor_s_words_is_noted_once(articles, command, tmp_path, target):
    edit(articles["a"])
    make_article("born", subject="physics")
    for folder in ("first", "second"):
        command("export_articles", tmp_path / folder)
    command("export_articles", tmp_path / target)
    written = files_in(tmp_path / "first")
    assert noted() == {
        path: sha256(written[path]).hexdigest() for path in ("physics/a.md", "physics/born.md")
    }
    assert ExportedFile.objects.count() == 2


def test_the_files_of_each_edit_are_noted(articles, command, tmp_path):
    revise(edit(articles["a"]), make_content(title="Another"))
    command("export_articles", tmp_path / "out")
    edit(Article.objects.get(slug="a"))
    command("export_articles", tmp_path / "out")
    assert ExportedFile.objects.filter(path="physics/a.md").count() == 2


def test_an_export_that_fails_half_way_has_noted_what_it_wrote(articles, command, tmp_path):
    for article in articles.values():
        edit(article)
    (tmp_path / "out" / "physics" / "b.md").mkdir(parents=True)
    with pytest.raises(CommandError, match="1 files were not written"):
        command("export_articles", tmp_path / "out")
    written = files_in(tmp_path / "out")["physics/a.md"]
    assert noted()["physics/a.md"] == sha256(written).hexdigest()


def test_a_database_that_is_only_read_stops_at_the_first_file_that_has_to_be_noted(
    articles, command, tmp_path
):
    with read_only():
        command("export_articles", tmp_path / "as-delivered")
    assert len(files_in(tmp_path / "as-delivered")) == 3
    edit(articles["a"])
    with read_only(), pytest.raises(CommandError, match="The database cannot be written to"):
        command("export_articles", tmp_path / "edited")
    assert "physics/a.md" not in files_in(tmp_path / "edited")
    assert noted() == {}


@contextmanager
def read_only():
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)
