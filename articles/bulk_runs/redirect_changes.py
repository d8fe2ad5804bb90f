"""Deleting many redirects, and putting them back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.source.article_paths import parse_article_path
from articles.models import Article, BulkItem, Page, Redirect
from articles.publishing import remove_redirects, restore_redirects

State = BulkItem.State
RIGHTS = ("articles.delete_redirect", "articles.publish_article")


def delete_redirects(items: Sequence[BulkItem]) -> None:
    """Delete the redirects of some items; each item keeps what its redirect was."""
    found = Redirect.objects.in_bulk([item.key for item in items])
    for item in items:
        if redirect := found.get(item.key):
            item.state, item.before = State.DONE, _as_json(redirect)
        else:
            item.state, item.note = State.SKIPPED, "gone meanwhile"
    remove_redirects(found.values())


def put_back_redirects(items: Sequence[BulkItem], actor: AbstractBaseUser | None) -> None:
    """Put them back, but for those whose address leads somewhere by now, or whose end is gone."""
    if actor is None or not actor.has_perms(RIGHTS):
        for item in items:
            item.state, item.note = State.KEPT, "you may not do this to it"
        return
    rows = [_from_json(item.before) for item in items]
    taken = _taken([row.old_path for row in rows])
    articles = _known(Article, [row.article_id for row in rows])
    pages = _known(Page, [row.page_id for row in rows])
    back = []
    for item, row in zip(items, rows, strict=True):
        if row.old_path in taken:
            item.state, item.note = State.KEPT, "its address leads somewhere by now"
        elif row.article_id not in articles or row.page_id not in pages:
            item.state, item.note = State.KEPT, "what it led to is gone"
        else:
            item.state = State.UNDONE
            back.append(row)
    restore_redirects(back)


def _as_json(redirect: Redirect) -> dict[str, Any]:
    used = redirect.last_used_on
    return {
        "old_path": redirect.old_path,
        "article_id": redirect.article_id,
        "page_id": redirect.page_id,
        "external_url": redirect.external_url,
        "is_gone": redirect.is_gone,
        "last_used_on": used and used.isoformat(),
    }


def _from_json(values: dict[str, Any]) -> Redirect:
    used = values["last_used_on"]
    return Redirect(**values | {"last_used_on": used and date.fromisoformat(used)})


def _taken(paths: Sequence[str]) -> set[str]:
    """Those of the addresses at which another redirect, an article or a page stands."""
    taken = set(Redirect.objects.filter(old_path__in=paths).values_list("old_path", flat=True))
    pages = Page.objects.published().filter(slug__in=[path[1:] for path in paths])
    taken |= {f"/{slug}" for slug in pages.values_list("slug", flat=True)}
    places = {path: place for path in paths if (place := parse_article_path(path))}
    there = Article.objects.filter(slug__in={place.slug for place in places.values()})
    addresses = set(there.values_list("subject__slug", "slug"))
    return taken | {
        path for path, place in places.items() if (place.subject_slug, place.slug) in addresses
    }


def _known(model: type[Article] | type[Page], keys: Sequence[int | None]) -> set[int | None]:
    """Those of the keys that there are, and None: a redirect that does not lead to one."""
    found = model.objects.filter(pk__in={key for key in keys if key})
    return {None, *found.values_list("pk", flat=True)}
