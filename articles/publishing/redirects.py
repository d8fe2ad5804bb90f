"""Old addresses: where they lead, and one article taking over another's."""

from django.db import transaction

from articles.models import Article, Redirect, Status
from articles.publishing.twins import elect


def point(old_path: str, article: Article) -> None:
    """Let an old address lead to an article, whatever it led to before."""
    Redirect.objects.update_or_create(
        old_path=old_path, defaults={"article": article, "external_url": "", "is_gone": False}
    )


def mark_gone(old_path: str) -> None:
    """Let an old address answer 410."""
    Redirect.objects.update_or_create(
        old_path=old_path, defaults={"article": None, "external_url": "", "is_gone": True}
    )


@transaction.atomic
def absorb(article: Article, into: Article) -> None:
    """Withdraw an article in favour of another: its address, and all that led to it, redirect.

    For two articles with one text of which only one shall be served; no import brings it back.
    """
    Redirect.objects.filter(article=article).update(article=into)
    point(article.get_absolute_url(), into)
    article.status = Status.WITHDRAWN
    article.version += 1
    article.save(update_fields=["status", "version"])
    elect([article.content_digest])
