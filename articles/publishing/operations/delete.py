"""Removing an article. A removal is never the end: its last revision holds everything."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q

from articles.models import (
    Article,
    ChosenCanonical,
    ComputedRelated,
    DuplicateCluster,
    DuplicateMember,
    DuplicatePair,
    IndexStatus,
    Related,
    Revision,
    SourceFile,
    Status,
)
from articles.publishing.article_reads import locked
from articles.publishing.effects import ChangeSet, search_documents
from articles.publishing.effects.links import pages_showing
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause, revision_of
from articles.publishing.undelete_snapshot import attachments_of


@operation
def delete(
    article: Article, *, actor: AbstractBaseUser | None = None, reason: str = ""
) -> tuple[None, ChangeSet]:
    """Remove the article. Its file stays as a tombstone, so that no import brings it back; its
    address, where it was public, and those that led to it answer 410, also where it had become a
    draft meanwhile; a twin that named it as canonical gets another.
    """
    current = locked(article)
    _keep(current, Cause(Revision.Kind.DELETED, actor, reason=reason))
    if current.status != Status.DRAFT or current.has_been_public():
        current.redirects.update(article=None, is_gone=True)
    gone = {current.get_absolute_url()} if current.has_been_public_here() else set()
    changes = _remove(current)
    changes.gone = gone
    return None, changes


@operation
def erase(
    article: Article, cause: Cause, *, made_room: Article | None = None
) -> tuple[None, ChangeSet]:
    """Remove an article as if it had never been imported: no tombstone, no 410. Readers find the
    one that made room for it by its address again, if that was public there."""
    current = locked(article)
    SourceFile.objects.filter(article=current).delete()
    _keep(current, cause)
    changes = _remove(current)
    if made_room is not None and made_room.was_public_at(current.subject.slug, current.slug):
        changes.redirected[current.get_absolute_url()] = made_room
    return None, changes


def _keep(current: Article, cause: Cause) -> None:
    """Leave the last revision, with all that is needed to bring the article back."""
    revision = revision_of(current, current.content(), [], cause)
    revision.attachments = attachments_of(current)
    revision.save()


def _remove(current: Article) -> ChangeSet:
    """Delete the row; what it leaves behind is asked before, for the rows of its links go with
    it."""
    key, path = current.pk, current.get_absolute_url()
    showing = pages_showing([key])
    linked = Related.objects.filter(article=key).exclude(target=None).order_by()
    computed = ComputedRelated.objects.filter(article=key).order_by()
    changes = ChangeSet(
        deleted={key: path},
        digests={current.content_digest, *_choosing(current)},
        duplicates_due=_taken_for(key),
        showing=showing if current.status == Status.PUBLISHED else set(),
        lists_due=showing | set(linked.values_list("target_id", flat=True)),
        inbound_due=set(computed.values_list("target_id", flat=True)),
        credited={current.author, current.reviewed_by},
    )
    if current.index_status == IndexStatus.INDEXABLE:
        changes.announced.add(path)
        changes.titles.add(current.title)
    Article.objects.filter(canonical=current).update(canonical=None)
    _forget_lonely_clusters(key)
    search_documents.forget(key)
    current.delete()
    return changes


def _choosing(current: Article) -> set[str]:
    """Return the texts that have the article as a chosen canonical: they stand for themselves once
    it is gone."""
    chosen = ChosenCanonical.objects.filter(canonical=current).order_by()
    return set(chosen.values_list("article__content_digest", flat=True))


def _forget_lonely_clusters(key: int) -> None:
    """Delete the clusters that hold this article alone: the others of theirs were deleted before,
    and with this one goes what would have the cluster looked at again."""
    own = DuplicateMember.objects.filter(article=key).order_by()
    clusters = DuplicateCluster.objects.filter(pk__in=own.values("cluster"))
    others = DuplicateMember.objects.filter(cluster=OuterRef("pk")).exclude(article=key)
    clusters.filter(~Exists(others)).delete()


def _taken_for(key: int) -> set[int]:
    """Return the articles that were found to be duplicates of one."""
    pairs = DuplicatePair.objects.filter(Q(one=key) | Q(other=key)).order_by()
    return {each for pair in pairs.values_list("one_id", "other_id") for each in pair} - {key}
