"""The head of each kind of page, as one frozen value that the template only prints.

The rules are FORMAT.md's, "From these fields to a page's head".
"""

from dataclasses import dataclass, replace

from django.urls import reverse

from articles.cards import HEIGHT, WIDTH
from articles.models import Article, IndexStatus, Subject
from articles.seo import jsonld
from articles.seo.cards import article_picture, home_picture, subject_picture
from articles.seo.descriptions import article_description
from articles.seo.identity import CardPicture
from articles.seo.jsonld import ScriptJson
from articles.seo.site import Site
from articles.seo.titles import article_title, home_heading, plain_title, with_site_name
from articles.text.summary import is_damaged, split_keywords

INDEX = "index,follow,max-image-preview:large,max-snippet:-1"
NOINDEX = "noindex,follow"

_INDEXED = frozenset({IndexStatus.INDEXABLE, IndexStatus.DUPLICATE})


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`canonical`, `previous` and `next` are absolute URLs without a query, or None.

    `properties` are the Open Graph and Twitter tags as (name, content) in the order of printing;
    `json_ld` the texts of the page's `application/ld+json` scripts, one at most; `feeds` its Atom
    feeds as (title, absolute URL).
    """

    title: str
    description: str
    robots: str
    canonical: str | None = None
    previous: str | None = None
    next: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[ScriptJson, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a subject's list is meant; the first is number 1. Paths, not URLs."""

    number: int
    page_count: int
    article_count: int
    path: str
    previous_path: str | None = None
    next_path: str | None = None


def article_meta(
    article: Article,
    *,
    site: Site,
    is_shared_title: bool = False,
    is_editors_description: bool = False,
) -> PageMeta:
    """The head of an article; `subject`, `rendering` and `canonical.subject` are loaded.

    A duplicate is indexed like its twin and names it as canonical (trap 2); so does one in a
    hidden subject, which is not indexed.
    """
    url = site.absolute((article.canonical or article).get_absolute_url())
    heading = plain_title(article.heading)
    description = article_description(
        article.seo_description,
        is_editors_own=is_editors_description,
        plain_text=article.rendering.plain_text,
    )
    picture = article_picture(article, site)
    return PageMeta(
        title=article_title(
            article.heading,
            subject_name=article.subject.name,
            is_shared=is_shared_title,
            seo_title=article.seo_title,
            site_name=site.name,
        ),
        description=description,
        robots=INDEX if article.index_status in _INDEXED else NOINDEX,
        canonical=url,
        properties=(
            *_open_graph(
                site,
                kind="article",
                title=heading,
                description=description,
                url=url,
                picture=picture,
            ),
            ("article:published_time", article.published_on.isoformat()),
            (
                "article:modified_time",
                jsonld.modified_on(article.published_on, article.content_modified_at),
            ),
            ("article:section", article.subject.name),
        ),
        json_ld=_article_data(
            article, site=site, url=url, description=description, picture=picture
        ),
        feeds=(
            *((subject_feed(article.subject, site),) if article.subject.is_listed else ()),
            site_feed(site),
        ),
    )


def draft_meta(article: Article, *, site: Site) -> PageMeta:
    """The head of a draft that staff looks at: a title, and nothing for anybody else."""
    title = with_site_name(f"Draft: {plain_title(article.heading)}", site.name)
    return PageMeta(title=title, description="", robots="noindex,nofollow")


def home_meta(*, site: Site, description: str) -> PageMeta:
    """The head of the home page."""
    heading = home_heading(site.tagline)
    picture = home_picture(site)
    url = site.absolute("/")
    page = jsonld.collection(
        site=site,
        url=url,
        name=heading,
        description=description,
        picture=picture,
        has_breadcrumbs=False,
    )
    page["about"] = {"@id": jsonld.organization_id(site)}
    data = (page, jsonld.website(site, description), jsonld.organization(site))
    return _listing(
        site,
        path="/",
        title=with_site_name(heading, site.name),
        description=description,
        picture=picture,
        data=data,
    )


def learn_meta(*, site: Site, description: str) -> PageMeta:
    """The head of the index of subjects."""
    path = reverse("learn")
    url = site.absolute(path)
    picture = home_picture(site)
    name = "All subjects"
    data = (
        jsonld.collection(site=site, url=url, name=name, description=description, picture=picture),
        jsonld.breadcrumbs(url, [("Learn", url)]),
        jsonld.website(site),
        jsonld.organization(site),
    )
    title = with_site_name(name, site.name)
    return _listing(
        site, path=path, title=title, description=description, picture=picture, data=data
    )


def subject_meta(subject: Subject, *, site: Site, place: ListPage) -> PageMeta:
    """The head of one page of a subject's list.

    Each page names itself as canonical; a later one says which it is. A hidden or an empty
    subject is not indexed.
    """
    name = subject.title or f"{subject.name} questions and answers"
    description = subject.description or (
        f"{place.article_count:,} questions about {subject.name}, each with a clear answer that"
        " you can read in a few minutes."
    )
    if place.number > 1:
        name = f"{name} – Page {place.number}"
        description = f"Page {place.number} of {place.page_count}. {description}"
    url = site.absolute(place.path)
    picture = subject_picture(subject, site)
    steps = [("Learn", site.absolute(reverse("learn"))), (subject.name, url)]
    meta = _listing(
        site,
        path=place.path,
        title=with_site_name(name, site.name),
        description=description,
        picture=picture,
        data=(
            jsonld.collection(
                site=site,
                url=url,
                name=name,
                description=description,
                picture=picture,
                about=subject.name,
            ),
            jsonld.breadcrumbs(url, steps),
            jsonld.website(site),
            jsonld.organization(site),
        ),
    )
    return replace(
        meta,
        robots=INDEX if subject.is_listed and place.article_count else NOINDEX,
        previous=site.absolute(place.previous_path) if place.previous_path else None,
        next=site.absolute(place.next_path) if place.next_path else None,
        feeds=(subject_feed(subject, site), *meta.feeds) if subject.is_listed else meta.feeds,
    )


def search_meta(query: str, *, site: Site) -> PageMeta:
    """The head of the search page. Results are not indexed: there are as many as there are words
    (developers.google.com/search/docs/crawling-indexing/large-site-managing-crawl-budget)."""
    path = reverse("search")
    if query:
        title = with_site_name(f"“{query}” – Search", site.name)
        description = f"What {site.name} has about “{query}”."
        return PageMeta(title=title, description=description, robots=NOINDEX)
    return _listing(
        site,
        path=path,
        title=with_site_name("Search the library", site.name),
        description=f"Search the questions and answers of {site.name} by their words.",
        picture=home_picture(site),
        data=(
            jsonld.breadcrumbs(site.absolute(path), [("Search", site.absolute(path))]),
            jsonld.website(site),
            jsonld.organization(site),
        ),
    )


def site_feed(site: Site) -> tuple[str, str]:
    """(title, absolute URL) of the feed of everything new."""
    return f"{site.name}: new questions", site.absolute(reverse("feed"))


def subject_feed(subject: Subject, site: Site) -> tuple[str, str]:
    """(title, absolute URL) of a listed subject's feed; a hidden one has none."""
    url = site.absolute(reverse("subject_feed", args=[subject.slug]))
    return f"{site.name}: new questions in {subject.name}", url


def page_meta(*, site: Site, path: str, title: str, description: str) -> PageMeta:
    """The head of a page that stands for itself, such as the one about the API."""
    title = with_site_name(title, site.name)
    return _listing(
        site,
        path=path,
        title=title,
        description=description,
        picture=home_picture(site),
        data=(jsonld.website(site), jsonld.organization(site)),
    )


def error_meta(title: str, *, site: Site) -> PageMeta:
    """The head of a page that says that there is nothing here."""
    return PageMeta(title=with_site_name(title, site.name), description="", robots=NOINDEX)


def _article_data(
    article: Article, *, site: Site, url: str, description: str, picture: CardPicture
) -> tuple[ScriptJson, ...]:
    """The Article, under its canonical URL, and the path to the page that is being read."""
    subject = article.subject
    heading = plain_title(article.heading)
    keywords = article.seo_keywords
    steps = [
        ("Learn", site.absolute(reverse("learn"))),
        (subject.name, site.absolute(subject.get_absolute_url())),
        (heading, site.absolute(article.get_absolute_url())),
    ]
    data = jsonld.article(
        site=site,
        url=url,
        headline=heading,
        description=description,
        picture=picture,
        author=article.author,
        section=subject.name,
        keywords=[] if is_damaged(keywords) else split_keywords(keywords),
        word_count=len(article.rendering.plain_text.split()),
        published_on=article.published_on,
        modified_at=article.content_modified_at,
    )
    here = site.absolute(article.get_absolute_url())
    path = jsonld.breadcrumbs(here, steps)
    return (jsonld.graph(data, path, jsonld.website(site), jsonld.organization(site)),)


def _listing(
    site: Site,
    *,
    path: str,
    title: str,
    description: str,
    picture: CardPicture,
    data: tuple[dict, ...],
) -> PageMeta:
    """What the heads of home, index and lists have in common."""
    url = site.absolute(path)
    return PageMeta(
        title=title,
        description=description,
        robots=INDEX,
        canonical=url,
        properties=_open_graph(
            site, kind="website", title=title, description=description, url=url, picture=picture
        ),
        json_ld=(jsonld.graph(*data),),
        feeds=(site_feed(site),),
    )


def _open_graph(
    site: Site, *, kind: str, title: str, description: str, url: str, picture: CardPicture
) -> tuple[tuple[str, str], ...]:
    """The Open Graph tags (ogp.me); Twitter reads them too, and needs its own for the size."""
    return (
        ("og:type", kind),
        ("og:site_name", site.name),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:locale", "en_US"),
        ("og:image", picture.url),
        ("og:image:type", "image/png"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", picture.alt),
        ("twitter:card", "summary_large_image"),
        ("twitter:image", picture.url),
        ("twitter:image:alt", picture.alt),
    )
