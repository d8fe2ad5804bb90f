"""An import, from files to articles."""

from dataclasses import replace

import pytest

from articles.models import Article, Finding, ImportRun, IndexStatus, Related, SourceFile, Status
from articles.publishing import revise
from tests.factories import make_subject

pytestmark = pytest.mark.django_db
LIGHT = "/learn/physics/questions/what-is-light"


def snapshot():
    """Everything that an import writes, without keys and times of the run."""
    articles = {
        article.get_absolute_url(): (
            article.content(),
            article.source_id,
            article.status,
            article.index_status,
            article.canonical and article.canonical.get_absolute_url(),
            article.version,
            article.content_modified_at,
            article.rendering.html,
            [link.target and link.target.get_absolute_url() for link in article.related.all()],
        )
        for article in Article.objects.select_related("subject", "rendering", "canonical__subject")
    }
    files = list(SourceFile.objects.order_by("path").values_list("path", "sha256", "base"))
    findings = sorted(Finding.objects.values_list("path", "kind", "field", "detail"))
    return articles, files, findings


def test_a_file_becomes_a_published_article(write, run_import):
    path = write("physics", "what-is-light", answer="Light\\n\\nis **fast**.")
    report = run_import(path)
    assert report.counts == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "conflict": 0,
        "held": 0,
        "skipped": 0,
        "failed": 0,
    }
    article = Article.objects.get()
    assert article.get_absolute_url() == LIGHT
    assert article.status == Status.PUBLISHED
    assert article.index_status == IndexStatus.INDEXABLE
    assert article.answer == "Light\n\nis **fast**."
    assert article.rendering.html.strip() == "<p>Light</p>\n<p>is <strong>fast</strong>.</p>"
    assert article.content_modified_at.date() == article.published_on
    file = SourceFile.objects.get()
    assert file.read_bytes() == path.read_bytes()
    assert file.read_base() == article.content()


def test_importing_twice_gives_the_same_database(write, run_import):
    for number in range(5):
        write("physics", f"question-{number}", related=[LIGHT, "/learn/physics/questions/gone"])
    write("physics", "what-is-light", answer="Hereâ€™s light.")
    run_import(write.folder)
    before = snapshot()
    report = run_import(write.folder)
    assert report.counts["unchanged"] == 6
    assert not report.articles
    assert snapshot() == before


def test_a_changed_file_is_written_and_moves_the_date_of_change(write, run_import):
    run_import(write("physics", "what-is-light"))
    before = Article.objects.get()
    report = run_import(write("physics", "what-is-light", answer="Another answer."))
    article = Article.objects.get()
    assert report.counts["updated"] == 1
    assert article.answer == "Another answer."
    assert article.rendering.plain_text.strip() == "Another answer."
    assert article.version == before.version + 1
    assert article.content_modified_at > before.content_modified_at


def test_another_order_of_keys_changes_the_file_and_not_the_article(write, run_import):
    path = write("physics", "what-is-light")
    run_import(path)
    before = Article.objects.get()
    data = (
        path.read_bytes()
        .replace(b"_schema: default\n", b"")
        .replace(b"author: QuickTakes\n", b"author: QuickTakes\n_schema: default\n")
    )
    report = run_import(write("physics", "what-is-light", data=data))
    assert report.counts["unchanged"] == 1
    assert Article.objects.get().version == before.version
    assert SourceFile.objects.get().read_bytes() == data


def test_related_questions_resolve_whatever_the_order_of_import(write, run_import):
    run_import(write("physics", "a", related=[LIGHT]))
    assert Related.objects.get().target is None
    assert Finding.objects.filter(kind="related-dangling").count() == 1
    run_import(write("physics", "what-is-light"))
    assert Related.objects.get().target.get_absolute_url() == LIGHT
    assert not Finding.objects.filter(kind="related-dangling").exists()


def test_a_subject_may_be_called_questions(write, run_import):
    target = "/learn/questions/questions/questions"
    write("physics", "a", related=[target])
    write("questions", "questions")
    run_import(write.folder)
    assert Related.objects.get().target.get_absolute_url() == target


@pytest.mark.parametrize("order", [("biology", "arts"), ("arts", "biology")])
def test_the_canonical_of_a_cross_posted_text_is_independent_of_order(write, run_import, order):
    make_subject("arts", is_listed=False)
    for subject in order:
        run_import(write(subject, "same", answer="One text in two subjects."))
    listed = Article.objects.get(subject__slug="biology")
    hidden = Article.objects.get(subject__slug="arts")
    assert (listed.canonical, listed.index_status) == (None, IndexStatus.INDEXABLE)
    assert (hidden.canonical, hidden.index_status) == (listed, IndexStatus.HIDDEN_SUBJECT)


def test_a_twin_in_a_listed_subject_is_a_duplicate(write, run_import):
    write("arts", "same", answer="One text.", date="2025-01-02")
    write("biology", "same", answer="One text.", date="2025-01-01")
    run_import(write.folder)
    assert Article.objects.get(subject__slug="arts").index_status == IndexStatus.DUPLICATE


def test_a_file_without_a_date_becomes_a_draft(write, run_import):
    run_import(write("physics", "undated", date=None))
    assert Article.objects.get().status == Status.DRAFT


def test_a_dry_run_tells_the_same_and_writes_nothing(write, run_import):
    run_import(write("physics", "a"))
    write("physics", "a", answer="Changed.")
    write("physics", "b", answer="Hereâ€™s light.")
    write("physics", "c", data=b"")
    before = snapshot()
    planned = run_import(write.folder, dry_run=True)
    assert snapshot() == before
    assert ImportRun.objects.count() == 1
    done = run_import(write.folder)
    assert planned.counts == done.counts
    assert planned.articles == done.articles


def test_a_dismissed_finding_stays_dismissed_while_its_words_stay(write, run_import):
    run_import(write("physics", "a", answer="I cannot answer this question."))
    Finding.objects.filter(kind="refusal").update(is_dismissed=True)
    run_import(write("physics", "a", answer="I cannot answer this question.", author="Somebody"))
    assert Finding.objects.get(kind="refusal").is_dismissed


def test_workers_give_the_same_as_one_process(write, run_import):
    for number in range(230):
        write("physics", f"question-{number}")
    write("physics", "question-77", data=b"broken")
    report = run_import(write.folder, workers=2)
    assert report.counts["created"] == 229
    assert report.counts["failed"] == 1
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == sorted(f"question-{n}" for n in range(230) if n != 77)


def test_a_run_that_died_before_its_end_is_finished_by_the_next(write, run_import, monkeypatch):
    write("arts", "same", answer="One text.", related=[LIGHT])
    write("biology", "same", answer="One text.", date="2024-11-21")
    write("physics", "what-is-light")
    with monkeypatch.context() as patch:
        patch.setattr("articles.importer.run.Import._finish", lambda *args: exit("killed"))
        with pytest.raises(SystemExit):
            run_import(write.folder)
    assert Related.objects.get().target is None
    report = run_import(write.folder)
    assert report.counts["unchanged"] == 3
    assert Related.objects.get().target.get_absolute_url() == LIGHT
    assert Article.objects.get(subject__slug="arts").index_status == IndexStatus.DUPLICATE
    assert not ImportRun.objects.filter(is_settled=False).exists()


def test_the_run_is_kept_with_its_counts(write, run_import):
    run_import(write("physics", "a"))
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.FINISHED
    assert run.counts["created"] == 1
    assert run.finished_at is not None


def test_an_editors_save_keeps_what_the_file_and_the_library_tell(write, run_import):
    run_import(write("physics", "a", related=["/learn/x/questions/gone"], answer="Hereâ€™s it."))
    article = Article.objects.get()
    Finding.objects.filter(kind="related-dangling").update(is_dismissed=True)
    revise(article, replace(article.content(), title="What is shown in the figure above?"))
    found = dict(Finding.objects.values_list("kind", "is_dismissed"))
    assert found == {
        "mojibake-repaired": False,
        "related-dangling": True,
        "lost-context": False,
    }
    article.refresh_from_db()
    revise(article, replace(article.content(), answer="Here it is."))
    assert not Finding.objects.filter(kind="mojibake-repaired").exists()


def test_a_file_that_lost_its_date_leaves_a_published_article_its_own(write, run_import):
    run_import(write("physics", "a"))
    write("physics", "b")
    write("physics", "a", date="someday", answer="Changed.")
    report = run_import(write.folder)
    assert report.counts["updated"] == report.counts["created"] == 1
    article = Article.objects.get(slug="a")
    assert (article.answer, str(article.published_on)) == ("Changed.", "2024-12-07")
    assert Finding.objects.filter(article=article, kind="invalid-value").exists()


def test_a_mark_of_no_index_counts_though_the_run_dies_before_its_end(
    write, run_import, monkeypatch
):
    run_import(write("physics", "a"))
    path = write("physics", "a", no_index=True)
    with monkeypatch.context() as patch:
        patch.setattr("articles.importer.run.Import._finish", lambda *args: exit("killed"))
        with pytest.raises(SystemExit):
            run_import(path)
    assert Article.objects.get().index_status == IndexStatus.NO_INDEX
