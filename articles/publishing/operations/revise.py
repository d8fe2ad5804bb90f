"""Giving an article another content."""

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from articles.core.article_content import FIELDS, ArticleContent, changed_fields
from articles.core.text.problem_kinds import READING_KINDS
from articles.database.among import among
from articles.database.compiled_query import CompiledDelete
from articles.models import Article, Finding, Revision
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, dated, merged_over, overwrite, revert_to
from articles.publishing.effects import Agreement
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause, Seen

_CLOSE_READINGS = CompiledDelete(
    lambda article, changed: Finding.objects.filter(
        Q(among("field", changed)) | ~Q(field__in=FIELDS),
        article_id=article,
        kind__in=READING_KINDS,
    ),
    article=int,
    changed=list,
)


@operation
def revise(
    article: Article,
    content: ArticleContent,
    *,
    cause: Cause | None = None,
    actor: AbstractBaseUser | None = None,
    expected_version: int | None = None,
    reason: str = "",
    note: str = "",
) -> Written:
    """Give the article this content; return it as it is now.

    Where somebody saved after the version that the editor opened (`expected_version`), what does
    not collide is merged; raises StaleVersion where something does. A content that changes nothing
    writes nothing and keeps the version. A published article without a date keeps the one it has.
    `note` is what readers are told of the change.
    """
    current = locked(article)
    content = merged_over(current, content, expected_version)
    content = dated(content, current.status, current.content())
    cause = cause or Cause(actor=actor, reason=reason, note=note)
    changed = changed_fields(current.content(), content)
    after, changes = overwrite(current, content, cause, source_id=current.source_id)
    if changes.texts:
        _close_readings(after, changed)
    for key in changes.texts:
        changes.agreements[key] = Agreement(content, cause.actor)
    return after, changes


def _close_readings(article: Article, changed: Collection[str]) -> None:
    """Close what was found as the file was read of the fields that are somebody's words now, and
    what is about no field of the article."""
    _CLOSE_READINGS(article=article.pk, changed=changed)


def restore(
    article: Article, revision: Revision, *, actor: AbstractBaseUser | None = None
) -> Article:
    """Give the article the content of an earlier version again, as a new version."""
    cause = Cause(Revision.Kind.RESTORED, actor, reason=f"Version {revision.version} restored")
    return revise(article, revision.content(), cause=cause)


@operation
def revert(
    article: Article, revision: Revision, cause: Cause, *, seen: Seen | None = None
) -> Written:
    """Make the article what it was at a revision in every respect but its address: content, id in
    the source and status; one new version. `seen` is what readers were told of its last change
    then."""
    return revert_to(locked(article), revision, cause, seen=seen)
