"""Closing what a write has mended of the findings that only the whole library tells: related
questions that lead nowhere, articles that nothing leads to, a text that stands elsewhere, too.

The audits find them (`articles/auditing/`), and an import ends with these; a save closes its own.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.database.among import among
from articles.models import Article, Finding, IndexStatus, Related, Status
from articles.publishing.effects.changeset import ChangeSet

DANGLING = "related-dangling"
ORPHAN = "orphan"
SAME_TEXT = "same-text-elsewhere"
_INDEXABLE = Q(article__index_status=IndexStatus.INDEXABLE)


def follow(changes: ChangeSet) -> None:
    """Close the findings that hold no longer. Of another status nothing is mended, so that the undo
    of a withdrawal finds all as it was."""
    mended = [*_waiting_for(changes), *_of_articles(set(changes.texts))]
    mended += _of_texts(changes.digests if changes.texts else set())
    if mended:
        Finding.objects.filter(pk__in=mended).delete()


def _of_articles(keys: set[int]) -> list[int]:
    """Of the articles themselves, and of those that they lead to."""
    if not keys:
        return []
    led_to = Related.objects.filter(among("article_id", sorted(keys)), target__isnull=False)
    waits = Related.objects.filter(
        article=OuterRef("article"), path=OuterRef("detail"), target__isnull=True
    )
    own = Q(among("article_id", sorted(keys)))
    is_mended = (own & Q(kind=DANGLING) & ~Exists(waits)) | (
        Q(kind=ORPHAN) & (Q(article__in=led_to.values("target")) | own & ~_INDEXABLE)
    )
    return _keys(Finding.objects.filter(is_mended))


def _waiting_for(changes: ChangeSet) -> list[int]:
    """Of those whose related questions had waited for an address at which an article stands now."""
    paths = [article.get_absolute_url() for article in changes.placed.values()]
    if not paths:
        return []
    waits = Related.objects.filter(
        article=OuterRef("article"), path=OuterRef("detail"), target__isnull=True
    )
    return _keys(Finding.objects.filter(~Exists(waits), kind=DANGLING, detail__in=paths))


def _of_texts(digests: set[str]) -> list[int]:
    """Of texts that stand nowhere else by now. Of one that was changed the digest is another."""
    if not digests:
        return []
    others = Article.objects.filter(content_digest=OuterRef("article__content_digest"))
    others = others.exclude(pk=OuterRef("article")).exclude(status=Status.WITHDRAWN)
    asked = Finding.objects.filter(~Exists(others), kind=SAME_TEXT)
    return _keys(asked.filter(among("article__content_digest", sorted(digests))))


def _keys(found: QuerySet) -> list[int]:
    return list(found.order_by().values_list("pk", flat=True))
