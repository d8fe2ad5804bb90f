"""Importing over an editor's work: nothing is lost, nothing is blended, and a person is asked."""

from dataclasses import replace

import pytest

from articles.core.article_content import RelatedLink, to_json
from articles.core.source.compression import pack_against
from articles.importer.planning.decision import OnConflict
from articles.models import Article, Conflict, Revision, SourceFile
from articles.publishing import revise
from tests.factories import make_user
from tests.importer.conftest import ANSWER, OTHER, edit

pytestmark = pytest.mark.django_db


def test_one_side_changed_a_field_that_side_has_it(imported, write, run_import):
    edit(imported, title="The editor's title", seo_description="The editor's")
    report = run_import(
        write("physics", "what-is-light", answer=ANSWER, author="A writer", score=2.5)
    )
    article = Article.objects.get()
    assert report.counts["updated"] == 1
    assert article.change_note == "revised"
    assert (article.title, article.seo_description) == ("The editor's title", "The editor's")
    assert (article.author, article.score) == ("A writer", 2.5)
    assert not Conflict.objects.exists()


def test_an_answer_is_merged_line_by_line(imported, write, run_import):
    edit(imported, answer=imported.answer.replace("Third", "The editor's third"))
    run_import(write("physics", "what-is-light", answer=ANSWER.replace("First", "The first")))
    article = Article.objects.get()
    assert (
        article.answer
        == "The first paragraph.\n\nSecond paragraph.\n\nThe editor's third paragraph."
    )
    assert "The first paragraph" in article.rendering.html


def test_a_paragraph_between_two_that_a_file_rewrites_is_asked_about(write, run_import):
    answer = r"The law:\n\n$$\nv = s/t\n$$\n\nIt is old."
    run_import(write("physics", "speed", answer=answer))
    article = Article.objects.get()
    edited = edit(article, answer=article.answer.replace("$$\nv", "For a car:\n\n$$\nv")).answer
    other = answer.replace("The law", "First").replace("v = s/t", "a = v/t")
    assert run_import(write("physics", "speed", answer=other)).counts["conflict"] == 1
    assert Article.objects.get().answer == edited
    assert Conflict.objects.get().field == "answer"


def test_in_a_conflict_the_editors_word_is_live_and_all_three_are_kept(imported, write, run_import):
    edit(imported, title="The editor's title")
    report = run_import(write("physics", "what-is-light", answer=ANSWER, title="The file's title"))
    assert report.counts["conflict"] == 1
    assert Article.objects.get().title == "The editor's title"
    conflict = Conflict.objects.get(field="title")
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        imported.title,
        "The editor's title",
        "The file's title",
    )


def test_next_week_the_same_file_does_not_ask_again(imported, write, run_import):
    edit(imported, title="The editor's title")
    path = write("physics", "what-is-light", answer=ANSWER, title="The file's title")
    run_import(path)
    assert run_import(path).counts["unchanged"] == 1
    report = run_import(
        write("physics", "what-is-light", answer=ANSWER, title="The file's title", author="New")
    )
    assert report.counts["updated"] == 1
    assert Conflict.objects.filter(field="title").count() == 1
    assert Article.objects.get().title == "The editor's title"


def test_a_later_delivery_updates_the_open_conflict_in_place(imported, write, run_import):
    edit(imported, title="The editor's title")
    for title in ("The file's title", "The file's better title"):
        run_import(write("physics", "what-is-light", answer=ANSWER, title=title))
    assert Conflict.objects.get(field="title").theirs == "The file's better title"


def test_a_file_that_comes_round_to_the_editor_closes_the_conflict(imported, write, run_import):
    edit(imported, title="The editor's title", article_title="The editor's title")
    edit(Article.objects.get(), question="The editor's title")
    run_import(write("physics", "what-is-light", answer=ANSWER, title="The file's title"))
    assert Conflict.objects.filter(closed_at=None).count() == 3
    # With a word of its own besides, or it would be the site's own export by its bytes.
    title = "The editor's title"
    run_import(write("physics", "what-is-light", answer=ANSWER, title=title, author="A writer"))
    assert not Conflict.objects.filter(closed_at=None).exists()


def test_an_editors_own_picks_are_never_removed(write, run_import):
    run_import(write("physics", "a", related=["/learn/x/questions/1", "/learn/x/questions/2"]))
    article = Article.objects.get()
    pick = RelatedLink("/learn/x/questions/pick", "Mine")
    edit(article, related=(*article.content().related, pick))
    run_import(write("physics", "a", related=["/learn/x/questions/3"]))
    assert {link.path[-1] for link in Article.objects.get().content().related} == {"3", "k"}


def test_theirs_takes_the_files_word_and_keeps_the_editors_in_the_history(
    imported, write, run_import
):
    edit(imported, title="The editor's title", author="The editor's")
    path = write("physics", "what-is-light", answer=ANSWER, title="The file's title")
    run_import(path, on_conflict="theirs")
    article = Article.objects.get()
    assert (article.title, article.author) == ("The file's title", "The editor's")
    assert Revision.objects.first().content().title == "The editor's title"


def test_a_newer_reader_reaches_untouched_articles_and_makes_no_false_conflict(
    imported, write, run_import, monkeypatch
):
    run_import(write("physics", "edited", answer=ANSWER))
    edit(Article.objects.get(slug="edited"), answer="The editor's own.")
    # What an older reader made of the same bytes: it did not see the second paragraph.
    for file in SourceFile.objects.all():
        older = replace(file.read_base(), answer=file.read_base().answer.replace("Second", "2nd"))
        repack(file, older)
    untouched = Article.objects.get(slug="what-is-light")
    Article.objects.filter(pk=untouched.pk).update(answer=untouched.answer.replace("Second", "2nd"))
    report = run_import(write.folder)
    assert Article.objects.get(slug="what-is-light").answer == untouched.answer
    assert Article.objects.get(slug="edited").answer == "The editor's own."
    assert report.counts["conflict"] == report.counts["held"] == 0


def repack(file, content):
    file.base = pack_against(to_json(content), file.read_bytes())
    file.reader_version = 0
    file.save()


def test_an_import_leaves_a_revision_of_what_it_changed_and_none_of_what_it_did_not(
    imported, write, run_import
):
    run_import(write.folder)
    assert not Revision.objects.exists()
    run_import(write("physics", "what-is-light", answer=OTHER))
    revision = Revision.objects.get()
    assert revision.content() == imported.content()
    assert (revision.kind, revision.version, revision.fields) == ("imported", 1, ["answer"])
    assert revision.import_run is not None


# What settles a conflict


TITLES = {"title": "The file's title", "article_title": "A", "question": "Q"}


@pytest.fixture
def two_conflicts(imported, write, run_import):
    edit(imported, title="The editor's title", author="The editor")
    path = write("physics", "what-is-light", answer=ANSWER, **TITLES, author="A writer")
    run_import(path)
    assert open_fields() == ["author", "title"]


def open_fields():
    return sorted(Conflict.objects.filter(closed_at=None).values_list("field", flat=True))


def test_a_delivery_that_agrees_in_a_field_settles_that_conflict_alone(
    two_conflicts, write, run_import
):
    words = {**TITLES, "title": "The editor's title", "author": "Another writer"}
    run_import(write("physics", "what-is-light", answer=ANSWER, **words))
    assert open_fields() == ["author"]
    assert Conflict.objects.get(field="title").decision == Conflict.Decision.OUTDATED


def test_taking_the_files_word_settles_the_conflicts_of_what_it_says_anew(
    two_conflicts, write, run_import
):
    words = {**TITLES, "title": "A newer title", "author": "A writer"}
    run_import(
        write("physics", "what-is-light", answer=ANSWER, **words), on_conflict=OnConflict.THEIRS
    )
    assert Article.objects.get().title == "A newer title"
    assert open_fields() == ["author"]


def test_an_editor_who_writes_what_the_file_says_settles_that_conflict_alone(two_conflicts):
    editor = make_user()
    article = Article.objects.get()
    revise(article, replace(article.content(), title="The file's title"), actor=editor)
    assert open_fields() == ["author"]
    settled = Conflict.objects.get(field="title")
    assert (settled.decision, settled.closed_by) == (Conflict.Decision.EDITED, editor)
