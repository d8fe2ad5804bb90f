"""Removing an article, and bringing it back. A removal is never the end: its last revision holds
everything."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.database.retry import operation
from articles.models import Article, IndexStatus, Redirect, Revision, SourceFile, Status, Subject
from articles.publishing.effects.canonicals import elect
from articles.publishing.effects.change_log import note_changes, note_deletion
from articles.publishing.effects.indexnow_outbox import announce
from articles.publishing.effects.redirects import mark_gone, point
from articles.publishing.effects.relating_queue import mark_around
from articles.publishing.revisions import Cause, revision_of
from articles.publishing.undelete_snapshot import attachments_of, bring_back
from articles.publishing.write import insert, locked, require_free_address, withdraw
from articles.search.search_documents import forget_documents


@operation
def delete(article: Article, *, actor: AbstractBaseUser | None = None, reason: str = "") -> None:
    """Remove the article. Its file stays as a tombstone, so that no import brings it back; its
    address, where it was public, and those that led to it answer 410; a twin that named it as
    canonical gets another.
    """
    current = locked(article)
    _keep(current, Cause(Revision.Kind.DELETED, actor, reason=reason))
    if current.status != Status.DRAFT:
        current.redirects.update(article=None, is_gone=True)
        if current.has_been_public_here():
            mark_gone(current.get_absolute_url())
    _remove(current)


@operation
def erase(article: Article, cause: Cause) -> None:
    """Remove an article as if it had never been imported: no tombstone, no 410."""
    current = locked(article)
    SourceFile.objects.filter(article=current).delete()
    _keep(current, cause)
    _remove(current)


@operation
def undelete(revision: Revision, *, actor: AbstractBaseUser | None = None) -> Article:
    """Bring a removed article back under its own key, with its history, its files, the addresses
    that led to it and its open conflicts; `revision` is its last one. The bringing back is a
    version of its own, with a revision that names `actor`.

    Raises AddressTaken where another stands at its address by now, Subject.DoesNotExist where its
    subject is gone.
    """
    subject = Subject.objects.get(slug=revision.subject_slug)
    require_free_address(subject, revision.slug)
    content = revision.content()
    article = insert(
        Article(
            pk=revision.article_key,
            subject=subject,
            slug=revision.slug,
            status=revision.status,
            source_id=revision.source_id,
            version=revision.version + 1,
        ),
        content,
    )
    Revision.objects.filter(article_key=article.pk).update(article=article)
    cause = Cause(Revision.Kind.RESTORED, actor, reason="Brought back")
    revision_of(article, content, [], cause).save()
    Article.objects.filter(pk=article.pk).update(version=article.version + 1)
    article.version += 1
    Redirect.objects.filter(old_path=article.get_absolute_url(), is_gone=True).delete()
    if revision.attachments:
        bring_back(article, revision.attachments)
        article.refresh_from_db()
    return article


def _keep(current: Article, cause: Cause) -> None:
    """Leave the last revision, with all that is needed to bring the article back."""
    revision = revision_of(current, current.content(), [], cause)
    revision.attachments = attachments_of(current)
    revision.save()


def _remove(current: Article) -> None:
    key, path, digest = current.pk, current.get_absolute_url(), current.content_digest
    mark_around(key)
    if current.index_status == IndexStatus.INDEXABLE:
        announce([path])
    Article.objects.filter(canonical=current).update(canonical=None)
    forget_documents([current.pk])
    current.delete()
    elect([digest])
    note_deletion(key, path)


@operation
def absorb(article: Article, into: Article, *, actor: AbstractBaseUser | None = None) -> None:
    """Withdraw an article in favour of another: its address, and all that led to it, redirect.

    For two articles with one text of which only one shall be served; no import brings it back.
    """
    # As it stands now: a list of moved questions is planned long before its last row is written.
    current = locked(article)
    current.redirects.update(article=into)
    point(current.get_absolute_url(), into)
    reason = f"Absorbed by {into.get_absolute_url()}"
    withdraw(current, cause=Cause(Revision.Kind.STATUS, actor, reason=reason))
    # The API names the addresses that lead to it, of which it has more now.
    note_changes([into.pk])
