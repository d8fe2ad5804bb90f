"""The kernel of publishing: each function writes one article's row with its revision, and returns
the article and the `ChangeSet` of what it did. An operation applies the effects."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.core.article_content import ArticleContent, changed_fields
from articles.core.computed_from_content import Computed, compute
from articles.core.merging import Merge, merge
from articles.database.compiled_query import CompiledQuery
from articles.database.instance_writes import insert_instance, update_instance
from articles.models import Article, Change, IndexStatus, Revision, Status, Subject
from articles.publishing.article_columns import column_values, first_modified_at, is_visible_change
from articles.publishing.effects import ChangeSet, WrittenText
from articles.publishing.effects.indexnow_outbox import is_searchable_change
from articles.publishing.effects.links import insert_links, pages_showing, replace_links
from articles.publishing.revisions import Cause, Seen, change_note, revision_of, version_at

Written = tuple[Article, ChangeSet]

_AT = CompiledQuery(
    lambda subject, slug: Article.objects.filter(subject_id=subject, slug=slug),
    subject=int,
    slug=str,
)


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


def merged_over(
    current: Article, content: ArticleContent, expected_version: int | None
) -> ArticleContent:
    """Return what an editor wrote over `expected_version`, merged into what the article is by now;
    raises StaleVersion where the two collide."""
    if expected_version is None or current.version == expected_version:
        return content
    base = version_at(current, expected_version)
    merged = merge(base.content, current.content(), content) if base else None
    if merged is None or merged.conflicts:
        raise StaleVersion(current, expected_version, merged)
    return merged.content


def dated(
    content: ArticleContent, status: str, before: ArticleContent | None = None
) -> ArticleContent:
    """Return the content with a date where a published article needs one
    (`article_published_has_date`): the date that stands, else today."""
    if status != Status.PUBLISHED or content.published_on:
        return content
    standing = before.published_on if before else None
    return replace(content, published_on=standing or timezone.localdate())


def require_free_address(subject: Subject, slug: str) -> None:
    """Raise AddressTaken where an article stands at the address."""
    taken = _AT.first(subject=subject.pk, slug=slug)
    if taken:
        raise AddressTaken(taken)


def insert(article: Article, content: ArticleContent) -> Written:
    """Insert a new article, its address and status set; raises AddressTaken."""
    computed = compute(content)
    _set_columns(article, content, computed)
    article.index_status = IndexStatus.DRAFT
    article.content_modified_at = first_modified_at(content, timezone.now())
    with _claimed(article.subject, article.slug):
        insert_instance(article)
    changes = _write_text(article, content, computed)
    changes.placed[article.pk] = article
    return article, changes


def overwrite(
    current: Article, content: ArticleContent, cause: Cause, *, source_id: int | None
) -> Written:
    """Give a locked article another content and id in the source, in one version; none where both
    are as they were."""
    before = current.content()
    content = dated(content, current.status, before)
    fields = changed_fields(before, content)
    if source_id != current.source_id:
        fields = [*fields, "source_id"]
    if not fields:
        return current, ChangeSet()
    revision = revision_of(current, before, fields, cause)
    current.source_id = source_id
    return _overwrite(current, before, content, revision, note=change_note(cause, fields))


def revert_to(
    current: Article, revision: Revision, cause: Cause, *, seen: Seen | None = None
) -> Written:
    """Make a locked article what it was at a revision in every respect but its address: content,
    id in the source and status; one new version."""
    before, content = current.content(), revision.content()
    row = revision_of(current, before, changed_fields(before, content), cause)
    is_other_status = current.status != revision.status
    current.source_id, current.status = revision.source_id, revision.status
    article, changes = _overwrite(current, before, content, row, note="", seen=seen)
    if is_other_status:
        changes.placed[article.pk] = article
    return article, changes


def set_status(current: Article, status: Status, cause: Cause) -> Written:
    """Give a locked article another status, in one version; none where it has it."""
    if current.status == status:
        return current, ChangeSet()
    revision = revision_of(current, current.content(), ["status"], cause)
    current.status = status
    if status == Status.PUBLISHED:
        current.published_on = current.published_on or timezone.localdate()
        current.content_modified_at = timezone.now()
        current.change_note = ""
    _save(current, revision)
    return current, ChangeSet(
        placed={current.pk: current},
        digests={current.content_digest},
        changed={current.pk: Change.Kind.CHANGED},
    )


def note_decision(current: Article, cause: Cause) -> Written:
    """Note in a locked article's history what was decided about it and is no part of its content,
    in one version; its text is elected anew."""
    _save(current, revision_of(current, current.content(), [], cause))
    return current, ChangeSet(
        digests={current.content_digest}, changed={current.pk: Change.Kind.CHANGED}
    )


def set_address(current: Article, subject: Subject, slug: str, *, cause: Cause) -> Written:
    """Give a locked article another address, for a reason that is, if none is given, where it was;
    raises AddressTaken."""
    require_free_address(subject, slug)
    cause = replace(cause, reason=cause.reason or f"From {current.get_absolute_url()}")
    revision = revision_of(current, current.content(), ["address"], cause)
    current.subject, current.slug = subject, slug
    with _claimed(subject, slug):
        _save(current, revision)
    return current, ChangeSet(
        placed={current.pk: current},
        digests={current.content_digest},
        changed={current.pk: Change.Kind.MOVED},
    )


def _overwrite(
    current: Article,
    before: ArticleContent,
    content: ArticleContent,
    revision: Revision,
    *,
    note: str,
    seen: Seen | None = None,
) -> Written:
    """Write another content over a locked article; `note` is what readers are told of it. With
    `seen` they are told what they were told before."""
    computed = compute(content)
    old_digest = current.content_digest
    _set_columns(current, content, computed)
    if is_visible_change(before, content):
        current.content_modified_at = timezone.now()
        current.change_note = note
    if seen is not None:
        current.content_modified_at, current.change_note = seen
    _save(current, revision)
    targets = replace_links([current.pk])
    changes = _write_text(current, content, computed)
    changes.lists_due = targets
    changes.digests.add(old_digest)
    changes.credited = {before.author, before.reviewed_by}
    if is_searchable_change(before, content):
        changes.searchable.add(current.pk)
    if before.title != content.title:
        changes.titles = {before.title, content.title}
    if before.heading != content.heading:
        changes.showing = pages_showing({current.pk})
    return current, changes


def _write_text(article: Article, content: ArticleContent, computed: Computed) -> ChangeSet:
    """Write the list of related questions of an article that has none, and note everything else
    that hangs on the content."""
    insert_links({article.pk: content.related})
    return ChangeSet(
        texts={article.pk: WrittenText(computed, article.source_path, computed.problems)},
        digests={computed.digest},
        changed={article.pk: Change.Kind.CHANGED},
        texts_due={article.pk},
    )


def _set_columns(article: Article, content: ArticleContent, computed: Computed) -> None:
    for name, value in column_values(content, computed).items():
        setattr(article, name, value)


def _save(article: Article, revision: Revision) -> None:
    """Every write of an article's row is a new version, and leaves the old one as a revision."""
    insert_instance(revision)
    article.version += 1
    update_instance(article)


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
