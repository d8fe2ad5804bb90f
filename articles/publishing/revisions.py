"""The history of an article: what it was before each change, and who changed it why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.article_content import ArticleContent, note_of_fields, to_json
from articles.core.source.article_paths import article_path
from articles.core.source.compression import pack
from articles.core.text.change_note import clean_note
from articles.models import Article, ImportRun, Revision


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it stood: everything that a version can differ in."""

    number: int
    content: ArticleContent
    status: str
    address: str
    source_id: int | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an article changes: what kind of change, by whom, in which import, in whose words; `note`
    is what readers are told of it, "" where nobody has said."""

    kind: Revision.Kind = Revision.Kind.EDITED
    actor: AbstractBaseUser | None = None
    import_run: ImportRun | None = None
    reason: str = ""
    note: str = ""


class Seen(NamedTuple):
    """When readers last saw a change of an article, and what they were told of it."""

    content_modified_at: datetime
    change_note: str


def revision_of(
    article: Article, before: ArticleContent, fields: list[str], cause: Cause
) -> Revision:
    """Return the unsaved Revision of an article as it stands, before `fields` change.

    `article` has its subject at hand; `before` is its content.
    """
    return Revision(
        article_id=article.pk,
        article_key=article.pk,
        version=article.version,
        kind=cause.kind,
        fields=fields,
        subject_slug=article.subject.slug,
        slug=article.slug,
        status=article.status,
        source_id=article.source_id,
        packed=pack(to_json(before).encode()),
        actor=cause.actor,
        import_run=cause.import_run,
        reason=": ".join(filter(None, [cause.reason, clean_note(cause.note)]))[:200],
    )


def change_note(cause: Cause, fields: Iterable[str]) -> str:
    """Return what readers are told of a change that they can see: the editor's own words, else by
    the fields; that an import revised it. Of anything else, such as an undo, the date is enough."""
    if cause.kind == Revision.Kind.IMPORTED:
        return "revised"
    if cause.kind in (Revision.Kind.EDITED, Revision.Kind.DECIDED):
        return clean_note(cause.note) or note_of_fields(fields)
    return ""


def version_at(article: Article, number: int) -> Version | None:
    """Return one version of the article; None where nothing is known of it."""
    if number == article.version:
        return version_of_article(article)
    revision = Revision.objects.filter(article_key=article.pk, version=number).first()
    return version_of_revision(revision) if revision else None


def version_of_article(article: Article) -> Version:
    """Return the live version."""
    return Version(
        number=article.version,
        content=article.content(),
        status=article.status,
        address=article.get_absolute_url(),
        source_id=article.source_id,
    )


def version_of_revision(revision: Revision) -> Version:
    """Return the version that a revision keeps."""
    return Version(
        number=revision.version,
        content=revision.content(),
        status=revision.status,
        address=article_path(revision.subject_slug, revision.slug),
        source_id=revision.source_id,
    )
