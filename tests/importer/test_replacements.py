"""Another answer under a new id: taken or refused as a whole, and never blended in."""

import pytest

from articles.core.merging import similarity
from articles.models import Article, Conflict
from articles.publishing.operations.conflicts import decide
from tests.factories import make_article, make_user
from tests.importer.conftest import ANSWER, OTHER, edit

pytestmark = pytest.mark.django_db


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


def test_another_answer_that_shares_half_of_its_words_is_never_blended(imported, write, run_import):
    """As 23 of the 311 real ones do, the largest with a similarity of 0.73."""
    before = edit(imported, answer=f"{imported.answer}\n\nA correction.").content()
    related = ANSWER.replace("First", "Another").replace("Third", "Fourth")
    assert 0.5 < similarity(imported.answer, related.replace("\\n", "\n")) < 0.9
    run_import(write("physics", "what-is-light", answer=related, id=77, author="Another"))
    assert Article.objects.get().content() == before
    decide(imported, before, {Conflict.objects.get(): Conflict.Decision.OURS})
    article = Article.objects.get()
    assert (article.content(), article.source_id) == (before, imported.source_id)


def test_a_correction_under_the_same_id_is_merged(imported, write, run_import):
    edit(imported, answer=f"{imported.answer}\n\nA correction.")
    corrected = ANSWER.replace("First", "Another first")
    assert run_import(write("physics", "what-is-light", answer=corrected)).counts["updated"] == 1
    assert Article.objects.get().answer.startswith("Another first paragraph.\n\nSecond")
    assert Article.objects.get().answer.endswith("A correction.")


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


def test_after_a_refusal_the_next_delivery_is_not_blended_in(imported, write, run_import):
    edited = edit(imported, seo_keywords="mine")
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    decide(edited, edited.content(), {Conflict.objects.get(): Conflict.Decision.OURS})
    report = run_import(write("physics", "what-is-light", answer=f"{OTHER} More.", id=77))
    assert report.counts["held"] == 1
    assert Article.objects.get().answer == edited.answer


def refused(imported, write, run_import):
    edited = edit(imported, seo_keywords="mine", related=())
    run_import(write("physics", "what-is-light", answer=OTHER, id=77, related=["/a", "/b"]))
    decide(edited, edited.content(), {Conflict.objects.get(): Conflict.Decision.OURS})
    return edited


def test_a_correction_under_the_live_id_after_a_refusal_is_merged(imported, write, run_import):
    edited = refused(imported, write, run_import)
    row = "/learn/physics/questions/row"
    corrected = ANSWER.replace("Third", "3rd")
    report = run_import(write("physics", "what-is-light", answer=corrected, related=[row]))
    assert report.counts["updated"] == 1
    article = Article.objects.get()
    assert article.answer == edited.answer.replace("Third", "3rd")
    assert [link.path for link in article.content().related] == [row]
    assert (article.seo_keywords, article.source_id) == ("mine", imported.source_id)
    again = ANSWER.replace("Third", "The 3rd")
    assert run_import(write("physics", "what-is-light", answer=again)).counts["updated"] == 1
    assert Article.objects.get().answer == edited.answer.replace("Third", "The 3rd")


def test_the_old_file_after_a_refusal_changes_nothing(imported, write, run_import):
    edited = refused(imported, write, run_import)
    report = run_import(write("physics", "what-is-light", answer=ANSWER))
    assert report.counts["unchanged"] == 1
    assert Article.objects.get().content() == edited.content()
