"""An article that is deleted, and brought back as it was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.models import (
    Article,
    Conflict,
    Feedback,
    ImportRun,
    Readership,
    Redirect,
    Revision,
    SourceFile,
    Status,
)
from articles.publishing import (
    Collision,
    TargetAway,
    absorb,
    create,
    delete,
    move,
    open_conflicts,
    publish,
    redirect_address,
    undelete,
    unpublish,
    withdraw,
)
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """One that an import made from `physics/old.md`, that moved, and that a conflict waits for."""
    article = make_article("old")
    run = ImportRun.objects.create()
    SourceFile.objects.create(
        path="physics/old.md", sha256="x", reader_version=1, article=article, data=b"", base=b""
    )
    moved = move(article, make_subject("optics"), "new")
    mine = moved.content()
    collision = Collision(moved.pk, mine, mine, replace(mine, answer="Another."), 7)
    open_conflicts([collision], run)
    opened_at = timezone.now().replace(year=2024)
    Conflict.objects.update(opened_at=opened_at)
    Article.objects.update(created_by_run=run, created_at=opened_at, content_modified_at=opened_at)
    moved.refresh_from_db()
    return moved


def last_revision(article):
    return Revision.objects.filter(article_key=article.pk).first()


def facts(article):
    conflict = Conflict.objects.values(
        "article", "field", "base", "ours", "theirs", "theirs_source_id", "import_run", "opened_at"
    )
    return {
        "content": article.content(),
        "address": article.get_absolute_url(),
        "made": (article.created_at, article.created_by_run_id, article.content_modified_at),
        "files": list(SourceFile.objects.values_list("path", "article")),
        "redirects": list(Redirect.objects.values_list("old_path", "article", "is_gone")),
        "conflict": conflict.get(closed_at=None),
    }


def test_a_deleted_article_comes_back_with_all_that_hung_on_it(article):
    before = facts(article)
    assert before["files"] == [("physics/old.md", article.pk)]
    assert before["redirects"] == [("/learn/physics/questions/old", article.pk, False)]
    delete(article)
    assert facts(undelete(last_revision(article))) == before


def test_what_led_to_a_deleted_article_is_gone(article):
    delete(article)
    assert set(Redirect.objects.values_list("old_path", "article", "is_gone")) == {
        ("/learn/physics/questions/old", None, True),
        ("/learn/optics/questions/new", None, True),
    }


def test_a_draft_that_is_deleted_comes_back_with_what_led_to_it(article):
    draft = unpublish(article)
    delete(draft)
    assert set(Redirect.objects.values_list("article", "is_gone")) == {(None, True)}
    back = undelete(last_revision(draft))
    assert back.status == Status.DRAFT
    assert Redirect.objects.get().article == back


@pytest.mark.parametrize("suffix", ["", ".md"])
def test_what_readers_knew_is_gone_though_it_was_a_draft_when_it_was_deleted(client, suffix):
    draft = unpublish(make_article("known"))
    moved = move(unpublish(make_article("before")), make_subject("optics"), "after")
    delete(draft)
    delete(moved)
    for path in (draft.get_absolute_url(), "/learn/physics/questions/before"):
        assert client.get(path + suffix).status_code == 410
    assert client.get(f"{moved.get_absolute_url()}{suffix}").status_code == 404
    for key in (draft.pk, moved.pk):
        assert client.get(f"/api/v1/articles/{key}").status_code == 410


def test_what_nobody_knew_is_not_gone(client):
    draft = make_article("unknown", status=Status.DRAFT)
    delete(draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/articles/{draft.pk}").status_code == 404
    assert not Redirect.objects.exists()


def test_a_draft_that_was_public_and_was_deleted_comes_back_to_its_address(client):
    draft = unpublish(make_article("known"))
    delete(draft)
    back = undelete(last_revision(draft))
    assert client.get(back.get_absolute_url()).status_code == 404
    assert client.get(publish(back).get_absolute_url()).status_code == 200


def test_of_two_that_absorb_each_other_one_stays():
    one, other = make_article(), make_article()
    absorb(one, into=other)
    with pytest.raises(TargetAway) as caught:
        absorb(other, into=one)
    assert caught.value.article == one
    assert Article.objects.get(status=Status.PUBLISHED) == other


@pytest.mark.parametrize("act", [withdraw, unpublish, delete])
def test_nothing_is_absorbed_by_what_is_away(act):
    one, other = make_article(), make_article()
    act(other)
    with pytest.raises(TargetAway):
        absorb(one, into=other)
    one.refresh_from_db()
    assert one.status == Status.PUBLISHED


def test_what_leads_elsewhere_by_now_and_a_file_of_another_stay_there(article):
    delete(article)
    other = create(make_subject("optics"), "other", make_content())
    redirect_address("/learn/physics/questions/old", other)
    SourceFile.objects.update(article=other)
    ImportRun.objects.all().delete()
    back = undelete(last_revision(article))
    assert Redirect.objects.get().article == other
    assert SourceFile.objects.get().article == other
    assert back.created_by_run is None
    assert Conflict.objects.get().import_run is None


def test_what_readers_said_comes_back_with_the_article():
    article = make_article()
    Readership.objects.create(article=article, views=7, recent_views=3, helpful=2, unhelpful=1)
    sent = datetime(2025, 6, 1, 12, 30, tzinfo=UTC)
    for state, note in ((2, "Old."), (1, "New."), (0, "")):
        Feedback.objects.create(
            article=article, is_helpful=False, note=note, state=state, created_at=sent
        )
    delete(article)
    assert not Readership.objects.exists()
    assert not Feedback.objects.exists()
    undelete(Revision.objects.get())
    numbers = Readership.objects.values_list("views", "recent_views", "helpful", "unhelpful")
    assert list(numbers) == [(7, 0, 2, 1)]
    rows = Feedback.objects.order_by("pk").values_list("note", "state", "is_helpful", "created_at")
    assert list(rows) == [("Old.", 2, False, sent), ("New.", 1, False, sent)]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_comes_back_unseen_leaves_its_address_to_where_it_leads_by_now(status):
    article = make_article("known")
    {Status.DRAFT: unpublish, Status.WITHDRAWN: withdraw}[status](article)
    other = make_article()
    delete(article)
    redirect_address("/learn/physics/questions/known", other)
    undelete(last_revision(article))
    assert Redirect.objects.get().article == other


def test_what_comes_back_withdrawn_is_gone_by_itself():
    article = withdraw(make_article("known"))
    delete(article)
    assert Redirect.objects.get().is_gone
    undelete(last_revision(article))
    assert not Redirect.objects.exists()


def test_an_article_is_absorbed_where_it_stands_by_now():
    into, article = make_article("into"), make_article("old")
    move(article, make_subject("optics"), "new")
    absorb(article, into)
    assert dict(Redirect.objects.values_list("old_path", "article")) == {
        "/learn/physics/questions/old": into.pk,
        "/learn/optics/questions/new": into.pk,
    }
