"""Head of an article's page, and of a draft's preview."""

from collections.abc import Mapping
from typing import Any

from articles.core.text.keywords import shown_keywords
from articles.core.text.source_list import read_sources
from articles.models import Article, IndexStatus
from articles.seo import jsonld
from articles.seo.card_urls import article_picture
from articles.seo.credits import NOBODY, Credit
from articles.seo.description_choice import article_description
from articles.seo.feed_links import feeds
from articles.seo.jsonld import ScriptJson
from articles.seo.page_meta import INDEX, NOINDEX, PageMeta, open_graph
from articles.seo.page_titles import article_title, plain_title, with_site_name
from articles.seo.site import LEARN, Site
from articles.seo.site_identity import CardPicture

_INDEXED = frozenset({IndexStatus.INDEXABLE, IndexStatus.DUPLICATE})


def article_meta(
    article: Article,
    *,
    site: Site,
    is_shared_title: bool = False,
    is_editors_description: bool = False,
    topic: tuple[str, str] | None = None,
    named: Mapping[str, Credit] = NOBODY,
) -> PageMeta:
    """The head of an article; `subject`, `rendering` and `canonical.subject` are loaded. `topic` is
    (name, path) of the one that it stands under, `named` says whom its names mean.

    A duplicate is indexed like its twin and names it as canonical (docs/corpus.md, "Duplicate
    articles"); so does one in a hidden subject, which is not indexed.
    """
    url = site.absolute((article.canonical or article).get_absolute_url())
    description = article_description(article, is_editors_own=is_editors_description)
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
        properties=_properties(article, site, url, description, picture),
        json_ld=(_data(article, site, url, description, picture, topic, named),),
        feeds=feeds(site, article.subject),
    )


def draft_meta(article: Article, *, site: Site) -> PageMeta:
    """The head of a draft that staff looks at: a title, and nothing for anybody else."""
    title = with_site_name(f"Draft: {plain_title(article.heading)}", site.name)
    return PageMeta(title=title, description="", robots="noindex,nofollow")


def _properties(
    article: Article, site: Site, url: str, description: str, picture: CardPicture
) -> tuple[tuple[str, str], ...]:
    """The Open Graph tags, with those of an article (ogp.me/#type_article)."""
    published_on = article.published_on
    title = plain_title(article.heading)
    return (
        *open_graph(
            site, kind="article", title=title, description=description, url=url, picture=picture
        ),
        ("article:published_time", published_on.isoformat()),
        ("article:modified_time", jsonld.modified_on(published_on, article.content_modified_at)),
        ("article:section", article.subject.name),
    )


def _data(
    article: Article,
    site: Site,
    url: str,
    description: str,
    picture: CardPicture,
    topic: tuple[str, str] | None,
    named: Mapping[str, Credit],
) -> ScriptJson:
    """The Article, under its canonical URL, and the path to the page that is being read."""
    data = jsonld.article(
        site=site,
        url=url,
        headline=plain_title(article.heading),
        description=description,
        abstract=article.rendering.short_answer,
        picture=picture,
        author=named.get(article.author, article.author),
        sources=read_sources(article.sources),
        section=article.subject.name,
        keywords=shown_keywords(article.seo_keywords, article.rendering.plain_text),
        word_count=len(article.rendering.plain_text.split()),
        published_on=article.published_on,
        modified_at=article.content_modified_at,
    )
    path = _path_to(article, site, topic)
    return jsonld.graph(data, *_reviewed_page(article, site, named), path, site=site)


def _reviewed_page(
    article: Article, site: Site, named: Mapping[str, Credit]
) -> tuple[dict[str, Any], ...]:
    """The page as one that somebody has reviewed, under its own address; nothing where nobody has,
    or where the site does not say so."""
    name = article.reviewed_by.strip()
    if not (site.shows_reviews and name):
        return ()
    here = site.absolute(article.get_absolute_url())
    page = jsonld.reviewed_page(
        site=site,
        url=here,
        reviewed_by=named.get(article.reviewed_by, name),
        reviewed_on=article.reviewed_on,
    )
    return (page,)


def _path_to(article: Article, site: Site, topic: tuple[str, str] | None) -> dict[str, Any]:
    """The way from the index of subjects to the article, under its own address."""
    subject = article.subject
    here = site.absolute(article.get_absolute_url())
    steps = [
        ("Learn", site.absolute(LEARN)),
        (subject.name, site.absolute(subject.get_absolute_url())),
        *([(topic[0], site.absolute(topic[1]))] if topic else []),
        (plain_title(article.heading), here),
    ]
    return jsonld.breadcrumbs(here, steps)
