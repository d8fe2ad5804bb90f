"""Hidden state of a form that was opened on an older version than the live one."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from articles.admin.articles.edit_collision import Place, Settled, as_sent, settle
from articles.admin.articles.related_form import related_rows, rows_data
from articles.admin.base.field_changes import content_values
from articles.admin.base.lookup_guards import VERSION_DIGITS, read_number
from articles.core.article_content import ArticleContent
from articles.core.source.article_paths import article_path, parse_article_path
from articles.models import Article, Status, Subject
from articles.publishing import Version, version_at


def opened_version(article: Article, sent: str) -> Version | None:
    """Return the version that a form says that it was made of; None where it is not known."""
    number = read_number(sent, VERSION_DIGITS)
    return None if number is None else version_at(article, number)


def settled(
    article: Article,
    opened: Version | None,
    *,
    saved: ArticleContent,
    mine: tuple[ArticleContent, Place],
) -> Settled | None:
    """Return what saving shall make of the form; None where it is not known what was opened."""
    if opened is None:
        return None
    was = Place(opened.status, _address_of(opened, article))
    now = Place(article.status, (article.subject_id, article.slug))
    return settle((opened.content, was), (saved, now), mine)


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


def _address_of(version: Version, article: Article) -> tuple[int, str]:
    """A subject that is gone by now was taken away by somebody else, not by this editor."""
    location = parse_article_path(version.address)
    subject = Subject.objects.filter(slug=location.subject_slug).first()
    return (subject.pk if subject else article.subject_id), location.slug
