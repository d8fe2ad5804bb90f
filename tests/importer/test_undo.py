"""The undo of an import."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.importer.undo import undo_import
from articles.models import Article, Conflict, ImportRun, Redirect, Related, SourceFile
from articles.publishing import revise
from tests.importer.test_run import snapshot

pytestmark = pytest.mark.django_db
OTHER = "An entirely different text that shares nothing whatever with what stood here before."


def last_run():
    return ImportRun.objects.first()


def facts():
    """What a reader and the next import see: a version more or less is history, not content."""
    articles, files, findings = snapshot()
    return {path: (*fact[:5], fact[7:]) for path, fact in articles.items()}, files, findings


def test_what_the_run_changed_is_put_back_and_what_it_made_is_gone(write, run_import):
    write("physics", "a", related=["/learn/physics/questions/b"])
    write("physics", "c")
    run_import(write.folder)
    before = facts()
    write("physics", "a", answer=OTHER, id=9)
    write("physics", "b")
    run_import(write.folder)
    assert Related.objects.count() == 0
    undone = undo_import(last_run())
    assert undone.restored == ["physics/a.md"]
    assert undone.removed == ["physics/b.md"]
    after = facts()
    assert after[1:] == before[1:]
    assert {k: v[0] for k, v in after[0].items()} == {k: v[0] for k, v in before[0].items()}
    assert not Redirect.objects.exists()


def test_what_somebody_touched_since_stays_and_is_named(write, run_import):
    write("physics", "a")
    run_import(write.folder)
    write("physics", "a", answer=OTHER)
    write("physics", "b")
    run_import(write.folder)
    for article in Article.objects.all():
        revise(article, replace(article.content(), title="Touched"))
    undone = undo_import(last_run())
    assert sorted(path for path, _ in undone.kept) == ["physics/a.md", "physics/b.md"]
    assert Article.objects.filter(title="Touched").count() == 2


def test_an_undone_import_can_be_made_again(write, run_import):
    run_import(write("physics", "a"))
    before = facts()
    undo_import(last_run())
    assert not Article.objects.exists()
    assert not SourceFile.objects.exists()
    run_import(write.folder)
    assert facts() == before


def test_a_conflict_is_asked_about_again_when_the_file_comes_again(write, run_import):
    run_import(write("physics", "a"))
    revise(Article.objects.get(), replace(Article.objects.get().content(), title="Mine"))
    path = write("physics", "a", title="Theirs")
    run_import(path)
    undo_import(last_run())
    assert not Conflict.objects.filter(closed_at=None).exists()
    assert run_import(path).counts["conflict"] == 1


def test_of_two_imports_the_earlier_is_undone_where_the_later_did_nothing(write, run_import):
    write("physics", "a")
    write("physics", "b")
    run_import(write.folder)
    write("physics", "a", answer=OTHER)
    write("physics", "b", answer=OTHER + " And b.")
    run_import(write.folder)
    second = last_run()
    run_import(write("physics", "a", answer="A third text."))
    undone = undo_import(second)
    assert undone.restored == ["physics/b.md"]
    assert undone.kept == [("physics/a.md", "it was changed since")]
    assert Article.objects.get(slug="a").answer == "A third text."


def test_the_command_says_what_it_did(write, run_import):
    run_import(write("physics", "a"))
    out = io.StringIO()
    call_command("undo_import", str(last_run().pk), stdout=out)
    assert "0 articles put back, 1 removed, 0 left" in out.getvalue()
    with pytest.raises(CommandError, match="was undone already"):
        call_command("undo_import", str(last_run().pk))
    with pytest.raises(CommandError, match="There is no import 99999"):
        call_command("undo_import", "99999")
