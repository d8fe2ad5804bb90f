"""Queries and values of articles in API responses: one query per page."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article, Redirect, Subject
from articles.seo import Site, plain_title
from articles.web.api.problems import invalid
from articles.web.article_links import LINK_COLUMNS, Entry
from articles.web.markdown_pages import markdown_path

_COLUMNS = (
    *LINK_COLUMNS,
    "author",
    "published_on",
    "content_modified_at",
    "index_status",
    "version",
    "canonical__slug",
    "canonical__subject__slug",
    "rendering__excerpt",
    "rendering__short_answer",
)
# The wide columns are read only for who asks for them.
_TEXT_COLUMNS = {"markdown": "answer", "html": "rendering__html", "text": "rendering__plain_text"}


def read_items(
    articles: QuerySet[Article], *, site: Site, texts: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return live articles as values of `ArticleItem`, in one query."""
    rows = articles.select_related("subject", "canonical__subject", "rendering").only(
        *_COLUMNS, *(_TEXT_COLUMNS[name] for name in texts)
    )
    return [item_of(article, site=site, texts=texts) for article in rows]


def item_of(article: Article, *, site: Site, texts: Collection[str] = ()) -> dict[str, Any]:
    """Return one article as values of `ArticleItem`; all that it names is loaded."""
    path = article.get_absolute_url()
    canonical = article.canonical or article
    item = {
        "id": article.pk,
        "url": site.absolute(path),
        "path": path,
        "canonical_url": site.absolute(canonical.get_absolute_url()),
        "markdown_url": site.absolute(markdown_path(article)),
        "api_url": site.absolute(reverse("api:article", args=[article.pk])),
        "question": plain_title(article.heading),
        "subject": {"slug": article.subject.slug, "name": article.subject.name},
        "author": article.author,
        "published_on": article.published_on,
        "modified_at": article.content_modified_at,
        "version": article.version,
        "index_status": article.index_status,
        "excerpt": article.rendering.excerpt,
        "short_answer": article.rendering.short_answer,
    }
    if "markdown" in texts:
        item["markdown"] = article.answer
    if "html" in texts:
        item["html"] = article.rendering.html
    if "text" in texts:
        item["text"] = article.rendering.plain_text
    return item


def related_items(entries: Iterable[Entry], *, site: Site) -> list[dict[str, str]]:
    """Return related questions as values of `RelatedItem`."""
    return [
        {
            "question": entry.heading,
            "url": site.absolute(entry.path),
            "path": entry.path,
            "subject": entry.subject_name,
        }
        for entry in entries
    ]


def former_paths(keys: Collection[int]) -> dict[int, list[str]]:
    """Return the old addresses that lead to each of the articles, in one query; none for none."""
    found: dict[int, list[str]] = {key: [] for key in keys}
    if found:
        redirects = Redirect.objects.filter(article__in=found).order_by("old_path")
        for key, path in redirects.values_list("article", "old_path"):
            found[key].append(path)
    return found


def find_subject(slug: str) -> Subject:
    """Return the subject of a parameter, in one query; raises ProblemError where there is none."""
    subject = Subject.objects.filter(slug=slug).first()
    if subject is None:
        raise invalid("subject", "There is no such subject.")
    return subject
