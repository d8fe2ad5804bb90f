"""Heads of list pages: home, the index of subjects, the questions of a subject."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.models import Subject
from articles.seo import jsonld
from articles.seo.card_urls import home_picture, subject_picture
from articles.seo.feed_links import feeds
from articles.seo.page_meta import INDEX, NOINDEX, PageMeta, indexed_head
from articles.seo.page_titles import home_heading
from articles.seo.site import LEARN, Site
from articles.seo.site_identity import CardPicture


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a subject's list is meant; the first is number 1. Paths, not URLs."""

    number: int
    page_count: int
    article_count: int
    path: str
    previous_path: str | None = None
    next_path: str | None = None


def home_meta(*, site: Site, description: str) -> PageMeta:
    """The head of the home page."""
    name = home_heading(site.tagline)
    picture = home_picture(site)
    page = jsonld.collection(
        site=site,
        url=site.absolute("/"),
        name=name,
        description=description,
        picture=picture,
        has_breadcrumbs=False,
    )
    page["about"] = {"@id": jsonld.organization_id(site)}
    return indexed_head(
        site,
        path="/",
        name=name,
        description=description,
        picture=picture,
        nodes=(page,),
        site_description=description,
    )


def learn_meta(*, site: Site, description: str) -> PageMeta:
    """The head of the index of subjects."""
    path = LEARN
    return _collection_head(
        site,
        path=path,
        name="All subjects",
        description=description,
        picture=home_picture(site),
        steps=[("Learn", site.absolute(path))],
    )


def subject_meta(subject: Subject, *, site: Site, place: ListPage) -> PageMeta:
    """The head of one page of a subject's list.

    Each page names itself as canonical; a later one says which it is. A hidden or an empty
    subject is not indexed.
    """
    name, description = _subject_words(subject, place)
    steps = [("Learn", site.absolute(LEARN)), (subject.name, site.absolute(place.path))]
    meta = _collection_head(
        site,
        path=place.path,
        name=name,
        description=description,
        picture=subject_picture(subject, site),
        steps=steps,
        about=subject.name,
    )
    return replace(
        meta,
        robots=INDEX if subject.is_listed and place.article_count else NOINDEX,
        previous=site.absolute(place.previous_path) if place.previous_path else None,
        next=site.absolute(place.next_path) if place.next_path else None,
        feeds=feeds(site, subject),
    )


def _subject_words(subject: Subject, place: ListPage) -> tuple[str, str]:
    """(name, description) of one page of a subject's list: the editors' own where there are any."""
    name = subject.title or f"{subject.name} questions and answers"
    description = subject.description or (
        f"{place.article_count:,} questions about {subject.name}, each with a clear answer that"
        " you can read in a few minutes."
    )
    if place.number > 1:
        name = f"{name} – Page {place.number}"
        description = f"Page {place.number} of {place.page_count}. {description}"
    return name, description


def _collection_head(
    site: Site,
    *,
    path: str,
    name: str,
    description: str,
    picture: CardPicture,
    steps: Sequence[tuple[str, str]],
    about: str = "",
) -> PageMeta:
    """The head of a page whose matter is its list; `steps` are (name, URL) of the way to it."""
    url = site.absolute(path)
    page = jsonld.collection(
        site=site, url=url, name=name, description=description, picture=picture, about=about
    )
    nodes = page, jsonld.breadcrumbs(url, steps)
    return indexed_head(
        site, path=path, name=name, description=description, picture=picture, nodes=nodes
    )
