"""The history of an article: what it was before each change, and who changed it why."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.article_content import ArticleContent, to_json
from articles.core.source.compression import pack
from articles.models import Article, ImportRun, Revision


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an article changes: what kind of change, by whom, in which import, in whose words."""

    kind: Revision.Kind = Revision.Kind.EDITED
    actor: AbstractBaseUser | None = None
    import_run: ImportRun | None = None
    reason: str = ""


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
        reason=cause.reason[:200],
    )


def content_at(article: Article, version: int) -> ArticleContent | None:
    """Return what the article was at a version; None where nothing is known of it."""
    if version == article.version:
        return article.content()
    revision = Revision.objects.filter(article_key=article.pk, version=version).first()
    return revision.content() if revision else None
