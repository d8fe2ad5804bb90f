"""Closing what a write has mended of the findings that only the whole library tells: related
questions that lead nowhere, articles that nothing leads to, a text that stands elsewhere, too.

The audits find them (`articles/auditing/`), and an import ends with these; a save closes its own.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.database.among import among
from articles.database.compiled_query import CompiledDelete, CompiledQuery
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
        _CLOSE(keys=mended)


def _of_articles(keys: set[int]) -> list[int]:
    return _MENDED_OF_ARTICLES.flat(keys=sorted(keys)) if keys else []


def _waiting_for(changes: ChangeSet) -> list[int]:
    paths = [article.get_absolute_url() for article in changes.placed.values()]
    return _MENDED_BY_ADDRESSES.flat(paths=paths) if paths else []


def _of_texts(digests: set[str]) -> list[int]:
    return _MENDED_OF_TEXTS.flat(digests=sorted(digests)) if digests else []


def _about_articles(keys: Iterable[int]) -> QuerySet:
    """Those of the articles themselves, and of those that they lead to."""
    led_to = Related.objects.filter(among("article_id", keys), target__isnull=False)
    own = Q(among("article_id", keys))
    is_mended = (own & Q(kind=DANGLING) & ~Exists(_waiting_link())) | (
        Q(kind=ORPHAN) & (Q(article__in=led_to.values("target")) | own & ~_INDEXABLE)
    )
    return _keys(Finding.objects.filter(is_mended))


def _about_addresses(paths: Iterable[str]) -> QuerySet:
    """Those of articles whose related questions had waited for an address at which an article
    stands now."""
    return _keys(
        Finding.objects.filter(~Exists(_waiting_link()), among("detail", paths), kind=DANGLING)
    )


def _about_texts(digests: Iterable[str]) -> QuerySet:
    """Those of texts that stand nowhere else by now. Of one that was changed the digest is
    another."""
    others = Article.objects.filter(content_digest=OuterRef("article__content_digest"))
    others = others.exclude(pk=OuterRef("article")).exclude(status=Status.WITHDRAWN)
    asked = Finding.objects.filter(~Exists(others), kind=SAME_TEXT)
    return _keys(asked.filter(among("article__content_digest", digests)))


def _waiting_link() -> QuerySet:
    """The link that a finding is about, while it leads nowhere."""
    return Related.objects.filter(
        article=OuterRef("article"), path=OuterRef("detail"), target__isnull=True
    )


def _keys(found: QuerySet) -> QuerySet:
    return found.order_by().values_list("pk", flat=True)


_MENDED_OF_ARTICLES = CompiledQuery(_about_articles, keys=list)
_MENDED_BY_ADDRESSES = CompiledQuery(_about_addresses, paths=list)
_MENDED_OF_TEXTS = CompiledQuery(_about_texts, digests=list)
_CLOSE = CompiledDelete(lambda keys: Finding.objects.filter(among("pk", keys)), keys=list)
