"""What an editor does to one article. Each operation is one transaction and one version."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.core.computed import Computed, compute
from articles.core.content import ArticleContent, changed_fields
from articles.core.merging import Merge, merge
from articles.database.retry import operation
from articles.models import (
    Article,
    Change,
    Finding,
    IndexStatus,
    Revision,
    Status,
    Subject,
)
from articles.publishing.columns import (
    column_values,
    first_modified_at,
    is_visible_change,
    rendering_row,
    write_renderings,
)
from articles.publishing.effects.agreed_conflicts import close_agreed
from articles.publishing.effects.canonicals import elect
from articles.publishing.effects.change_log import note_changes
from articles.publishing.effects.findings import replace_findings
from articles.publishing.effects.indexnow_outbox import announce, is_searchable_change
from articles.publishing.effects.links import resolve_to, write_related
from articles.publishing.effects.redirects import make_way, point
from articles.publishing.effects.relating_queue import mark_due
from articles.publishing.revisions import Cause, content_at, revision_of
from articles.search.search_documents import replace_documents


class StaleVersion(Exception):
    """The article has changed since the editor opened it, and the changes collide.

    Carries the article as it is now, the version that the editor had seen, and the merge with its
    conflicts (None where nothing is known of that version).
    """

    def __init__(self, article: Article, expected_version: int, merged: Merge | None) -> None:
        super().__init__(article, expected_version, merged)
        self.article = article
        self.expected_version = expected_version
        self.merged = merged


class AddressTaken(Exception):
    """Another article stands at the address; carries it."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.article = article


@operation
def create(
    subject: Subject, slug: str, content: ArticleContent, *, status: str = Status.DRAFT
) -> Article:
    """Create an article; raises AddressTaken. One that is published without a date is published
    today."""
    require_free_address(subject, slug)
    content = _dated(content, status)
    return insert(Article(subject=subject, slug=slug, status=status), content)


@operation
def revise(
    article: Article,
    content: ArticleContent,
    *,
    cause: Cause | None = None,
    actor: AbstractBaseUser | None = None,
    expected_version: int | None = None,
    reason: str = "",
) -> Article:
    """Give the article this content; return it as it is now.

    Where somebody saved after the version that the editor opened (`expected_version`), what does
    not collide is merged; raises StaleVersion where something does. A content that changes nothing
    writes nothing and keeps the version. A published article without a date keeps the one it has.
    """
    current = locked(article)
    version = current.version
    content = merged_over(current, content, expected_version)
    cause = cause or Cause(actor=actor, reason=reason)
    after = rewrite(current, content, cause, source_id=current.source_id)
    if after.version != version:
        close_agreed(after, after.content(), cause.actor)
    return after


def restore(
    article: Article, revision: Revision, *, actor: AbstractBaseUser | None = None
) -> Article:
    """Give the article the content of an earlier version again, as a new version."""
    cause = Cause(Revision.Kind.RESTORED, actor, reason=f"Version {revision.version} restored")
    return revise(article, revision.content(), cause=cause)


@operation
def revert(article: Article, revision: Revision, cause: Cause) -> Article:
    """Make the article what it was at a revision in every respect but its address: content, id in
    the source and status; one new version."""
    current = locked(article)
    content = revision.content()
    current.source_id, current.status = revision.source_id, revision.status
    before = current.content()
    row = revision_of(locked(article), before, changed_fields(before, content), cause)
    return _rewrite(current, before, content, row)


def publish(article: Article, *, actor: AbstractBaseUser | None = None) -> Article:
    """Show the article to readers; one without a date is published today."""
    return _set_status(article, Status.PUBLISHED, actor)


def unpublish(article: Article, *, actor: AbstractBaseUser | None = None) -> Article:
    """Make the article a draft again: readers get a 404."""
    return _set_status(article, Status.DRAFT, actor)


def withdraw(
    article: Article, *, actor: AbstractBaseUser | None = None, cause: Cause | None = None
) -> Article:
    """Take the article away for good: readers get a 410 where it was public, and no import brings
    it back."""
    return _set_status(article, Status.WITHDRAWN, actor, cause)


@operation
def move(
    article: Article, subject: Subject, slug: str, *, actor: AbstractBaseUser | None = None
) -> Article:
    """Give the article another address; the old one redirects, if ever it was public. Raises
    AddressTaken."""
    current = locked(article)
    if (current.subject_id, current.slug) == (subject.pk, slug):
        return current
    require_free_address(subject, slug)
    old_path = current.get_absolute_url()
    was_public = current.has_been_public_here()
    cause = Cause(Revision.Kind.MOVED, actor, reason=f"From {old_path}")
    revision = revision_of(current, current.content(), ["address"], cause)
    current.subject, current.slug = subject, slug
    with _claimed(subject, slug):
        _save(current, revision)
    Finding.objects.filter(article=current).update(path=current.source_path)
    make_way(current)
    if was_public:
        point(old_path, current)
    if current.index_status == IndexStatus.INDEXABLE:
        announce([old_path, current.get_absolute_url()])
    elect([current.content_digest])
    resolve_to(current)
    note_changes([current.pk], Change.Kind.MOVED)
    current.refresh_from_db()
    return current


@operation
def _set_status(
    article: Article,
    status: Status,
    actor: AbstractBaseUser | None,
    cause: Cause | None = None,
) -> Article:
    current = locked(article)
    if current.status == status:
        return current
    cause = cause or Cause(Revision.Kind.STATUS, actor, reason=f"Now {Status(status).label}")
    revision = revision_of(current, current.content(), ["status"], cause)
    current.status = status
    if status == Status.PUBLISHED:
        current.published_on = current.published_on or timezone.localdate()
        current.content_modified_at = timezone.now()
    _save(current, revision)
    make_way(current)
    elect([current.content_digest], written=[current.pk])
    current.refresh_from_db()
    return current


def locked(article: Article) -> Article:
    """Return the article as it stands in the database now, held until the transaction ends.

    SQLite's transactions are IMMEDIATE, so that its whole database is held already. On PostgreSQL
    the key stays free: an import that resolves a link to the article, while this writes the list
    that the link stands in, would wait for it, and it for the import.
    """
    return (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("subject")
        .prefetch_related("related")
        .get(pk=article.pk)
    )


def merged_over(
    current: Article, content: ArticleContent, expected_version: int | None
) -> ArticleContent:
    """Return what an editor wrote over `expected_version`, merged into what the article is by now;
    raises StaleVersion where the two collide."""
    if expected_version is None or current.version == expected_version:
        return content
    base = content_at(current, expected_version)
    merged = merge(base, current.content(), content) if base else None
    if merged is None or merged.conflicts:
        raise StaleVersion(current, expected_version, merged)
    return merged.content


def rewrite(
    current: Article, content: ArticleContent, cause: Cause, *, source_id: int | None
) -> Article:
    """Give a locked article another content and id in the source, in one version; none where both
    are as they were."""
    before = current.content()
    content = _dated(content, current.status, before)
    fields = changed_fields(before, content)
    if source_id != current.source_id:
        fields = [*fields, "source_id"]
    if not fields:
        return current
    revision = revision_of(current, before, fields, cause)
    current.source_id = source_id
    return _rewrite(current, before, content, revision)


def _dated(
    content: ArticleContent, status: str, before: ArticleContent | None = None
) -> ArticleContent:
    """A published article has a date (`article_published_has_date`): a content without one, an
    earlier version of a draft, say, takes the date that stands, else today."""
    if status != Status.PUBLISHED or content.published_on:
        return content
    standing = before.published_on if before else None
    return replace(content, published_on=standing or timezone.localdate())


def require_free_address(subject: Subject, slug: str) -> None:
    """Raise AddressTaken where an article stands at the address."""
    taken = Article.objects.filter(subject=subject, slug=slug).first()
    if taken:
        raise AddressTaken(taken)


@contextmanager
def _claimed(subject: Subject, slug: str) -> Iterator[None]:
    """Turn the database's refusal into AddressTaken: two who ask at once both find the address
    free. A savepoint, for PostgreSQL answers nothing more in a transaction that has failed."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        require_free_address(subject, slug)
        raise


def insert(article: Article, content: ArticleContent) -> Article:
    """Insert a new article, its address and status set, with everything that hangs on it; raises
    AddressTaken."""
    computed = compute(content)
    for name, value in column_values(content, computed).items():
        setattr(article, name, value)
    article.index_status = IndexStatus.DRAFT
    article.content_modified_at = first_modified_at(content, timezone.now())
    with _claimed(article.subject, article.slug):
        article.save(force_insert=True)
    make_way(article)
    _write_dependents(article, content, computed)
    elect([computed.digest], written=[article.pk])
    resolve_to(article)
    article.refresh_from_db()
    return article


def _rewrite(
    current: Article, before: ArticleContent, content: ArticleContent, revision: Revision
) -> Article:
    """Write another content, and everything that hangs on it."""
    computed = compute(content)
    old_digest = current.content_digest
    for name, value in column_values(content, computed).items():
        setattr(current, name, value)
    if is_visible_change(before, content):
        current.content_modified_at = timezone.now()
    _save(current, revision)
    _write_dependents(current, content, computed)
    is_searchable = current.index_status == IndexStatus.INDEXABLE
    if is_searchable and is_searchable_change(before, content):
        announce([current.get_absolute_url()])
    elect({old_digest, computed.digest}, written=[current.pk])
    current.refresh_from_db()
    return current


def _save(article: Article, revision: Revision) -> None:
    """Every write of an article's row is a new version, and leaves the old one as a revision."""
    revision.save()
    article.version += 1
    article.save()


def _write_dependents(article: Article, content: ArticleContent, computed: Computed) -> None:
    write_renderings([rendering_row(article.pk, computed)])
    replace_documents({article.pk: computed.search_text})
    write_related(article.pk, content.related)
    mark_due([article.pk])
    replace_findings({article.pk: computed.problems}, {article.pk: article.source_path})
