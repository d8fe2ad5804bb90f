"""What an editor does to one article. Each operation is one transaction."""

import logging

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.content import ArticleContent
from articles.derived import Derived, derive
from articles.models import Article, IndexStatus, Redirect, Status, Subject
from articles.publishing.findings import replace_findings
from articles.publishing.links import resolve_to, write_related
from articles.publishing.redirects import mark_gone, point
from articles.publishing.rows import (
    column_values,
    first_modified_at,
    is_visible_change,
    rendering_row,
    write_renderings,
)
from articles.publishing.twins import elect

logger = logging.getLogger(__name__)


class StaleVersion(Exception):
    """The article has changed since the editor opened it.

    Carries the article as it is now, and the version that the editor had seen.
    """

    def __init__(self, article: Article, expected_version: int) -> None:
        super().__init__(article, expected_version)
        self.article = article
        self.expected_version = expected_version


class AddressTaken(Exception):
    """Another article stands at the address; carries it."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.article = article


@transaction.atomic
def create(
    subject: Subject, slug: str, content: ArticleContent, *, status: str = Status.DRAFT
) -> Article:
    """Create an article; raises AddressTaken."""
    taken = Article.objects.filter(subject=subject, slug=slug).first()
    if taken:
        raise AddressTaken(taken)
    derived = derive(content)
    article = Article(
        subject=subject,
        slug=slug,
        status=status,
        index_status=IndexStatus.DRAFT,
        content_modified_at=first_modified_at(content, timezone.now()),
        **column_values(content, derived),
    )
    article.save(force_insert=True)
    _write_dependents(article, content, derived)
    elect([derived.digest])
    resolve_to(article)
    article.refresh_from_db()
    return article


@transaction.atomic
def revise(
    article: Article,
    content: ArticleContent,
    *,
    actor: AbstractBaseUser | None = None,
    expected_version: int | None = None,
) -> Article:
    """Give the article this content; return it as it is now.

    Raises StaleVersion where `expected_version` is given and somebody was faster. A content that
    changes nothing writes nothing and keeps the version.
    """
    current = _locked(article)
    if expected_version is not None and current.version != expected_version:
        raise StaleVersion(current, expected_version)
    before = current.content()
    if before == content:
        return current
    derived = derive(content)
    old_digest = current.content_digest
    for name, value in column_values(content, derived).items():
        setattr(current, name, value)
    if is_visible_change(before, content):
        current.content_modified_at = timezone.now()
    _save(current, actor)
    _write_dependents(current, content, derived)
    elect({old_digest, derived.digest})
    current.refresh_from_db()
    return current


def publish(article: Article, *, actor: AbstractBaseUser | None = None) -> Article:
    """Show the article to readers; one without a date is published today."""
    return _set_status(article, Status.PUBLISHED, actor)


def unpublish(article: Article, *, actor: AbstractBaseUser | None = None) -> Article:
    """Make the article a draft again: readers get a 404."""
    return _set_status(article, Status.DRAFT, actor)


def withdraw(article: Article, *, actor: AbstractBaseUser | None = None) -> Article:
    """Take the article away for good: readers get a 410, and no import brings it back."""
    return _set_status(article, Status.WITHDRAWN, actor)


@transaction.atomic
def move(
    article: Article, subject: Subject, slug: str, *, actor: AbstractBaseUser | None = None
) -> Article:
    """Give the article another address; the old one redirects. Raises AddressTaken."""
    current = _locked(article)
    if (current.subject_id, current.slug) == (subject.pk, slug):
        return current
    taken = Article.objects.filter(subject=subject, slug=slug).first()
    if taken:
        raise AddressTaken(taken)
    old_path = current.get_absolute_url()
    current.subject, current.slug = subject, slug
    _save(current, actor)
    Redirect.objects.filter(old_path=current.get_absolute_url()).delete()
    if current.status != Status.DRAFT:
        point(old_path, current)
    elect([current.content_digest])
    resolve_to(current)
    current.refresh_from_db()
    return current


@transaction.atomic
def delete(article: Article) -> None:
    """Remove the article. Its file stays as a tombstone, its address answers 410, and a twin that
    named it as canonical gets another."""
    current = _locked(article)
    digest, path = current.content_digest, current.get_absolute_url()
    was_public = current.status != Status.DRAFT
    Article.objects.filter(canonical=current).update(canonical=None)
    current.delete()
    if was_public:
        mark_gone(path)
    elect([digest])


@transaction.atomic
def _set_status(article: Article, status: Status, actor: AbstractBaseUser | None) -> Article:
    current = _locked(article)
    if current.status == status:
        return current
    current.status = status
    now = timezone.now()
    if status == Status.PUBLISHED:
        current.published_on = current.published_on or timezone.localdate()
        current.content_modified_at = now
    _save(current, actor)
    elect([current.content_digest])
    current.refresh_from_db()
    return current


def _locked(article: Article) -> Article:
    """The article as it stands in the database now, held until the transaction ends.

    SQLite's transactions are IMMEDIATE, so that its whole database is held already.
    """
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related("subject")
        .prefetch_related("related")
        .get(pk=article.pk)
    )


def _save(article: Article, actor: AbstractBaseUser | None) -> None:
    """Every write of an article's row is a new version."""
    article.version += 1
    article.save()
    logger.info(
        "article %s is now version %s, by %s", article.pk, article.version, actor or "a command"
    )


def _write_dependents(article: Article, content: ArticleContent, derived: Derived) -> None:
    write_renderings([rendering_row(article.pk, derived)])
    write_related(article.pk, content.related)
    replace_findings({article.pk: derived.problems}, {article.pk: article.source_path})
