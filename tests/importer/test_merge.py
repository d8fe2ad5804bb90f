"""Importing over an editor's work: nothing is lost, nothing is blended, and a person is asked."""

from dataclasses import replace

import pytest

from articles.content import RelatedLink, to_json
from articles.importer.plan import OnConflict
from articles.importer.run import PruneRefused
from articles.models import Article, Conflict, Finding, Revision, SourceFile
from articles.publishing import delete, revise, undelete, withdraw
from articles.publishing.conflicts import decide
from articles.source.packing import pack_against
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

ANSWER = "First paragraph.\\n\\nSecond paragraph.\\n\\nThird paragraph."
OTHER = "An entirely different text that shares nothing whatever with what stood here before."


@pytest.fixture
def imported(write, run_import):
    run_import(write("physics", "what-is-light", answer=ANSWER))
    return Article.objects.get()


def edit(article, **values):
    return revise(article, replace(article.content(), **values))


def test_one_side_changed_a_field_that_side_has_it(imported, write, run_import):
    edit(imported, title="The editor's title", seo_description="The editor's")
    report = run_import(
        write("physics", "what-is-light", answer=ANSWER, author="A writer", score=2.5)
    )
    article = Article.objects.get()
    assert report.counts["updated"] == 1
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


# Replacements


def test_a_replacement_is_taken_whole_where_no_editor_touched_the_article(
    imported, write, run_import
):
    report = run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    article = Article.objects.get()
    assert report.counts["updated"] == 1
    assert (article.answer, article.source_id) == (OTHER, 77)


def test_a_replacement_waits_where_an_editor_touched_anything(imported, write, run_import):
    before = edit(imported, seo_keywords="mine").content()
    report = run_import(write("physics", "what-is-light", answer=OTHER, id=77, author="Another"))
    assert report.counts["held"] == 1
    assert Article.objects.get().content() == before
    held = Conflict.objects.get()
    assert held.is_replacement
    assert held.replacement().answer == OTHER


def test_while_one_is_held_later_files_of_the_article_wait_too(imported, write, run_import):
    before = edit(imported, seo_keywords="mine").content()
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    report = run_import(write("physics", "what-is-light", answer=f"{OTHER} More.", id=77))
    assert report.counts["held"] == 1
    assert Article.objects.get().content() == before
    assert Conflict.objects.get().replacement().answer == f"{OTHER} More."


def test_approved_it_is_taken_as_a_whole_in_one_revision(imported, write, run_import):
    edited = edit(imported, seo_keywords="mine")
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    held = Conflict.objects.get()
    editor = make_user()
    decide(edited, held.replacement(), {held: Conflict.Decision.THEIRS}, actor=editor)
    article = Article.objects.get()
    assert (article.answer, article.source_id, article.seo_keywords) == (OTHER, 77, "light, speed")
    assert article.version == edited.version + 1
    held.refresh_from_db()
    assert (held.decision, held.closed_by) == ("theirs", editor)


def test_refused_it_leaves_the_article_alone(imported, write, run_import):
    edited = edit(imported, seo_keywords="mine")
    path = write("physics", "what-is-light", answer=OTHER, id=77)
    run_import(path)
    held = Conflict.objects.get()
    decide(edited, edited.content(), {held: Conflict.Decision.OURS})
    assert Article.objects.get().version == edited.version
    assert run_import(path).counts["unchanged"] == 1
    assert not Conflict.objects.filter(closed_at=None).exists()


def test_an_article_born_in_the_desk_is_never_overwritten_by_a_file(write, run_import):
    article = make_article("what-is-light")
    report = run_import(write("physics", "what-is-light", answer=OTHER))
    assert report.counts["held"] == 1
    assert Article.objects.get().content() == article.content()


# Options


def test_theirs_takes_the_files_word_and_keeps_the_editors_in_the_history(
    imported, write, run_import
):
    edit(imported, title="The editor's title", author="The editor's")
    path = write("physics", "what-is-light", answer=ANSWER, title="The file's title")
    run_import(path, on_conflict="theirs")
    article = Article.objects.get()
    assert (article.title, article.author) == ("The file's title", "The editor's")
    assert Revision.objects.first().content().title == "The editor's title"


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


def test_after_a_refusal_the_next_delivery_is_not_blended_in(imported, write, run_import):
    edited = edit(imported, seo_keywords="mine")
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    decide(edited, edited.content(), {Conflict.objects.get(): Conflict.Decision.OURS})
    report = run_import(write("physics", "what-is-light", answer=f"{OTHER} More.", id=77))
    assert report.counts["held"] == 1
    assert Article.objects.get().answer == edited.answer


# Identity over time


def test_a_withdrawn_article_is_not_touched_and_the_report_says_so(imported, write, run_import):
    withdraw(imported)
    report = run_import(write("physics", "what-is-light", answer=OTHER))
    assert report.waiting == [
        ("physics/what-is-light.md", "its article was withdrawn by an editor")
    ]
    assert Article.objects.get().content() == imported.content()


def test_a_deleted_article_that_is_undeleted_takes_the_next_file(imported, write, run_import):
    delete(imported)
    run_import(write("physics", "what-is-light", answer=OTHER))
    undelete(Revision.objects.get(kind="deleted"))
    report = run_import(write("physics", "what-is-light", answer=OTHER))
    assert report.counts["updated"] == 1
    assert Article.objects.get().answer == OTHER
    assert SourceFile.objects.get().article == Article.objects.get()


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


def test_the_same_text_under_a_new_address_is_asked_about(imported, write, run_import):
    report = run_import(write("optics", "light", answer=ANSWER))
    assert report.counts["created"] == 1
    assert report.notes == [
        (
            "optics/light.md",
            "the same text stands at /learn/physics/questions/what-is-light: moved, or"
            " cross-posted?",
        )
    ]
    finding = Finding.objects.get(kind="same-text-elsewhere")
    assert (finding.path, finding.detail) == ("optics/light.md", imported.get_absolute_url())


def test_texts_that_come_cross_posted_in_one_delivery_are_not_asked_about(write, run_import):
    write("physics", "light", answer=ANSWER)
    write("optics", "light", answer=ANSWER)
    assert run_import(write.folder).notes == []


# Revisions


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


# The same text elsewhere


def same_text_findings():
    return list(
        Finding.objects.filter(kind="same-text-elsewhere").values_list("path", "is_dismissed")
    )


@pytest.mark.parametrize("is_dismissed", [False, True])
def test_the_question_of_a_same_text_outlives_later_changes(
    imported, write, run_import, is_dismissed
):
    run_import(write("optics", "light", answer=ANSWER))
    Finding.objects.filter(kind="same-text-elsewhere").update(is_dismissed=is_dismissed)
    run_import(write("optics", "light", answer=ANSWER, author="Another"))
    article = Article.objects.get(slug="light")
    edit(article, author="An editor")
    assert same_text_findings() == [("optics/light.md", is_dismissed)]


@pytest.mark.parametrize("path", [("optics", "light"), ("physics", "what-is-light")])
def test_the_question_of_a_same_text_goes_when_the_texts_differ(imported, write, run_import, path):
    run_import(write("optics", "light", answer=ANSWER))
    run_import(write(*path, answer=OTHER))
    assert same_text_findings() == []


def test_what_a_run_that_died_had_made_is_no_older_text(write, run_import, monkeypatch):
    write("optics", "light", answer=ANSWER)
    with monkeypatch.context() as patch:
        patch.setattr("articles.importer.run.Import._finish", lambda *args: exit("killed"))
        with pytest.raises(SystemExit):
            run_import(write.folder)
    run_import(write("ecology", "tree", folder="another"))
    write("physics", "light", answer=ANSWER)
    assert run_import(write.folder).notes == []
    assert same_text_findings() == []
    run_import(write("zoology", "light", folder="third", answer=ANSWER))
    assert same_text_findings() == [("zoology/light.md", False)]
