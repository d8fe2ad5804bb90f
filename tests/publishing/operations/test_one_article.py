"""What an editor does to one article."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from articles.core.article_content import RelatedLink
from articles.core.merging import FieldConflict
from articles.models import (
    Article,
    Conflict,
    Finding,
    ImportRun,
    IndexStatus,
    Redirect,
    Related,
    Revision,
    SourceFile,
    Status,
)
from articles.publishing import (
    AddressTaken,
    StaleVersion,
    create,
    delete,
    move,
    publish,
    restore,
    revise,
    unpublish,
    withdraw,
)
from articles.publishing.operations.conflicts import Collision, decide, open_conflicts
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db


def test_a_new_article_has_its_rendering_and_its_own_date():
    article = make_article(answer="A **bold** word.")
    assert article.rendering.html.strip() == "<p>A <strong>bold</strong> word.</p>"
    assert article.content_modified_at == datetime(2024, 12, 7, tzinfo=UTC)
    assert article.index_status == IndexStatus.INDEXABLE


def test_an_article_of_the_future_did_not_change_in_the_future():
    content = make_content(published_on=datetime.now(UTC).date().replace(year=2999))
    article = create(make_subject(), "later", content)
    assert article.content_modified_at <= datetime.now(UTC)


def test_a_revision_that_changes_nothing_writes_nothing():
    article = make_article(related=["/learn/physics/questions/x"])
    assert revise(article, article.content()).version == article.version


def test_a_revision_writes_everything_that_hangs_on_the_content():
    target = make_article("target")
    article = make_article()
    content = replace(
        article.content(),
        answer="I cannot answer this question.",
        related=(RelatedLink(target.get_absolute_url(), "T"),),
    )
    after = revise(article, content)
    assert after.content() == content
    assert after.version == article.version + 1
    assert after.content_modified_at > article.content_modified_at
    assert "cannot answer" in after.rendering.html
    assert after.related.get().target == target
    assert Finding.objects.filter(article=after, kind="refusal").exists()


def test_a_change_that_no_reader_sees_does_not_move_the_date_of_change():
    article = make_article()
    after = revise(article, replace(article.content(), seo_keywords="other", score=2.0))
    assert after.version == article.version + 1
    assert after.content_modified_at == article.content_modified_at


def test_a_stale_version_is_refused_and_carries_the_article_as_it_is():
    article = make_article()
    revise(article, replace(article.content(), title="Somebody was faster"))
    with pytest.raises(StaleVersion) as caught:
        revise(article, replace(article.content(), title="Mine"), expected_version=1)
    assert caught.value.article.title == "Somebody was faster"


def test_related_questions_can_change_places():
    article = make_article(related=["/learn/a/questions/a", "/learn/b/questions/b"])
    content = article.content()
    after = revise(article, replace(content, related=content.related[::-1]))
    assert [link.path for link in after.content().related] == [
        "/learn/b/questions/b",
        "/learn/a/questions/a",
    ]


def test_a_new_article_is_found_by_the_links_that_waited_for_it():
    waiting = make_article(related=["/learn/physics/questions/late"])
    late = make_article("late")
    assert Related.objects.get(article=waiting).target == late


def test_an_address_is_taken_once():
    article = make_article("taken")
    with pytest.raises(AddressTaken) as caught:
        make_article("taken")
    assert caught.value.article == article


def test_publishing_gives_a_date_to_an_article_without_one():
    article = make_article(status=Status.DRAFT, published_on=None)
    assert article.index_status == IndexStatus.DRAFT
    after = publish(article)
    assert after.published_on is not None
    assert after.index_status == IndexStatus.INDEXABLE
    assert unpublish(after).index_status == IndexStatus.DRAFT


def test_a_published_article_keeps_its_date_where_an_earlier_version_had_none():
    article = make_article(status=Status.DRAFT, published_on=None)
    content = replace(article.content(), title="Later", published_on=date(2024, 1, 2))
    article = publish(revise(article, content))
    first = article.revisions.get(version=1)
    restored = restore(article, first)
    assert restored.content() == replace(first.content(), published_on=date(2024, 1, 2))
    assert restore(restored, restored.revisions.get(version=1)).version == restored.version


def test_an_article_that_is_made_public_without_a_date_is_published_today():
    today = datetime.now(UTC).date()
    article = create(make_subject(), "a", make_content(published_on=None), status=Status.PUBLISHED)
    assert article.published_on in (today, datetime.now(UTC).date())
    assert create(make_subject(), "b", make_content(published_on=None)).published_on is None


def test_a_decided_replacement_without_a_date_leaves_the_article_its_own():
    article = make_article()
    conflict = hold(article, replace(article.content(), answer="Another.", published_on=None), 7)
    after = decide(article, conflict.replacement(), {conflict: Conflict.Decision.THEIRS})
    assert (after.answer, after.published_on) == ("Another.", article.published_on)


def hold(article, theirs, source_id):
    """An open conflict: a replacement that waits for a decision."""
    mine = article.content()
    collision = Collision(article.pk, mine, mine, theirs, source_id)
    open_conflicts([collision], ImportRun.objects.create())
    return Conflict.objects.get(closed_at=None)


def test_a_decision_that_changes_the_id_alone_is_a_version():
    article = make_article()
    conflict = hold(article, article.content(), 7)
    after = decide(article, article.content(), {conflict: Conflict.Decision.THEIRS})
    assert (after.source_id, after.version) == (7, article.version + 1)
    revision = Revision.objects.get(article=article)
    assert (revision.source_id, revision.fields) == (None, ["source_id"])
    assert revision.kind == Revision.Kind.DECIDED


def test_a_decision_for_another_text_and_id_is_one_version():
    article = make_article()
    conflict = hold(article, replace(article.content(), answer="Another."), 7)
    after = decide(article, conflict.replacement(), {conflict: Conflict.Decision.THEIRS})
    assert (after.source_id, after.answer, after.version) == (7, "Another.", article.version + 1)
    assert Revision.objects.get(article=article).fields == ["answer", "source_id"]


def test_withdrawing_the_canonical_elects_its_twin():
    first = make_article("a", answer="One text.")
    second = make_article("b", answer="One text.")
    assert second.canonical == first
    withdraw(first)
    second.refresh_from_db()
    assert (second.canonical, second.index_status) == (None, IndexStatus.INDEXABLE)


def test_an_edit_that_ends_a_twinship_makes_both_indexable():
    make_article("a", answer="One text.")
    second = make_article("b", answer="One text.")
    after = revise(second, replace(second.content(), answer="A text of its own."))
    assert (after.canonical, after.index_status) == (None, IndexStatus.INDEXABLE)


def test_a_moved_article_leaves_a_redirect_and_no_chain():
    article = make_article("old")
    moved = move(move(article, make_subject("optics"), "new"), make_subject("optics"), "newest")
    assert moved.get_absolute_url() == "/learn/optics/questions/newest"
    leads = Redirect.objects.values_list("old_path", "article")
    assert dict(leads) == {
        "/learn/physics/questions/old": moved.pk,
        "/learn/optics/questions/new": moved.pk,
    }


def test_what_was_found_in_an_article_moves_with_it():
    article = make_article("old", answer="I cannot answer this question.")
    assert Finding.objects.get(kind="refusal").path == "physics/old.md"
    move(article, make_subject("optics"), "new")
    assert Finding.objects.get(kind="refusal").path == "optics/new.md"


def test_an_article_that_moves_back_has_no_redirect_to_itself():
    article = make_article("old")
    move(move(article, make_subject("optics"), "new"), make_subject("physics"), "old")
    assert list(Redirect.objects.values_list("old_path", flat=True)) == [
        "/learn/optics/questions/new"
    ]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_only_a_public_article_takes_an_address_from_the_one_that_it_leads_to(status):
    other = move(make_article("known"), make_subject("optics"), "new")
    newcomer = move(make_article("else", status=status), make_subject("physics"), "known")
    assert Redirect.objects.get().article == other
    publish(newcomer)
    assert not Redirect.objects.exists()


def test_an_article_that_is_created_public_has_its_address_for_itself():
    delete(make_article("known"))
    make_article("known", status=Status.DRAFT, answer="A draft.")
    assert Redirect.objects.get().is_gone
    delete(Article.objects.get())
    make_article("known")
    assert not Redirect.objects.exists()


def test_an_article_that_moves_back_unseen_has_no_redirect_to_itself():
    draft = unpublish(make_article("old"))
    away = move(draft, make_subject("optics"), "new")
    assert Redirect.objects.get().article == away
    move(away, make_subject("physics"), "old")
    assert not Redirect.objects.exists()


def test_a_deleted_article_leaves_a_tombstone_a_gone_address_and_its_twin():
    article = make_article("a", answer="One text.")
    twin = make_article("b", answer="One text.")
    SourceFile.objects.create(
        path="physics/a.md", sha256="", reader_version=1, article=article, data=b"", base=b""
    )
    delete(article)
    assert SourceFile.objects.get().article is None
    assert Redirect.objects.get().is_gone
    assert Article.objects.get().index_status == IndexStatus.INDEXABLE
    assert Article.objects.get() == twin


def test_deleting_a_draft_leaves_no_address():
    delete(make_article(status=Status.DRAFT))
    assert not Redirect.objects.exists()


def test_a_date_that_stays_settles_no_conflict_about_it():
    """The form's date was emptied, and a published article keeps the one that it has."""
    article = make_article()
    before = article.content()
    undated = replace(before, published_on=None)
    field = FieldConflict("published_on", before.published_on, before.published_on, None, None)
    run = ImportRun.objects.create()
    open_conflicts([Collision(article.pk, before, before, undated, None, (field,))], run)
    after = revise(article, replace(undated, author="Somebody"))
    assert after.published_on == before.published_on
    assert Conflict.objects.get().closed_at is None
