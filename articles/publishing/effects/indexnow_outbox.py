"""Noting the addresses of which search engines shall be told: in the transaction of the change,
so that none is forgotten and none is told of what was rolled back."""

from collections.abc import Iterable

from django.conf import settings

from articles.core.article_content import FIELDS, ArticleContent
from articles.core.source.article_paths import article_path
from articles.models import Announcement, Article, IndexStatus
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500
_FIELDS = [name for name, spec in FIELDS.items() if spec.is_visible or spec.is_in_head]


def is_announcing() -> bool:
    """Tell whether IndexNow is on."""
    return bool(settings.INDEXNOW_KEY)


def follow(changes: ChangeSet) -> None:
    """Announce addresses, and the searchable articles that are indexable by now."""
    if not is_announcing():
        return
    articles = Article.objects.indexable().filter(pk__in=changes.searchable)
    rows = articles.order_by("pk").values_list("subject__slug", "slug")
    paths = dict.fromkeys([article_path(*address) for address in rows])
    announce([*paths, *sorted(changes.announced.difference(paths))])


def announce(paths: Iterable[str]) -> None:
    """Note paths of the site; nothing where IndexNow is off. Inside the transaction of the change
    that they are noted for."""
    if is_announcing():
        rows = [Announcement(path=path) for path in paths]
        Announcement.objects.bulk_create(rows, batch_size=_ROWS_A_STATEMENT)


def comes_or_goes(before: str, after: str) -> bool:
    """Tell whether a change of index status puts a page into search engines or takes it out."""
    return (before == IndexStatus.INDEXABLE) != (after == IndexStatus.INDEXABLE)


def is_searchable_change(before: ArticleContent, after: ArticleContent) -> bool:
    """Tell whether a search engine could see the difference: what a reader sees, and the head."""
    return any(getattr(before, name) != getattr(after, name) for name in _FIELDS)
