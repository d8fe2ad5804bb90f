"""What an editor ignores of the checks of an article, for as long as the words stay."""

from collections.abc import Iterable

from django.db.models import QuerySet

from articles.core.text.problem_kinds import KINDS, LINK_KINDS, TEXT_KINDS, WRITING_KINDS
from articles.models import Article, Finding

CHECKED_KINDS = TEXT_KINDS | LINK_KINDS | WRITING_KINDS
# What tells one problem of an article from another, as findings are told: kind, field and words.
Words = tuple[str, str, str]


def ignored_in(article: Article) -> list[Words]:
    """Return what is ignored in an article: one query."""
    rows = Finding.objects.filter(article=article, is_dismissed=True, kind__in=CHECKED_KINDS)
    return list(rows.order_by().values_list("kind", "field", "detail"))


def ignore(article: Article, words: Iterable[Words]) -> None:
    """Ignore problems of an article, whose subject is loaded, or of a text that is not saved yet.

    A dismissed finding is what remembers each: the next save finds the words and lets it stand, or
    does not, and removes it (`articles/publishing/effects/findings.py`).
    """
    for kind, field, detail in words:
        same = _findings(article, kind, field, detail)
        if not same.update(is_dismissed=True):
            Finding.objects.create(
                article=article,
                path=article.source_path,
                kind=kind,
                severity=KINDS[kind].severity,
                field=field,
                detail=detail,
                is_dismissed=True,
            )


def look_again(article: Article, words: Iterable[Words]) -> None:
    """Take it back. Of advice nothing is kept."""
    for kind, field, detail in words:
        same = _findings(article, kind, field, detail)
        if kind in WRITING_KINDS:
            same.delete()
        else:
            same.update(is_dismissed=False)


def _findings(article: Article, kind: str, field: str, detail: str) -> QuerySet:
    return Finding.objects.filter(article=article, kind=kind, field=field, detail=detail)
