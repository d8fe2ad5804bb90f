"""Article page, and the preview of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.core.text.date_formats import format_date
from articles.core.text.reading_time import reading_minutes
from articles.core.text.source_list import read_sources
from articles.models import Article, Status
from articles.publishing.effects import credit_of, pages_in
from articles.rights import may_view
from articles.seo import (
    NOBODY,
    Credit,
    Site,
    article_meta,
    citations_of,
    current_site,
    draft_meta,
    is_modified,
    plain_title,
)
from articles.web import error_pages
from articles.web.article_queries import (
    beside,
    has_editors_description,
    moments_of,
    published_article,
    twin_entries,
    unpublished_article,
)
from articles.web.heading_links import with_heading_links
from articles.web.markdown_pages import markdown_path
from articles.web.page_response import page
from articles.web.reading_counts import count_reading
from articles.web.request_visitor import is_reader
from articles.web.response_headers import PRIVATE, Shows, public
from articles.web.table_of_contents import outline


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dates as the page prints them, in the article's own format; each as (ISO, text).

    `updated` is None while nothing that a reader can see has changed since the publication; `note`
    says what has, "" where nobody said.
    """

    label: str
    published: tuple[str, str] | None
    updated: tuple[str, str] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name as the article writes it, the path of its page ("" where there is none), and the job
    title that belongs behind it."""

    name: str
    path: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """Who has reviewed the article, and the day as (ISO, text), None where none is known."""

    by: NameLine
    on: tuple[str, str] | None


@require_safe
def article(request: HttpRequest, subject_slug: str, slug: str) -> HttpResponse:
    """An article: two queries, three where it has twins. Asks for no session."""
    found = published_article(subject_slug, slug)
    if found is None:
        return _unpublished(request, subject_slug, slug)
    found_beside, elsewhere = beside(found), twin_entries(found)
    related, topics = found_beside.related, found_beside.topics
    site = current_site()
    meta = article_meta(
        found,
        site=site,
        is_shared_title=found.is_shared_title,
        is_editors_description=has_editors_description(found),
        topic=topics[0][:2] if topics else None,
        named=found_beside.credits,
    )
    context = {
        **page_context(found, site, found_beside.credits),
        "topic": topics[0] if topics else None,
        "topics": topics,
        "previous": found_beside.previous,
        "next": found_beside.next,
        "citations": citations_of(found, site=site, url=meta.canonical),
        "related": related,
        "elsewhere": elsewhere,
        "markdown_path": markdown_path(found),
    }
    response = page("article.html", context, site=site, meta=meta)
    if is_reader(request):
        count_reading(found.pk, request.META)
    moments = [*moments_of(found, [*found_beside.named, *elsewhere]), *found_beside.renamed_at]
    names = frozenset({pages_in(found.subject.slug), *_credited(found)})
    return public(
        response, changed=moments, shows=Shows(article=found.pk, is_view=True, names=names)
    )


def dateline(article: Article) -> Dateline:
    """Return the dates of an article: "Posted on Dec 07, 2024", and the last change after it."""
    if article.published_on is None:
        return Dateline(label="", published=None, updated=None)
    pattern = article.date_format or Article._meta.get_field("date_format").default
    day = article.published_on
    published = (day.isoformat(), format_date(day, pattern))
    updated = None
    note = ""
    if is_modified(day, article.content_modified_at):
        changed = article.content_modified_at.astimezone(UTC)
        updated = (changed.isoformat(timespec="seconds"), format_date(changed.date(), pattern))
        note = article.change_note
    return Dateline(label=article.post_on_text, published=published, updated=updated, note=note)


def name_line(written: str, named: Mapping[str, Credit]) -> NameLine:
    """Return a name as pages print it."""
    name = written.strip()
    credit = named.get(written)
    if credit is None:
        return NameLine(name)
    return NameLine(name, credit.path, credit.title_behind(name))


def review_line(
    article: Article, site: Site, named: Mapping[str, Credit] = NOBODY
) -> ReviewLine | None:
    """Return who has reviewed the article, where it names somebody and the site says so."""
    if not (site.shows_reviews and article.reviewed_by.strip()):
        return None
    day = article.reviewed_on
    pattern = article.date_format or Article._meta.get_field("date_format").default
    return ReviewLine(
        by=name_line(article.reviewed_by, named),
        on=(day.isoformat(), format_date(day, pattern)) if day else None,
    )


def _unpublished(request: HttpRequest, subject_slug: str, slug: str) -> HttpResponse:
    """Withdrawn: 410 where it was public. A draft: a preview for staff, and for everybody else no
    such page.

    The session is looked at here alone, and only where the visitor brings one: a published page
    is the same for all.
    """
    found = unpublished_article(subject_slug, slug)
    if found and found.is_gone():
        return error_pages.gone(request)
    if found is None or found.status == Status.WITHDRAWN:
        raise Http404
    if not may_preview(request, found):
        raise Http404
    site = current_site()
    found_beside = beside(found)
    context = {
        **page_context(found, site, found_beside.credits),
        "related": found_beside.related,
        "is_draft": True,
    }
    response = page("article.html", context, site=site, meta=draft_meta(found, site=site))
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex"
    return response


def may_preview(request: HttpRequest, article: Article | None = None) -> bool:
    """Return whether the visitor is of the staff, and may see what is not public of an article,
    or of any. A session is looked up only where the visitor brings one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = request.user
    return user.is_active and user.is_staff and may_view(user, article)


def _credited(article: Article) -> set[str]:
    """What is stamped where the article's names come to mean somebody, or somebody else."""
    return {credit_of(name) for name in (article.author, article.reviewed_by) if name}


def page_context(
    article: Article, site: Site, named: Mapping[str, Credit] = NOBODY
) -> dict[str, object]:
    """Return what the page of an article shows whatever its status is; `named` says whom its names
    mean."""
    heading = plain_title(article.heading)
    call = site.call_to_action
    return {
        "article": article,
        "heading": heading,
        "dateline": dateline(article),
        "author": name_line(article.author, named),
        "review": review_line(article, site, named),
        "sources": read_sources(article.sources),
        "answer": with_heading_links(article.rendering.html),
        "reading_minutes": reading_minutes(article.rendering.html, article.rendering.plain_text),
        "outline": outline(article.rendering.html),
        "call_to_action": call and call.for_article(subject=article.subject.name, question=heading),
    }
