"""A page that changed is never answered by 304 to whoever holds it: whatever on it changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.core.computed_from_content import compute
from articles.importer.prune import withdraw_missing
from articles.models import Article, Change, ImportRun, Revision, SourceFile, Subject
from articles.publishing import (
    BulkItem,
    absorb,
    create,
    create_articles,
    delete,
    move,
    publish,
    revise,
    save_subject,
    undelete,
    unpublish,
    withdraw,
)
from articles.publishing.effects import apply
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db

EARLIER = datetime(2025, 1, 1, tzinfo=UTC)
MISSING = "/learn/physics/questions/missing"


@pytest.fixture
def is_fresh(client):
    """Tell whether a reader who holds the page as it is, from a while ago, is sent it again after
    `act`; asserts that the page did change."""

    def ask(article, act, suffix=""):
        # Everything happened long ago: Last-Modified has seconds.
        Article.objects.update(content_modified_at=EARLIER)
        Change.objects.update(changed_at=EARLIER)
        path = article.get_absolute_url() + suffix
        before = client.get(path)
        held = {"If-Modified-Since": before["Last-Modified"]}
        assert client.get(path, headers=held).status_code == 304
        act()
        after = client.get(path, headers=held)
        assert client.get(path).content != before.content
        return after.status_code == 200

    return ask


@pytest.mark.parametrize("suffix", ["", ".md"])
def test_a_link_that_led_nowhere_leads_somewhere(is_fresh, suffix):
    article = make_article(related=[MISSING])
    seen = Change.objects.get(pk=article.pk).number
    assert is_fresh(article, lambda: make_article("missing"), suffix)
    assert Change.objects.get(pk=article.pk).number > seen


@pytest.mark.parametrize("suffix", ["", ".md"])
@pytest.mark.parametrize("act", [withdraw, unpublish, delete], ids=lambda act: act.__name__)
def test_a_related_question_goes(is_fresh, act, suffix):
    target = make_article("missing")
    article = make_article(related=[MISSING])
    seen = Change.objects.get(pk=article.pk).number
    assert is_fresh(article, lambda: act(target), suffix)
    assert Change.objects.get(pk=article.pk).number > seen


@pytest.mark.parametrize("suffix", ["", ".md"])
def test_a_related_question_goes_into_another(is_fresh, suffix):
    target, other = make_article("missing"), make_article("other")
    article = make_article(related=[MISSING])
    assert is_fresh(article, lambda: absorb(target, into=other), suffix)


def test_a_related_question_is_kept_out_of_search_engines(is_fresh):
    target = make_article("missing")
    article = make_article(related=[MISSING])
    assert is_fresh(article, lambda: revise(target, replace(target.content(), no_index=True)))


def test_the_subject_of_a_related_question_is_hidden(is_fresh, django_capture_on_commit_callbacks):
    subject = make_subject("chemistry")
    target = make_article("missing", subject=subject)
    article = make_article(related=[target.get_absolute_url()])
    subject.is_listed = False

    def hide():
        with django_capture_on_commit_callbacks(execute=True):
            save_subject(subject)

    assert is_fresh(article, hide)


def test_the_file_of_a_related_question_is_missing_from_a_whole_library(is_fresh):
    target = make_article("missing")
    article = make_article(related=[MISSING])
    run = ImportRun.objects.create()
    SourceFile.objects.create(
        path=target.source_path, sha256="", reader_version=1, article=target, data=b"", base=b""
    )
    assert is_fresh(article, lambda: withdraw_missing([target.source_path], run))


def test_a_withdrawn_related_question_is_published_again(is_fresh):
    target = withdraw(make_article("missing"))
    article = make_article(related=[MISSING])
    assert is_fresh(article, lambda: publish(target))


def test_a_deleted_related_question_is_brought_back(is_fresh):
    delete(make_article("missing"))
    article = make_article(related=[MISSING])
    revision = Revision.objects.get(kind=Revision.Kind.DELETED)
    assert is_fresh(article, lambda: undelete(revision))


def test_a_related_question_moves(is_fresh):
    target = make_article("missing")
    article = make_article(related=[MISSING])
    assert is_fresh(article, lambda: move(target, make_subject("optics"), "elsewhere"))


def test_a_related_question_becomes_the_twin_of_another(is_fresh):
    target = make_article("missing", answer="The same.")
    article = make_article(related=[MISSING])
    older = make_content(answer="The same.", published_on=datetime(2001, 1, 1).date())
    assert is_fresh(article, lambda: create(make_subject(), "older", older, status="published"))
    target.refresh_from_db()
    assert target.canonical


def test_a_twin_comes_and_goes(is_fresh):
    article = make_article(answer="The same.")
    optics = make_subject("optics")
    assert is_fresh(article, lambda: make_article("twin", subject=optics, answer="The same."))
    twin = Article.objects.get(slug="twin")
    assert is_fresh(article, lambda: withdraw(twin))


@pytest.mark.parametrize("suffix", ["", ".md"])
def test_the_subject_is_renamed(is_fresh, suffix):
    article = make_article()
    assert is_fresh(article, lambda: rename("physics"), suffix)


def test_the_subject_of_a_related_question_is_renamed(is_fresh):
    make_article("missing", subject="optics")
    article = make_article(related=["/learn/optics/questions/missing"])
    assert is_fresh(article, lambda: rename("optics"))


def test_the_subject_of_a_twin_is_renamed(is_fresh):
    article = make_article(answer="The same.")
    make_article(subject="optics", answer="The same.")
    assert is_fresh(article, lambda: rename("optics"))


def test_what_articles_do_not_show_of_a_subject_is_no_change(client):
    path = make_article().get_absolute_url()
    Article.objects.update(content_modified_at=EARLIER)
    Change.objects.update(changed_at=EARLIER)
    held = {"If-Modified-Since": client.get(path)["Last-Modified"]}
    subject = Subject.objects.get()
    subject.introduction = "What *is* it?"
    save_subject(subject)
    assert client.get(path, headers=held).status_code == 304


def test_a_change_after_the_clock_was_set_back_reaches_who_holds_the_page(client):
    article = make_article()
    path = article.get_absolute_url()
    ahead = timezone.now() + timedelta(days=1)
    Article.objects.update(content_modified_at=ahead)
    held = {"If-Modified-Since": client.get(path)["Last-Modified"]}
    assert client.get(path, headers=held).status_code == 304
    revise(Article.objects.get(), replace(article.content(), answer="Another."))
    assert b"Another." in client.get(path, headers=held).content


def test_a_hidden_subject_takes_its_feed_from_every_page(is_fresh):
    article = make_article(no_index=True)
    subject = Subject.objects.get()
    subject.is_listed = False
    assert is_fresh(article, lambda: save_subject(subject))


def test_the_subjects_of_twins_change_places(is_fresh):
    article = make_article(answer="The same.", published_on=datetime(2001, 1, 1).date())
    for slug in ("optics", "thermodynamics"):
        make_article(subject=slug, answer="The same.")
    subject = Subject.objects.get(slug="optics")
    subject.position = 9
    assert is_fresh(article, lambda: save_subject(subject))


@pytest.mark.parametrize(
    "act", [withdraw, delete, lambda article: revise(article, make_content("Another?"))]
)
def test_another_page_with_the_same_title_comes_and_goes(is_fresh, act):
    """The title then names the subject."""
    article = make_article(title="What is light?")
    assert is_fresh(
        article, lambda: make_article("light", subject="optics", title="What is light?")
    )
    assert is_fresh(article, lambda: act(Article.objects.get(slug="light")))


def test_an_import_brings_another_page_with_the_same_title(is_fresh):
    article = make_article(title="What is light?")
    content = make_content("What is light?", answer="Imported.")

    def bring():
        item = BulkItem(make_subject("optics"), "light", None, content, compute(content))
        apply(create_articles([item])[1], in_run=True)

    assert is_fresh(article, bring)


def test_a_revision_of_a_related_question_is_seen(is_fresh):
    target = make_article("missing")
    article = make_article(related=[MISSING])
    content = make_content("What is darkness?")
    assert is_fresh(article, lambda: revise(target, content))


def rename(slug):
    subject = Subject.objects.get(slug=slug)
    subject.name = "Another name"
    save_subject(subject)
