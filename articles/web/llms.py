"""/llms.txt (llmstxt.org) and the full text in parts, for language models' tools."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.models import Article, Change, Page
from articles.publishing.effects import PLAIN_PAGES
from articles.seo import Site, current_site, plain_title
from articles.web.cors import SERVICE_LINKS, open_to_programs
from articles.web.home_page import subjects_with_counts
from articles.web.library_cache import remembered
from articles.web.markdown_text import escape
from articles.web.response_headers import Shows, public

# A part is a range of primary keys, like a shard of the sitemap: a new article changes the last
# one alone. The 11,141 distinct articles of the corpus take 2.7 kB each, so a part
# 2.7 MB: it is made anew after each edit of one of its articles.
BUCKET_SIZE = 1_000
# Raised whenever the text of a part changes for the same articles.
_FORMAT = 1
_ARTICLES_A_QUERY = 250
# So many parts stand in llms.txt itself; more only in the list of parts.
_PARTS_NAMED = 100
_TEXT = "text/plain; charset=utf-8"
_COLUMNS = (
    "slug",
    "subject__slug",
    "title",
    "article_title",
    "question",
    "author",
    "published_on",
    "answer",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the full text: which one, how many articles, and the newest change of their
    texts."""

    bucket: int
    article_count: int
    changed_at: datetime

    @property
    def path(self) -> str:
        return reverse("llms_part", args=[self.bucket])

    @property
    def text(self) -> str:
        noun = "article" if self.article_count == 1 else "articles"
        return f"{self.article_count:,} {noun}, last changed {self.changed_at.astimezone(UTC):%F}"


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What the library is, its plain pages and where its parts are: three queries, and one for the
    parts where they can be few; to find that they are many would read an index of the whole
    library."""
    site = current_site()
    subjects = subjects_with_counts()
    total = sum(subject.article_count for subject in subjects)
    last = Article.objects.indexable().aggregate(key=Max("pk"))["key"] or 0
    found = parts() if last < _PARTS_NAMED * BUCKET_SIZE else []
    lines = [
        *_introduction(site, article_count=total, subject_count=len(subjects)),
        *_pages(site),
        "## Full text",
        "",
        f"- [List of the parts]({site.absolute(reverse('llms_full'))}):"
        f" {BUCKET_SIZE:,} articles each at most",
        *_links(site, found),
        "",
        "## Subjects",
        "",
        *(
            f"- [{escape(subject.name)}]({site.absolute(subject.get_absolute_url())}):"
            f" {subject.article_count:,} question{'' if subject.article_count == 1 else 's'}"
            for subject in subjects
        ),
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type=_TEXT)
    shows = Shows(library=True, names=frozenset({PLAIN_PAGES}))
    return open_to_programs(request, public(response, shows=shows), links=SERVICE_LINKS)


@require_safe
def llms_full(request: HttpRequest) -> HttpResponse:
    """The list of the parts, each with its newest change: one query."""
    site = current_site()
    found = parts()
    lines = [
        f"# {escape(site.name)}: full text",
        "",
        f"> Every distinct article as Markdown, in parts of {BUCKET_SIZE:,} at most. A part keeps"
        " its address; ask for it again by its ETag.",
        "",
        "## Parts",
        "",
        *_links(site, found),
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type=_TEXT)
    return open_to_programs(
        request, public(response, shows=Shows(library=True)), links=SERVICE_LINKS
    )


@require_safe
def llms_part(request: HttpRequest, bucket: int) -> HttpResponseBase:
    """The texts of one range of keys, streamed; 404 where there are none.

    ETag and Last-Modified come from the numbered changes of these keys, removals among them, which
    leave no other trace. They are read before the texts: whoever holds an older ETag asks again.
    """
    start, end = bucket * BUCKET_SIZE, (bucket + 1) * BUCKET_SIZE
    if not Article.objects.indexable().filter(pk__gte=start, pk__lt=end).exists():
        raise Http404
    changes = Change.objects.filter(article_key__gte=start, article_key__lt=end)
    last = changes.aggregate(number=Max("number"), changed_at=Max("changed_at"))
    texts = _texts(start, end, site=current_site()) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(texts, content_type=_TEXT)
    response["ETag"] = f'"{_FORMAT}-{bucket}-{last["number"]}"'
    response["Last-Modified"] = http_date(last["changed_at"].timestamp())
    return open_to_programs(request, public(response, shows=Shows(keys=(start, end))))


def parts() -> list[Part]:
    """Every part that has articles, in order: one look through the index of the sitemap."""
    rows = (
        Article.objects.indexable()
        .annotate(bucket=F("pk") / BUCKET_SIZE)
        .values("bucket")
        .annotate(article_count=Count("pk"), changed=Max("content_modified_at"))
        .order_by("bucket")
        .values_list("bucket", "article_count", "changed")
    )
    return remembered("llms-parts", lambda: [Part(*row) for row in rows])


def _introduction(site: Site, *, article_count: int, subject_count: int) -> list[str]:
    """The lines that say what the library is and what there is for programs."""
    return [
        f"# {escape(site.name)}",
        "",
        f"> A library of {article_count:,} questions with clear, written answers in {subject_count}"
        " subjects, free to read.",
        "",
        "Every article has an address of its own, and its Markdown at the same address with `.md`"
        " behind it. Formulas are TeX between dollar signs. Please name the article's page, not"
        " its Markdown, where you quote it.",
        "",
        "## For programs",
        "",
        f"- [The API, explained]({site.absolute(reverse('api_documentation'))}):"
        " articles, subjects, related questions, and what has changed, as JSON",
        f"- [OpenAPI description]({site.absolute(reverse('api:openapi'))}): the same for machines",
        f"- [Sitemap]({site.absolute(reverse('sitemap'))}): every page with its last change",
        "",
    ]


def _pages(site: Site) -> list[str]:
    """The lines that name the plain pages, by their Markdown; none where there is none."""
    pages = list(Page.objects.indexable().only("slug", "title", "description", "excerpt"))
    lines = [
        f"- [{escape(page.title)}]({site.absolute(page.get_absolute_url())}.md)"
        + (f": {page.description or page.excerpt}" if page.description or page.excerpt else "")
        for page in pages
    ]
    return ["## About the site", "", *lines, ""] if lines else []


def _links(site: Site, found: list[Part]) -> list[str]:
    return [f"- [Part {part.bucket}]({site.absolute(part.path)}): {part.text}" for part in found]


def _texts(start: int, end: int, *, site: Site) -> Iterator[str]:
    """The texts of a range of keys, read a few hundred at a time: what is in memory at once does
    not depend on the size of the part."""
    articles = Article.objects.indexable().select_related("subject").only(*_COLUMNS).order_by("pk")
    while rows := list(articles.filter(pk__gte=start, pk__lt=end)[:_ARTICLES_A_QUERY]):
        yield "".join(_text(article, site=site) for article in rows)
        start = rows[-1].pk + 1


def _text(article: Article, *, site: Site) -> str:
    """One article. The name of its subject is not in it: its new name is no change of an article,
    and would make ETag and Last-Modified untrue."""
    by = f" by {article.author}" if article.author else ""
    return (
        f"# {escape(plain_title(article.heading))}\n\n"
        f"Source: {site.absolute(article.get_absolute_url())}\n"
        f"Published: {article.published_on.isoformat()}{by}\n\n"
        f"{article.answer.strip()}\n\n---\n\n"
    )
