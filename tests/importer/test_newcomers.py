"""A new file for an address to which an editor moved another imported article."""

from dataclasses import replace

import pytest

from articles import publishing
from articles.importer.undo.undo_import import undo_import
from articles.models import Article, Conflict, ImportRun, Redirect, SourceFile
from articles.publishing import AddressTaken, let_in_elsewhere, make_room, move
from tests.factories import make_article, make_subject, make_user
from tests.importer.conftest import ANSWER, OTHER, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(imported):
    """The article of physics/what-is-light.md, moved to /learn/physics/questions/light."""
    return move(imported, make_subject("physics"), "light")


def newcomer(write, run_import, **fields):
    """The publisher's own file for the address; returns the report."""
    return run_import(write("physics", "light", **{"answer": OTHER, "id": 77} | fields))


def at(slug):
    return Article.objects.get(slug=slug)


def test_the_report_gives_the_true_reason(moved, write, run_import):
    report = newcomer(write, run_import)
    assert report.waiting == [
        (
            "physics/light.md",
            "an imported article that was moved here from physics/what-is-light.md stands there",
        )
    ]
    assert Article.objects.get().content() == moved.content()


def test_an_article_of_the_desk_is_still_called_one(write, run_import):
    make_article("light")
    report = newcomer(write, run_import)
    assert report.waiting[0][1] == "an article written in the desk stands at its address"


def test_let_in_elsewhere_it_gets_its_later_deliveries_there(moved, write, run_import):
    run = newcomer(write, run_import).run_id
    editor = make_user()
    new = let_in_elsewhere(Conflict.objects.get(), "light-again", actor=editor)
    assert (new.answer, new.source_id, new.status) == (OTHER, 77, "published")
    assert new.created_by_run_id == run
    assert SourceFile.objects.get(path="physics/light.md").article == new
    conflict = Conflict.objects.get()
    assert (conflict.decision, conflict.closed_by) == ("apart", editor)
    report = newcomer(write, run_import, answer=f"{OTHER} Corrected.")
    assert report.counts["updated"] == 1
    assert at("light-again").answer == f"{OTHER} Corrected."
    assert at("light").content() == moved.content()


def test_where_the_standing_one_makes_room_each_keeps_its_file(moved, write, run_import):
    newcomer(write, run_import)
    new = make_room(Conflict.objects.get(), "light-as-such")
    assert (new.slug, new.answer) == ("light", OTHER)
    standing = at("light-as-such")
    assert (standing.pk, standing.answer) == (moved.pk, moved.answer)
    led = Redirect.objects.values_list("old_path", "article")
    assert list(led) == [("/learn/physics/questions/what-is-light", moved.pk)]
    write("physics", "what-is-light", answer=ANSWER.replace("First", "A corrected first"))
    newcomer(write, run_import, answer=f"{OTHER} Corrected.")
    run_import(write.folder)
    assert at("light").answer == f"{OTHER} Corrected."
    assert "A corrected first" in at("light-as-such").answer


def test_a_newcomer_without_a_date_is_a_draft_and_readers_find_the_one_that_moved(
    moved, write, run_import
):
    newcomer(write, run_import, date=None)
    assert make_room(Conflict.objects.get(), "light-as-such").status == "draft"
    assert Redirect.objects.get(old_path="/learn/physics/questions/light").article == moved


def test_a_taken_address_is_refused_and_nothing_is_written(moved, write, run_import):
    newcomer(write, run_import)
    make_article("taken")
    for act in (let_in_elsewhere, make_room):
        with pytest.raises(AddressTaken):
            act(Conflict.objects.get(), "taken")
    assert Conflict.objects.open().exists()
    assert at("light").pk == moved.pk


def test_one_that_was_decided_meanwhile_is_not_let_in(moved, write, run_import):
    newcomer(write, run_import)
    held = Conflict.objects.get()
    publishing.decide(moved, moved.content(), {held: Conflict.Decision.OURS})
    with pytest.raises(Conflict.DoesNotExist):
        let_in_elsewhere(held, "light-again")
    assert Article.objects.count() == 1


def test_undoing_the_import_takes_the_newcomer_away_again(moved, write, run_import):
    run = newcomer(write, run_import).run_id
    let_in_elsewhere(Conflict.objects.get(), "light-again")
    undone = undo_import(ImportRun.objects.get(pk=run))
    assert undone.removed == ["physics/light.md"]
    assert Article.objects.get().content() == moved.content()


# While it waits


def test_the_standing_one_gets_its_own_corrections_while_the_newcomer_waits(
    moved, write, run_import
):
    newcomer(write, run_import)
    corrected = ANSWER.replace("First", "A corrected first")
    report = run_import(write("physics", "what-is-light", answer=corrected))
    assert report.counts["updated"] == 1
    assert "A corrected first" in at("light").answer
    assert Conflict.objects.open().get().replacement().answer == OTHER


def test_another_answer_for_the_standing_one_does_not_push_the_newcomer_out(
    moved, write, run_import
):
    edit(at("light"), author="Mine")
    newcomer(write, run_import)
    third = "A third text about quite another thing, with words that stand nowhere else at all."
    run_import(write("physics", "what-is-light", answer=third, id=99))
    held = Conflict.objects.open().order_by("source_path")
    assert [(one.source_path, one.replacement().answer) for one in held] == [
        ("physics/light.md", OTHER),
        ("physics/what-is-light.md", third),
    ]


def test_a_newer_file_of_the_newcomer_takes_its_place(moved, write, run_import):
    newcomer(write, run_import)
    newcomer(write, run_import, answer=f"{OTHER} Corrected.")
    assert Conflict.objects.get().replacement().answer == f"{OTHER} Corrected."


def test_what_was_held_before_files_were_noted_is_taken_for_the_first_that_comes(
    moved, write, run_import
):
    newcomer(write, run_import)
    Conflict.objects.update(source_path="")
    newcomer(write, run_import, answer=f"{OTHER} Corrected.")
    assert Conflict.objects.get().source_path == "physics/light.md"


def test_another_answer_for_an_edited_article_can_be_let_in_elsewhere_too(
    imported, write, run_import
):
    edited = edit(imported, author="Mine")
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    let_in_elsewhere(Conflict.objects.get(), "light-again")
    assert at("what-is-light").content() == replace(edited.content())
    run_import(write("physics", "what-is-light", answer=f"{OTHER} Corrected.", id=77))
    assert at("light-again").answer == f"{OTHER} Corrected."
    assert at("what-is-light").answer == edited.answer


# Undoing it, where the file was the standing one's own


@pytest.mark.parametrize("let_in", [let_in_elsewhere, make_room])
def test_the_standing_one_has_its_own_file_and_base_again(imported, write, run_import, let_in):
    edit(imported, author="Mine")
    before = SourceFile.objects.values("path", "sha256", "data", "base", "source_id").get()
    run = run_import(write("physics", "what-is-light", answer=OTHER, id=77)).run_id
    let_in(Conflict.objects.get(), "light-again")
    undo_import(ImportRun.objects.get(pk=run))
    file = SourceFile.objects.get()
    assert file.article_id == imported.pk
    assert SourceFile.objects.values(*before).get() == before
    # The next delivery merges, and is no newcomer.
    report = run_import(write("physics", "what-is-light", answer=f"{ANSWER} More."))
    assert report.counts["updated"] == 1
    article = Article.objects.get()
    assert (article.author, article.answer) == ("Mine", f"{imported.answer} More.")


def test_where_that_one_was_deleted_since_the_file_brings_neither_back(imported, write, run_import):
    edit(imported, author="Mine")
    run = run_import(write("physics", "what-is-light", answer=OTHER, id=77)).run_id
    let_in_elsewhere(Conflict.objects.get(), "light-again")
    publishing.delete(at("what-is-light"))
    undo_import(ImportRun.objects.get(pk=run))
    report = run_import(write("physics", "what-is-light", answer=f"{ANSWER} More."))
    assert report.waiting == [("physics/what-is-light.md", "kept, its article is deleted")]
    assert not Article.objects.exists()


# The address that made room


def readers_find(client, slug):
    response = client.get(f"/learn/physics/questions/{slug}")
    return response.status_code, response.headers.get("Location", "")


def test_undone_the_newcomer_leaves_its_address_to_the_one_that_made_room(
    moved, write, run_import, client
):
    run = newcomer(write, run_import).run_id
    make_room(Conflict.objects.get(), "light-as-such")
    undo_import(ImportRun.objects.get(pk=run))
    assert readers_find(client, "light") == (301, "/learn/physics/questions/light-as-such")


def test_an_address_that_was_never_public_leads_nowhere(moved, write, run_import, client):
    run = newcomer(write, run_import).run_id
    let_in_elsewhere(Conflict.objects.get(), "light-again")
    undo_import(ImportRun.objects.get(pk=run))
    assert readers_find(client, "light-again") == (404, "")


@pytest.mark.parametrize(("fields", "status"), [({}, "published"), ({"draft": True}, "draft")])
def test_what_is_let_in_is_a_draft_where_its_file_says_so(moved, write, run_import, fields, status):
    run_import(write("physics", "light", title="Another?", answer=OTHER, **fields))
    new = let_in_elsewhere(Conflict.objects.get(), "light-again")
    assert new.status == status
