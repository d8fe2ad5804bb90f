"""Page of somebody who writes or reviews, with the articles, fifty per page; and the index."""

from dataclasses import dataclass
from functools import partial

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.core.images.image_names import ImageName
from articles.models import Article, Person, PersonName
from articles.models.article import ArticleQuerySet
from articles.publishing.effects import PEOPLE, works_of
from articles.seo import ListPage, current_site, people_meta, person_meta
from articles.web import error_pages
from articles.web.article_links import Entry
from articles.web.listing import PageList, entries_of, page_of
from articles.web.page_response import page
from articles.web.pager import pager_links
from articles.web.response_headers import Shows, public

# More than a site has; a line each, so that the page stays small.
_MOST_PEOPLE = 500
# CSS pixels of a portrait, as static/css/people.css has it.
_PORTRAIT = 112


@dataclass(frozen=True, slots=True)
class Works:
    """What stands under the names of somebody: articles that were written by one of them, then
    those that were reviewed, each the newest first."""

    names: list[str]
    written: ArticleQuerySet
    reviewed: ArticleQuerySet
    written_count: int
    reviewed_count: int

    @property
    def count(self) -> int:
        return self.written_count + self.reviewed_count

    def pages(self, number: int) -> PageList:
        """Return where page `number` stands among all."""
        return PageList(number=number, article_count=self.count)

    def on(self, pages: PageList) -> tuple[list[Entry], list[Entry]]:
        """Return what a page has of the written and of the reviewed ones: a query for each of
        which it has any."""
        start, end = pages.offset, pages.last
        written = _entries(self.written, start, min(end, self.written_count))
        first = max(start - self.written_count, 0)
        last = min(end - self.written_count, self.reviewed_count)
        return written, _entries(self.reviewed, first, last)


@dataclass(frozen=True, slots=True)
class Portrait:
    """An image in the size of its place: the file's address, its own for a screen of twice as many
    pixels, and what it shows."""

    source: str
    larger: str
    alternative: str


@require_safe
def person(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Page `number` of somebody: six queries at most. 410 where the page was taken away."""
    found = Person.objects.select_related("image").filter(slug=slug).first()
    if found is None:
        raise Http404
    if found.is_hidden:
        return error_pages.gone(request)
    site = current_site()
    works = works_of_person(found)
    pages = works.pages(number)
    if number > pages.page_count:
        raise Http404
    written, reviewed = works.on(pages)
    path = partial(person_page_path, found)
    place = ListPage(
        number=number,
        page_count=pages.page_count,
        article_count=works.count,
        path=path(number),
        previous_path=path(pages.previous) if pages.previous else None,
        next_path=path(pages.next) if pages.next else None,
    )
    context = {
        "person": found,
        "portrait": _portrait(found),
        "biography": found.biography_html if number == 1 else "",
        "written": written,
        "reviewed": reviewed,
        "works": works,
        "list_page": place,
        "pages": pages,
        "page_links": pager_links(pages, path),
    }
    meta = person_meta(found, site=site, place=place)
    response = page("person.html", context, site=site, meta=meta)
    return public(response, shows=Shows(names=frozenset({PEOPLE, *map(works_of, works.names)})))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has a page, by name: one query. 404 while there is nobody."""
    found = list(Person.objects.shown()[:_MOST_PEOPLE])
    if not found:
        raise Http404
    site = current_site()
    meta = people_meta(site=site, people=found)
    response = page("people.html", {"people": found}, site=site, meta=meta)
    return public(response, shows=Shows(names=frozenset({PEOPLE})))


def works_of_person(person: Person) -> Works:
    """Return what search engines may list of somebody, reviews as long as the site says who has
    reviewed: three queries."""
    names = list(person.names.values_list("name", flat=True))
    articles = Article.objects.indexable()
    written = articles.filter(author__in=names)
    reviewed = articles.none()
    if current_site().shows_reviews:
        reviewed = articles.reviewed_as(names)
    return Works(names, written, reviewed, written.count(), reviewed.count())


def person_page_path(person: Person, number: int) -> str:
    """The one address of a page of somebody's list."""
    path = person.get_absolute_url()
    return path if number == 1 else f"{path}/page/{number}"


def listed_people(*, with_reviews: bool) -> QuerySet[Person]:
    """Those whose pages search engines may list: who is shown and has an article."""
    names = PersonName.objects.filter(person=OuterRef(OuterRef("pk"))).values("name")
    indexable = Article.objects.indexable()
    is_author = Exists(indexable.filter(author__in=names))
    nobody = Value(False, output_field=BooleanField())
    is_reviewer = Exists(indexable.reviewed_as(names)) if with_reviews else nobody
    return Person.objects.shown().filter(Q(is_author) | Q(is_reviewer))


def _entries(articles: ArticleQuerySet, start: int, end: int) -> list[Entry]:
    if start >= end:
        return []
    return entries_of(page_of(articles, start, end - start))


def _portrait(person: Person) -> Portrait | None:
    if person.image is None:
        return None
    name = person.image.name
    return Portrait(_sized(name, _PORTRAIT * 2), _sized(name, _PORTRAIT * 4), str(person.image))


def _sized(name: ImageName, width: int) -> str:
    """The address of the smallest file of an image that has so many pixels across."""
    folder = name.path.removesuffix(name.file_name)
    fitting = [each for each in name.smaller_widths if each >= width]
    return folder + (name.smaller_file_name(min(fitting)) if fitting else name.file_name)
