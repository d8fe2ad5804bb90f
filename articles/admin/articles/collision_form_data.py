"""Values of an article as a form sends them, for the page that shows a collision."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from articles.admin.articles.edit_collision import Place, as_sent
from articles.admin.articles.related_form import related_rows, rows_data
from articles.admin.base.field_changes import content_values
from articles.core.article_content import ArticleContent
from articles.core.source.article_paths import article_path
from articles.models import Article, Status


def values_now(article: Article, saved: ArticleContent) -> dict[str, Any]:
    """Return {field: value} of the article as it is, for the page that shows a collision."""
    status = Status(article.status).label
    return content_values(saved) | {"status": status, "address": article.get_absolute_url()}


def values_sent(data: Mapping[str, Any], content: ArticleContent) -> dict[str, Any]:
    """Return {field: value} of the form, whose cleaned data says where the article shall stand."""
    address = article_path(data["subject"].slug, data["slug"])
    return content_values(content) | {"status": Status(data["status"]).label, "address": address}


def data_again(
    data: QueryDict, article: Article, content: ArticleContent, place: Place | None
) -> QueryDict:
    """Return what a browser would send for this content, as if its form had been made of the live
    version; without a place, status and address stay as they were sent."""
    again = data.copy()
    for name in [name for name in again if name.startswith("related-")]:
        del again[name]
    sent = as_sent(content) | rows_data(related_rows(article, None), content.related)
    if place:
        sent["status"] = place.status
        sent["subject"], sent["slug"] = map(str, place.address)
    for name, value in sent.items():
        again[name] = value
    if not content.no_index:
        again.pop("no_index", None)
    again["expected_version"] = str(article.version)
    return again
