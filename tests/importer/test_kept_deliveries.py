"""A delivery for an article that is away: kept beside it, and merged when it comes back."""

import re
from pathlib import Path

import pytest

from articles import publishing
from articles.importer.kept_deliveries import change_status, foresee, refuse, take, undelete
from articles.importer.run import Import
from articles.importer.undo.undo_import import undo_import
from articles.models import (
    Article,
    Conflict,
    ImportRun,
    KeptDelivery,
    Revision,
    SourceFile,
    Status,
)
from articles.publishing import delete, move, withdraw
from tests.factories import make_article, make_subject, make_user
from tests.importer.conftest import ANSWER, OTHER, edit

pytestmark = pytest.mark.django_db
CORRECTED = ANSWER.replace("Second", "A corrected second")


def deliver(write, run_import, /, **fields):
    """A delivery of the article's file; returns the report."""
    return run_import(write("physics", "what-is-light", **{"answer": CORRECTED} | fields))


def publish(article, actor=None):
    return change_status(article, Status.PUBLISHED, actor=actor)


def waiting():
    return list(KeptDelivery.objects.waiting().values_list("path", "import_run"))


# The case of the issue


def test_the_correction_of_a_withdrawn_article_is_live_when_it_is_published_again(
    imported, write, run_import
):
    withdraw(imported)
    report = deliver(write, run_import)
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is withdrawn")]
    assert "Second paragraph" in Article.objects.get().answer
    editor = make_user()
    article, taken = publish(imported, editor)
    assert [waiting.plan.action for waiting in taken] == ["updated"]
    assert (article.status, article.version) == ("published", 4)
    assert "A corrected second" in Article.objects.get().answer
    revision = Revision.objects.first()
    assert (revision.kind, revision.actor) == ("imported", editor)
    assert revision.import_run_id == report.run_id
    assert revision.reason == "Its file had been kept until the article came back"
    assert not waiting()


def test_what_an_editor_changed_elsewhere_lives_beside_it(imported, write, run_import):
    edit(imported, author="Mine")
    withdraw(imported)
    deliver(write, run_import)
    publish(imported)
    article = Article.objects.get()
    assert article.author == "Mine"
    assert "A corrected second" in article.answer


def test_what_an_editor_changed_in_the_same_place_is_a_conflict(imported, write, run_import):
    edit(imported, answer=imported.answer.replace("Second", "My second"))
    withdraw(imported)
    report = deliver(write, run_import, author="Theirs")
    _, taken = publish(imported)
    assert [waiting.plan.action for waiting in taken] == ["conflict"]
    article, conflict = Article.objects.get(), Conflict.objects.get()
    assert "My second" in article.answer
    assert article.author == "Theirs"
    assert (conflict.field, conflict.import_run_id) == ("answer", report.run_id)
    assert "A corrected second" in conflict.theirs


def test_another_answer_for_an_edited_article_is_held(imported, write, run_import):
    edit(imported, author="Mine")
    withdraw(imported)
    deliver(write, run_import, answer=OTHER, id=77)
    publish(imported)
    assert Article.objects.get().author == "Mine"
    assert Conflict.objects.get().replacement().answer == OTHER


# The ways to be away, and back


def test_a_deleted_article_comes_back_with_what_was_delivered_meanwhile(
    imported, write, run_import
):
    delete(imported)
    report = deliver(write, run_import)
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is deleted")]
    article, taken = undelete(Revision.objects.get(kind="deleted"))
    assert len(taken) == 1
    assert "A corrected second" in Article.objects.get().answer
    assert Article.objects.get().version == article.version
    assert SourceFile.objects.get().article == article


def test_one_that_was_withdrawn_and_deleted_takes_it_only_when_it_is_published(
    imported, write, run_import
):
    withdraw(imported)
    delete(imported)
    deliver(write, run_import)
    article, taken = undelete(Revision.objects.get(kind="deleted"))
    assert (taken, article.status) == ([], "withdrawn")
    publish(article)
    assert "A corrected second" in Article.objects.get().answer


def test_a_moved_article_that_was_withdrawn_takes_the_file_of_its_old_address(
    imported, write, run_import
):
    withdraw(move(imported, make_subject("optics"), "light"))
    deliver(write, run_import)
    publish(imported)
    article = Article.objects.get()
    assert (article.subject.slug, "A corrected second" in article.answer) == ("optics", True)


def test_a_draft_is_back_too(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    change_status(imported, Status.DRAFT)
    assert "A corrected second" in Article.objects.get().answer


def test_what_came_for_a_withdrawn_article_of_the_desk_is_held_when_it_is_published(
    write, run_import
):
    article = withdraw(make_article("what-is-light"))
    deliver(write, run_import)
    assert foresee(article)[0].plan.action == "held"
    publish(article)
    assert Conflict.objects.get().is_replacement
    assert Article.objects.get().answer == article.answer


def test_a_pruned_article_takes_what_came_since(write, run_import):
    write("physics", "stays")
    gone = write("physics", "what-is-light", answer=ANSWER)
    run_import(write.folder)
    gone.unlink()
    run_import(write.folder, is_complete=True, prune=True)
    deliver(write, run_import)
    run_import(write("physics", "other", folder="else"), is_complete=True, prune=True)
    publish(Article.objects.get(slug="what-is-light"))
    assert "A corrected second" in Article.objects.get(slug="what-is-light").answer


def test_the_undo_of_a_prune_brings_what_came_since(write, run_import):
    write("physics", "stays")
    gone = write("physics", "what-is-light", answer=ANSWER)
    run_import(write.folder)
    gone.unlink()
    pruned = run_import(write.folder, is_complete=True, prune=True).run_id
    deliver(write, run_import)
    undo_import(ImportRun.objects.get(pk=pruned))
    article = Article.objects.get(slug="what-is-light")
    assert (article.status, "A corrected second" in article.answer) == ("published", True)


# Several deliveries


def test_of_two_deliveries_the_newest_counts(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import, author="First")
    second = deliver(write, run_import, author="Second").run_id
    assert waiting() == [("physics/what-is-light.md", second)]
    publish(imported)
    assert Article.objects.get().author == "Second"
    assert not waiting()


def test_the_same_file_again_is_named_and_kept_once(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    report = deliver(write, run_import)
    assert report.counts["skipped"] == 1
    assert KeptDelivery.objects.count() == 1


def test_a_publisher_who_goes_back_is_heard(imported, write, run_import):
    """The file that was imported last comes again: the correction that waits is not the last."""
    withdraw(imported)
    deliver(write, run_import)
    deliver(write, run_import, answer=ANSWER)
    _, taken = publish(imported)
    assert [waiting.plan.action for waiting in taken] == ["unchanged"]
    assert Article.objects.get().content() == imported.content()
    assert not waiting()


def test_the_next_delivery_merges_over_the_kept_one(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    publish(imported)
    edit(Article.objects.get(), author="Mine")
    assert deliver(write, run_import).counts["unchanged"] == 1
    report = deliver(write, run_import, answer=CORRECTED.replace("Third", "A new third"))
    assert report.counts["updated"] == 1
    assert "A new third" in Article.objects.get().answer
    assert Article.objects.get().author == "Mine"


def test_a_dry_run_names_it_and_keeps_nothing(imported, write, run_import):
    withdraw(imported)
    path = write("physics", "what-is-light", answer=CORRECTED)
    report = Import([str(path)], dry_run=True, workers=1).run()
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is withdrawn")]
    assert not waiting()


# Taking and refusing


def keys_of(article):
    return [waiting.kept.pk for waiting in foresee(article)]


def test_it_can_be_taken_while_the_article_stays_withdrawn(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    assert [waiting.plan.action for waiting in foresee(imported)] == ["updated"]
    assert "Second" in Article.objects.get().answer
    take(imported, keys_of(imported))
    article = Article.objects.get()
    assert (article.status, "A corrected second" in article.answer) == ("withdrawn", True)
    assert not waiting()


def test_refused_it_does_not_come_with_the_next_delivery_either(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    refuse(imported, keys_of(imported))
    _, taken = publish(imported)
    assert taken == []
    assert Article.objects.get().content() == imported.content()
    deliver(write, run_import, author="New")
    article = Article.objects.get()
    assert (article.author, article.answer) == ("New", imported.answer)


def test_only_what_was_looked_at_is_refused(imported, write, run_import):
    withdraw(imported)
    deliver(write, run_import)
    keys = keys_of(imported)
    deliver(write, run_import, author="Newer")
    assert refuse(imported, keys) == []
    assert len(waiting()) == 1


# Undoing


def test_undoing_the_import_that_brought_it_puts_the_old_text_back(imported, write, run_import):
    withdraw(imported)
    run = deliver(write, run_import).run_id
    publish(imported)
    undone = undo_import(ImportRun.objects.get(pk=run))
    assert undone.restored == ["physics/what-is-light.md"]
    article = Article.objects.get()
    assert (article.status, article.content()) == ("published", imported.content())
    assert not KeptDelivery.objects.exists()
    assert deliver(write, run_import).counts["updated"] == 1


def test_undoing_it_while_it_waits_lets_the_one_before_wait(imported, write, run_import):
    withdraw(imported)
    first = deliver(write, run_import, author="First").run_id
    second = deliver(write, run_import, author="Second").run_id
    undo_import(ImportRun.objects.get(pk=second))
    assert waiting() == [("physics/what-is-light.md", first)]
    publish(imported)
    assert Article.objects.get().author == "First"


def test_undoing_the_newer_of_two_that_were_settled_takes_the_older(imported, write, run_import):
    withdraw(imported)
    first = deliver(write, run_import).run_id
    second = deliver(write, run_import, author="Second").run_id
    publish(imported)
    undo_import(ImportRun.objects.get(pk=second))
    article = Article.objects.get()
    assert (article.status, article.author) == ("published", imported.author)
    assert "A corrected second" in article.answer
    assert not waiting()
    undo_import(ImportRun.objects.get(pk=first))
    assert Article.objects.get().content() == imported.content()


def test_so_it_is_where_the_newer_one_was_held(imported, write, run_import):
    """Its undo puts no article back, for it changed none."""
    edit(imported, author="Mine")
    withdraw(imported)
    deliver(write, run_import)
    second = deliver(write, run_import, answer=OTHER, id=77).run_id
    publish(imported)
    assert "Second paragraph" in Article.objects.get().answer
    undo_import(ImportRun.objects.get(pk=second))
    article = Article.objects.get()
    assert (article.author, "A corrected second" in article.answer) == ("Mine", True)
    assert not waiting()
    assert not Conflict.objects.open().exists()


def test_while_the_article_is_away_the_older_waits_again(imported, write, run_import):
    withdraw(imported)
    first = deliver(write, run_import).run_id
    second = deliver(write, run_import, author="Second").run_id
    take(imported, keys_of(imported))
    undo_import(ImportRun.objects.get(pk=second))
    assert waiting() == [("physics/what-is-light.md", first)]
    assert Article.objects.get().answer == imported.answer


def test_undoing_a_refused_one_lets_the_next_delivery_bring_it_again(imported, write, run_import):
    withdraw(imported)
    run = deliver(write, run_import).run_id
    refuse(imported, keys_of(imported))
    publish(imported)
    undo_import(ImportRun.objects.get(pk=run))
    assert deliver(write, run_import).counts["updated"] == 1
    assert "A corrected second" in Article.objects.get().answer


def test_an_edited_article_keeps_it_when_its_import_is_undone(imported, write, run_import):
    withdraw(imported)
    run = deliver(write, run_import).run_id
    publish(imported)
    edit(Article.objects.get(), author="Mine")
    undone = undo_import(ImportRun.objects.get(pk=run))
    assert undone.kept == [("physics/what-is-light.md", "it was changed since")]
    assert "A corrected second" in Article.objects.get().answer
    assert not waiting()


def test_nobody_else_publishes_past_what_waits():
    """The operations that bring an article back, or let its address go, are called in two modules
    above publishing."""
    root = Path(publishing.__file__).parents[1]
    calling = {
        path.relative_to(root).as_posix()
        for folder in ("admin", "management", "importer", "web")
        for path in (root / folder).rglob("*.py")
        if re.search(
            r"publishing\.(publish|unpublish|undelete|move|delete)(\.writing)?[(,]",
            path.read_text(),
        )
    }
    assert calling == {"importer/kept_deliveries.py", "importer/kept_newcomers.py"}
