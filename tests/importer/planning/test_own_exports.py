"""An export that is imported again: a file that this site wrote says nothing new. It is known by
having been written, not by what it says."""

from dataclasses import replace
from hashlib import sha256

import pytest

from articles import publishing
from articles.importer.planning.decision import OnConflict
from articles.models import Article, Conflict, ExportedFile, KeptDelivery, Revision, SourceFile
from articles.publishing import move, revise
from tests.exporter.conftest import export  # noqa: F401 - a fixture
from tests.factories import make_article, make_subject
from tests.importer.conftest import ANSWER

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(write, run_import):
    run_import(write("physics", "a", answer=ANSWER))
    return Article.objects.get()


def edit(**values):
    article = Article.objects.get()
    return revise(article, replace(article.content(), **values))


def files():
    return list(SourceFile.objects.values_list("path", "sha256", "source_id", "data", "base"))


def test_it_changes_nothing_and_leaves_what_came_from_the_publisher(
    imported,
    run_import,
    export,  # noqa: F811
):
    edit(title="The editor's title")
    before = files()
    export()
    report = run_import(export.folder)
    assert (report.counts["unchanged"], report.articles) == (1, [])
    assert files() == before
    assert Revision.objects.count() == 1


def test_the_next_delivery_without_the_edit_does_not_overwrite_it(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    edit(title="The editor's title")
    export()
    run_import(export.folder)
    run_import(write("physics", "a", answer=ANSWER, author="A writer"))
    article = Article.objects.get()
    assert (article.title, article.author) == ("The editor's title", "A writer")
    assert not Conflict.objects.exists()


def test_open_conflicts_stay_open(imported, write, run_import, export):  # noqa: F811
    edit(title="The editor's title")
    path = write("physics", "a", answer=ANSWER, title="The file's title")
    run_import(path)
    export()
    run_import(export.folder, on_conflict=OnConflict.THEIRS)
    assert Conflict.objects.get(field="title", closed_at=None).theirs == "The file's title"
    assert run_import(path).counts["unchanged"] == 1
    assert Article.objects.get().title == "The editor's title"


@pytest.mark.parametrize("away", [publishing.withdraw, publishing.delete])
def test_it_is_not_kept_for_an_article_that_is_away(
    imported,
    run_import,
    export,  # noqa: F811
    away,
):
    edit(title="The editor's title")
    export()
    away(Article.objects.get())
    report = run_import(export.folder)
    assert report.counts["skipped"] == 1
    assert report.waiting[0][1].startswith("its article is ")
    assert not KeptDelivery.objects.exists()


@pytest.mark.parametrize("later", [{"author": "Me"}, {"title": "Better yet", "author": "Me"}])
def test_an_export_older_than_the_last_edit_changes_nothing(
    imported,
    run_import,
    export,  # noqa: F811
    later,
):
    edit(title="The editor's title")
    export()
    edited = edit(**later)
    before = files()
    report = run_import(export.folder)
    assert (report.counts["unchanged"], report.articles) == (1, [])
    assert Article.objects.get().content() == edited.content()
    assert files() == before


def test_an_export_older_than_a_delivery_does_not_move_the_base(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    edit(title="The editor's title")
    export()
    run_import(write("physics", "a", answer=ANSWER, title="The file's title"))
    run_import(export.folder)
    run_import(write("physics", "a", answer=ANSWER, title="The file's title", author="New"))
    article = Article.objects.get()
    assert (article.title, article.author) == ("The editor's title", "New")
    assert Conflict.objects.get(field="title", closed_at=None).theirs == "The file's title"


def test_an_article_of_the_desk_stays_one(write, run_import, export):  # noqa: F811
    make_article("born", subject="physics", answer="New.\n\nLines.")
    export()
    assert run_import(export.folder).counts["unchanged"] == 1
    assert not SourceFile.objects.exists()
    assert run_import(write("physics", "born")).counts["held"] == 1


def test_a_moved_article_keeps_the_file_that_it_came_from(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    move(imported, make_subject("optics"), "light")
    edit(title="The editor's title")
    before = files()
    export()
    assert run_import(export.folder).counts["unchanged"] == 1
    assert files() == before
    report = run_import(write("physics", "a", answer=ANSWER, author="New"))
    assert report.counts["updated"] == 1
    assert Article.objects.get().title == "The editor's title"


def test_a_publisher_who_adopts_an_edit_in_another_file_may_change_it_again(
    imported, write, run_import
):
    edit(title="The editor's title")
    adopted = {"title": "The editor's title", "article_title": "A?", "question": "A?"}
    run_import(write("physics", "a", answer=ANSWER, author="New", **adopted))
    run_import(write("physics", "a", answer=ANSWER, author="New", **adopted | {"title": "Newer"}))
    assert Article.objects.get().title == "Newer"
    assert not Conflict.objects.exists()


def adopt(write, **values):
    """A delivery with the editor's title, byte for byte what an export would have written."""
    adopted = {"article_title": "A?", "question": "A?", "title": "The editor's title"}
    return write("physics", "a", answer=ANSWER, **adopted | values)


def test_a_publisher_who_adopts_an_edit_byte_for_byte_has_delivered_a_file(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    edit(title="The editor's title")
    path = adopt(write)
    run_import(path)
    assert SourceFile.objects.get().read_base().title == "The editor's title"
    export()
    assert (export.folder / "physics" / "a.md").read_bytes() == path.read_bytes()
    assert not ExportedFile.objects.exists()


def test_a_publisher_who_adopts_an_edit_byte_for_byte_may_change_it_again(
    imported, write, run_import
):
    edit(title="The editor's title")
    run_import(adopt(write))
    run_import(adopt(write, title="Newer"))
    assert Article.objects.get().title == "Newer"
    assert not Conflict.objects.exists()


def test_a_publisher_who_goes_back_to_an_older_delivery_is_heard(imported, write, run_import):
    first = imported.content()
    run_import(write("physics", "a", answer=ANSWER, author="A writer"))
    edit(title="The editor's title")
    report = run_import(write("physics", "a", answer=ANSWER))
    assert report.counts["updated"] == 1
    article = Article.objects.get()
    assert (article.title, article.author) == ("The editor's title", first.author)


def test_an_export_that_left_no_note_is_a_delivery_and_loses_no_edit(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    """Of a version that took no notes, or of another site with the same articles."""
    edit(title="The editor's title")
    export()
    ExportedFile.objects.all().delete()
    run_import(export.folder)
    run_import(write("physics", "a", answer=ANSWER, author="A writer"))
    article = Article.objects.get()
    assert (article.title, article.author) == ("The editor's title", "A writer")
    assert Conflict.objects.get(closed_at=None).field == "title"


def test_only_what_differs_from_its_delivery_is_noted_and_once(
    imported,
    write,
    run_import,
    export,  # noqa: F811
    tmp_path,
):
    run_import(write("physics", "b"))
    edit_a = Article.objects.get(slug="a")
    revise(edit_a, replace(edit_a.content(), title="The editor's title"))
    export()
    export(target=tmp_path / "again")
    export(target=tmp_path / "archive.tar.gz")
    note = ExportedFile.objects.get()
    assert note.path == "physics/a.md"
    assert note.sha256 == sha256((export.folder / note.path).read_bytes()).hexdigest()


def test_an_archive_that_is_imported_again_changes_nothing(
    imported,
    run_import,
    export,  # noqa: F811
    tmp_path,
):
    edit(title="The editor's title")
    before = files()
    export(target=tmp_path / "archive.tar.gz")
    assert run_import(tmp_path / "archive.tar.gz").counts["unchanged"] == 1
    assert files() == before


def test_an_export_that_equals_a_file_which_was_delivered_before_is_a_delivery(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    first = write("physics", "a", answer=ANSWER)
    second = adopt(write, folder="second")
    run_import(second)
    run_import(first)
    edit(title="The editor's title")
    export()
    assert (export.folder / "physics" / "a.md").read_bytes() == second.read_bytes()
    run_import(second)
    assert SourceFile.objects.get().read_base().title == "The editor's title"
    assert run_import(first).counts["conflict"] == 1
    assert Article.objects.get().title == "The editor's title"


def test_a_publisher_who_sends_an_export_back_and_then_the_first_file_is_not_asked_about(
    imported,
    write,
    run_import,
    export,  # noqa: F811
):
    """docs/importing.md, "Editors and deliveries": nobody can tell this from an export that is
    imported again, and the editor's word stays."""
    edit(title="The editor's title")
    export()
    run_import(export.folder)
    assert run_import(write("physics", "a", answer=ANSWER)).counts["unchanged"] == 1
    assert Article.objects.get().title == "The editor's title"
    assert not Conflict.objects.exists()
