"""Where an image is used, in words and links: in the user's subjects, and that it is in others."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.admin.base.article_addresses import form_link
from articles.images.image_uses import Uses
from articles.models import Article, Page
from articles.rights import scope_of

_ELSEWHERE = "Texts of subjects in which you do not work"


def shown_uses(uses: Uses, user: Any) -> str:
    """Return a list of links, a line each."""
    lines = _lines(uses, user, _shown, _kept)
    if not lines:
        return "Nothing: it may be deleted."
    html = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="plain">{}</ul>', html)


def told_uses(uses: Uses, user: Any, *, shown: bool) -> list[str]:
    """Return what stands in the way of a deletion, or (without `shown`) what it leaves without the
    image: a line each."""
    return _lines(uses, user, _shown if shown else _kept)


def _lines(uses: Uses, user: Any, *told_by: Callable[[Uses], Iterator[str]]) -> list[str]:
    seen = _seen(uses, user)
    lines = [line for told in told_by for line in told(seen)]
    if seen is not uses and len(lines) < sum(1 for told in told_by for _ in told(uses)):
        lines.append(_ELSEWHERE)
    return lines


def _seen(uses: Uses, user: Any) -> Uses:
    """Return the uses in the user's subjects."""
    scope = scope_of(user)
    if scope is None:
        return uses

    def own(articles: Iterable[Article]) -> tuple[Article, ...]:
        return tuple(one for one in articles if one.subject_id in scope.keys)

    return Uses(
        live=own(uses.live),
        past=own(uses.past),
        gone=tuple(one for one in uses.gone if one.subject_slug in scope.slugs),
        drafted=own(uses.drafted),
        disputed=own(uses.disputed),
        subjects=tuple(one for one in uses.subjects if one.pk in scope.keys),
        # Plain pages belong to no subject: they are told as what others work on.
    )


def _shown(uses: Uses) -> Iterator[str]:
    yield from map(form_link, uses.live)
    yield from _marked(map(form_link, uses.drafted), "its draft")
    yield from _marked(map(form_link, uses.disputed), "a conflict that waits")
    for subject in uses.subjects:
        url = reverse("admin:articles_subject_change", args=[subject.pk])
        link = format_html('<a href="{}">{}</a>', url, subject.name)
        yield from _marked([link], "the subject's introduction")
    for person in uses.people:
        url = reverse("admin:articles_person_change", args=[person.pk])
        link = format_html('<a href="{}">{}</a>', url, person.name)
        yield from _marked([link], "the page of a person")
    yield from _marked(map(_page_link, uses.pages), "a page of the site, or its draft")


def _kept(uses: Uses) -> Iterator[str]:
    yield from _marked(map(form_link, uses.past), "only in a past version")
    for article in uses.gone:
        url = reverse("admin:articles_article_deleted", args=[article.key])
        link = format_html('<a href="{}">{}</a>', url, article.title)
        yield from _marked([link], "a deleted article")
    yield from _marked(map(_page_link, uses.past_pages), "only in a past version")


def _page_link(page: Page) -> str:
    url = reverse("admin:articles_page_change", args=[page.pk])
    return format_html('<a href="{}">{}</a>', url, page.title)


def _marked(links: Iterable[str], words: str) -> Iterator[str]:
    for link in links:
        yield format_html('{} <span class="quiet">({})</span>', link, words)
