"""Where an image is used, in words and links."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.admin.base.article_addresses import form_link
from articles.images.image_uses import Uses


def shown_uses(uses: Uses) -> str:
    """Return a list of links, a line each."""
    lines = [*_shown(uses), *_kept(uses)]
    if not lines:
        return "Nothing: it may be deleted."
    html = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="plain">{}</ul>', html)


def told_uses(uses: Uses, *, shown: bool) -> list[str]:
    """Return what stands in the way of a deletion, or (without `shown`) what it leaves without the
    image: a line each."""
    return list(_shown(uses) if shown else _kept(uses))


def _shown(uses: Uses) -> Iterator[str]:
    yield from map(form_link, uses.live)
    yield from _marked(map(form_link, uses.drafted), "its draft")
    yield from _marked(map(form_link, uses.disputed), "a conflict that waits")
    for subject in uses.subjects:
        url = reverse("admin:articles_subject_change", args=[subject.pk])
        link = format_html('<a href="{}">{}</a>', url, subject.name)
        yield from _marked([link], "the subject's introduction")


def _kept(uses: Uses) -> Iterator[str]:
    yield from _marked(map(form_link, uses.past), "only in a past version")
    for article in uses.gone:
        url = reverse("admin:articles_article_deleted", args=[article.key])
        link = format_html('<a href="{}">{}</a>', url, article.title)
        yield from _marked([link], "a deleted article")


def _marked(links: Iterable[str], words: str) -> Iterator[str]:
    for link in links:
        yield format_html('{} <span class="quiet">({})</span>', link, words)
