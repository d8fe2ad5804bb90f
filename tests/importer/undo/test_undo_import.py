"""The undo of an import."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.importer.undo.undo_import import NotUndoable, foresee_undo, undo_import
from articles.models import (
    Article,
    Conflict,
    ImportRun,
    Redirect,
    Related,
    ReplacedFile,
    Revision,
    SourceFile,
)
from articles.publishing import create, delete, move, revise, undelete
from tests.factories import make_content, make_subject
from tests.importer.conftest import OTHER
from tests.importer.test_run import snapshot

pytestmark = pytest.mark.django_db


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


def runs():
    return list(ImportRun.objects.order_by("pk"))


def answers():
    return dict(Article.objects.order_by("slug").values_list("slug", "answer"))


def test_an_undo_that_died_is_finished_by_another(write, run_import):
    for slug in ("a", "b", "c"):
        write("physics", slug)
    run_import(write.folder)
    before = facts()
    for slug in ("a", "b", "c"):
        write("physics", slug, answer=f"{OTHER} And {slug}.", id=9)
    write("physics", "d")
    run_import(write.folder)
    run = last_run()

    def die(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(run, progress=die)
    bases = {file.path: file.read_base() for file in SourceFile.objects.all()}
    for article in Article.objects.all():  # base and article go together, wherever it stopped
        assert bases[article.source_path] == article.content()
    done, left = Article.objects.get(slug="a"), Article.objects.get(slug="c")
    assert foresee_undo(run).restored == 1
    touched = revise(done, replace(done.content(), title="Touched"))
    undone = undo_import(run)
    assert (undone.restored, undone.removed, undone.kept) == (
        ["physics/c.md"],
        ["physics/d.md"],
        [],
    )
    assert Article.objects.get(pk=done.pk).content() == touched.content()
    assert Article.objects.get(pk=left.pk).version == 3
    after = facts()
    assert after[1:] == before[1:]
    assert answers() == {
        slug: f"The answer about {slug}.\n\nIt has two paragraphs." for slug in "abc"
    }
    assert not ReplacedFile.objects.exists()


def test_imports_are_undone_from_the_last_like_a_stack(write, run_import):
    states = []
    for number in range(3):
        write("physics", "a", answer=f"{OTHER} {number}", id=number)
        write("physics", f"new-{number}")
        run_import(write.folder)
        states.append((facts(), {f.path: f.read_base() for f in SourceFile.objects.all()}))
    first, second, third = runs()
    for run, state in ((third, states[1]), (second, states[0])):
        assert (foresee_undo(run).restored, foresee_undo(run).kept) == (1, 0)
        assert undo_import(run).kept == []
        assert facts()[1:] == state[0][1:]
        assert {f.path: f.read_base() for f in SourceFile.objects.all()} == state[1]
        assert Article.objects.get(slug="a").source_id == runs().index(run) - 1
    assert undo_import(first).removed == ["physics/a.md", "physics/new-0.md"]
    assert not Article.objects.exists()
    assert not SourceFile.objects.exists()


def test_a_change_on_top_of_what_was_undone_is_a_change(write, run_import):
    for number in range(3):
        run_import(write("physics", "a", answer=f"{OTHER} {number}"))
    _, second, third = runs()
    undo_import(third)
    article = Article.objects.get()
    revise(article, replace(article.content(), title="Touched"))
    assert undo_import(second).kept == [("physics/a.md", "it was changed since")]
    assert Article.objects.get().title == "Touched"


def test_the_file_of_a_moved_article_stays_with_it_and_is_named(write, run_import):
    run_import(write("physics", "a"))
    move(Article.objects.get(), make_subject("optics"), "moved")
    run_import(write("physics", "a", answer=OTHER))
    article = Article.objects.get()
    base = SourceFile.objects.get().read_base()
    revise(article, replace(article.content(), title="Touched"))
    assert undo_import(last_run()).kept == [("physics/a.md", "it was changed since")]
    file = SourceFile.objects.get()
    assert (file.path, file.read_base()) == ("physics/a.md", base)


def test_a_moved_article_is_put_back_under_its_new_address_with_its_file(write, run_import):
    run_import(write("physics", "a"))
    move(Article.objects.get(), make_subject("optics"), "moved")
    before = Article.objects.get().content(), SourceFile.objects.get().read_base()
    run_import(write("physics", "a", answer=OTHER))
    assert undo_import(last_run()).restored == ["physics/a.md"]
    article = Article.objects.get()
    assert (article.content(), SourceFile.objects.get().read_base()) == before
    assert article.slug == "moved"


@pytest.mark.parametrize("on_conflict", ["keep", "theirs"])
def test_a_file_over_an_article_of_the_desk_goes_with_its_import(write, run_import, on_conflict):
    article = create(make_subject("physics"), "a", make_content())
    run_import(write("physics", "a"), on_conflict=on_conflict)
    run_import(write("physics", "b"))
    assert SourceFile.objects.filter(article=article).exists()
    undone = undo_import(runs()[0])
    assert undone.restored == (["physics/a.md"] if on_conflict == "theirs" else [])
    assert Article.objects.get(slug="a").content() == make_content()
    assert SourceFile.objects.get().path == "physics/b.md"
    assert not Conflict.objects.filter(closed_at=None).exists()


def test_what_stays_as_it_is_keeps_its_file_and_its_open_question(write, run_import):
    run_import(write("physics", "a"))
    article = Article.objects.get()
    revise(article, replace(article.content(), title="Mine"))
    run_import(write("physics", "a", title="Theirs", answer=OTHER))
    article = Article.objects.get()
    revise(article, replace(article.content(), author="Touched"))
    base = SourceFile.objects.get().read_base()
    assert undo_import(last_run()).kept == [("physics/a.md", "it was changed since")]
    assert SourceFile.objects.get().read_base() == base
    assert Conflict.objects.filter(closed_at=None).exists()


def test_a_deleted_article_keeps_its_tombstone(write, run_import):
    run_import(write("physics", "a"))
    run_import(write("physics", "a", answer=OTHER))
    delete(Article.objects.get())
    base = SourceFile.objects.get().read_base()
    assert undo_import(last_run()).kept == [("physics/a.md", "it was deleted since")]
    file = SourceFile.objects.get()
    assert (file.article, file.read_base()) == (None, base)


def test_a_deleted_article_that_had_moved_is_named_by_its_file(write, run_import):
    run_import(write("physics", "a"))
    run_import(write("physics", "a", answer=OTHER))
    delete(move(Article.objects.get(), make_subject("optics"), "moved"))
    assert undo_import(last_run()).kept == [("physics/a.md", "it was deleted since")]


def test_what_an_editor_brought_back_is_no_longer_the_imports(write, run_import):
    run_import(write("physics", "a"))
    delete(Article.objects.get())
    undelete(Revision.objects.first())
    assert undo_import(last_run()).kept == [("physics/a.md", "it was changed since")]
    assert SourceFile.objects.get().article == Article.objects.get()


def test_a_run_that_has_not_ended_is_undone_only_where_somebody_knows_it_died(write, run_import):
    run_import(write("physics", "a"))
    run = last_run()
    ImportRun.objects.update(state=ImportRun.State.RUNNING, finished_at=None)
    run.refresh_from_db()
    with pytest.raises(NotUndoable):
        undo_import(run)
    with pytest.raises(CommandError, match=r"has not ended: it is running, or it died\..*--died"):
        call_command("undo_import", str(run.pk))
    assert Article.objects.exists()
    call_command("undo_import", str(run.pk), "--died", stdout=io.StringIO())
    assert not Article.objects.exists()
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE


def test_an_interrupted_run_is_undone(write, run_import):
    run_import(write("physics", "a"))
    ImportRun.objects.update(state=ImportRun.State.INTERRUPTED)
    assert undo_import(last_run()).removed == ["physics/a.md"]
