"""Two who write at once, on PostgreSQL: neither is ever shown a database's error."""

import logging
from dataclasses import replace

import pytest
from django.db import connection, transaction

from articles.core.computed_from_content import compute
from articles.models import Article, Change, IndexStatus, Page, Redirect, Related, SiteSettings
from articles.publishing import (
    AddressTaken,
    BulkItem,
    StalePage,
    create,
    create_articles,
    delete,
    move,
    revise,
    save_page,
    save_subject,
)
from articles.publishing.article_reads import locked
from articles.publishing.effects import apply
from articles.publishing.effects.canonicals import lock_election
from articles.publishing.effects.run_end import resolve_all_links
from tests.factories import make_article, make_content, make_page, make_subject
from tests.sessions import PATIENCE_SECONDS, deadlocked, patient, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deadlocks(caplog):
    """How each deadlock was met: on a slow machine the second try may meet one, too."""
    caplog.set_level(logging.INFO, "articles.database.retry")
    return lambda: [record.getMessage().split("\n")[0] for record in caplog.records]


def test_a_save_that_a_deadlock_ended_is_done_again(deadlocks):
    article = make_article()
    content = replace(article.content(), title="Saved")
    after = deadlocked(article, lambda: revise(article, content, expected_version=1))
    assert set(deadlocks()) == {"again, after: deadlock detected"}
    assert (after.title, after.version, after.revisions.count()) == ("Saved", 2, 1)


def test_a_deletion_that_a_deadlock_ended_is_done_again(deadlocks):
    article = make_article()
    deadlocked(article, lambda: delete(article))
    assert set(deadlocks()) == {"again, after: deadlock detected"}
    assert not Article.objects.exists()
    assert Redirect.objects.get().is_gone


def test_a_link_to_an_article_that_is_being_saved_is_resolved_meanwhile():
    target = make_article("target")
    make_article("source", related=[target.get_absolute_url()])
    Related.objects.update(target=None)

    def resolve():
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")
        return resolve_all_links()

    with transaction.atomic():
        locked(target)
        future = start(resolve)
        assert future.done()
    assert future.result() == 1


def test_of_two_who_create_one_address_the_second_is_told():
    subject = make_subject()
    with transaction.atomic():
        first = create(subject, "a", make_content())
        future = start(lambda: create(subject, "a", make_content("Another?")))
    with pytest.raises(AddressTaken) as caught:
        future.result(PATIENCE_SECONDS)
    assert caught.value.article == first
    assert Article.objects.get().title == first.title


def test_of_two_who_move_to_one_address_the_second_is_told():
    subject = make_subject()
    one, other = make_article("one"), make_article("other")
    # The other holds its article, about which the first has written a finding: one has to yield.
    with patient(), transaction.atomic():
        move(one, subject, "new")
        future = start(lambda: move(other, subject, "new"))
    with pytest.raises(AddressTaken) as caught:
        future.result(PATIENCE_SECONDS)
    assert caught.value.article == one
    other.refresh_from_db()
    assert (other.slug, other.version, other.revisions.count()) == ("other", 1, 0)


def test_a_number_is_visible_only_after_every_lower_one():
    """A batch of an import takes no part in elections, and yet waits with its numbers."""
    article, subject = make_article(), make_subject()
    content = make_content(answer="Imported meanwhile.")
    item = BulkItem(subject, "imported", None, content, compute(content))

    def write_batch():
        with transaction.atomic():
            articles, changes = create_articles([item])
            apply(changes, in_run=True)
            return articles[0].pk

    with transaction.atomic():
        revise(article, replace(article.content(), answer="Edited."))
        edited = Change.objects.get(pk=article.pk).number
        future = start(write_batch)
        assert not future.done()
    imported = future.result(PATIENCE_SECONDS)
    assert Change.objects.get(pk=imported).number == edited + 1


def test_a_hidden_subject_is_settled_though_a_deadlock_ended_an_election(deadlocks):
    article = make_article()
    subject = article.subject
    subject.is_listed = False
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The other one's is a second: it is the other that PostgreSQL ends.
            cursor.execute(f"SET LOCAL deadlock_timeout = '{PATIENCE_SECONDS}s'")
        Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        future = start(lambda: save_subject(subject))
        assert not future.done()
        lock_election()
    future.result(PATIENCE_SECONDS)
    assert set(deadlocks()) == {"again, after: deadlock detected"}
    article.refresh_from_db()
    assert article.index_status == IndexStatus.HIDDEN_SUBJECT


def publish_page(page):
    place = {"slug": page.slug, "status": "published", "expected_version": page.version}
    return save_page(page.pk, page.content(), **place)


@pytest.mark.parametrize("has_settings", [False, True])
def test_of_two_pages_published_at_once_the_footer_names_both(has_settings):
    if has_settings:
        SiteSettings.objects.create()
    pages = [make_page(slug, slug.title(), status="draft") for slug in ("about", "terms")]
    with transaction.atomic():
        publish_page(pages[0])
        future = start(lambda: publish_page(pages[1]))
        assert not future.done()
    future.result(PATIENCE_SECONDS)
    assert SiteSettings.objects.get().page_links == [["About", "/about"], ["Terms", "/terms"]]


def test_of_two_who_save_one_page_the_second_is_told():
    page = make_page(status="draft")
    with transaction.atomic():
        publish_page(page)
        future = start(lambda: publish_page(page))
        assert not future.done()
    with pytest.raises(StalePage):
        future.result(PATIENCE_SECONDS)
    assert Page.objects.get().version == 2
