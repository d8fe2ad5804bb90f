"""Giving an article another address."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, Finding, IndexStatus, Revision, Subject
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, set_address
from articles.publishing.effects import ChangeSet
from articles.publishing.effects.links import pages_showing
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


@operation
def move(
    article: Article,
    subject: Subject,
    slug: str,
    *,
    actor: AbstractBaseUser | None = None,
    cause: Cause | None = None,
) -> Written:
    """Give the article another address; the old one redirects, if ever it was public. `cause` is
    another than a person's wish. Raises AddressTaken."""
    current = locked(article)
    if (current.subject_id, current.slug) == (subject.pk, slug):
        return current, ChangeSet()
    old_path = current.get_absolute_url()
    was_public = current.has_been_public_here()
    was_indexable = current.index_status == IndexStatus.INDEXABLE
    after, changes = set_address(
        current, subject, slug, cause=cause or Cause(Revision.Kind.MOVED, actor)
    )
    Finding.objects.filter(article=after).update(path=after.source_path)
    if was_public:
        changes.redirected[old_path] = after
    if was_indexable:
        changes.announced |= {old_path, after.get_absolute_url()}
        # The findings of others that ask the same name its address.
        changes.titles.add(after.title)
    # Their pages name its address.
    changes.showing |= pages_showing([after.pk])
    return after, changes
