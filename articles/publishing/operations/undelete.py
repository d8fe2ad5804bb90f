"""Bringing a removed article back."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, Redirect, Revision, Subject
from articles.publishing.article_writes import Written, insert, require_free_address
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause, revision_of
from articles.publishing.undelete_snapshot import bring_back


@operation
def undelete(
    revision: Revision, *, actor: AbstractBaseUser | None = None, reason: str = "Brought back"
) -> Written:
    """Bring a removed article back under its own key, with its history, its files, the addresses
    that led to it and its open conflicts; `revision` is its last one. The bringing back is a
    version of its own, with a revision that names `actor`.

    Raises AddressTaken where another stands at its address by now, Subject.DoesNotExist where its
    subject is gone.
    """
    subject = Subject.objects.get(slug=revision.subject_slug)
    require_free_address(subject, revision.slug)
    content = revision.content()
    article, changes = insert(
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
    cause = Cause(Revision.Kind.RESTORED, actor, reason=reason)
    revision_of(article, content, [], cause).save()
    Article.objects.filter(pk=article.pk).update(version=article.version + 1)
    Redirect.objects.filter(old_path=article.get_absolute_url(), is_gone=True).delete()
    if revision.attachments:
        changes.redirected = dict.fromkeys(bring_back(article, revision.attachments), article)
    return article, changes
