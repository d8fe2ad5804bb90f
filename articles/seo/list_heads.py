"""Heads of list pages: home, the indexes of subjects and people, the questions of a subject, of a
topic, and of somebody who writes or reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.core.rendering.plain_text import extract_text
from articles.core.source.article_paths import PEOPLE
from articles.core.text.description_cuts import shorten
from articles.models import Person, Subject, Topic
from articles.seo import jsonld
from articles.seo.card_urls import home_picture, subject_picture
from articles.seo.credits import credit_to
from articles.seo.feed_links import feeds
from articles.seo.page_meta import INDEX, NOINDEX, PageMeta, indexed_head
from articles.seo.page_titles import home_heading, with_site_name
from articles.seo.site import LEARN, Site
from articles.seo.site_identity import CardPicture


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a subject's or a topic's list is meant; the first is number 1. Paths, not URLs.
    `is_sorted`: in another order than the usual one."""

    number: int
    page_count: int
    article_count: int
    path: str
    previous_path: str | None = None
    next_path: str | None = None
    is_sorted: bool = False


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
    subject is not indexed. Nor is the same list in another order, which has no canonical: that of
    the usual order has other questions on the page of the same number.
    """
    name, description = _subject_words(subject, place)
    if place.is_sorted:
        title = with_site_name(name, site.name)
        own = feeds(site, subject)
        return PageMeta(title=title, description=description, robots=NOINDEX, feeds=own)
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
    is_indexed = subject.is_listed and place.article_count
    return _in_a_list(meta, site, place, is_indexed=is_indexed, feeds=feeds(site, subject))


def topic_meta(topic: Topic, *, site: Site, place: ListPage, articles: Sequence[str]) -> PageMeta:
    """The head of one page of a topic's list; `subject` is loaded, `articles` are the paths of what
    the page lists. It has the subject's card and its feed."""
    subject = topic.subject
    name = f"{topic.name} – {subject.name}"
    description = (
        f"{place.article_count:,} questions about {topic.name} in {subject.name}, the most read"
        " first, each with a clear answer."
    )
    if place.number > 1:
        name = f"{name} – Page {place.number}"
        description = f"Page {place.number} of {place.page_count}. {description}"
    steps = [
        ("Learn", site.absolute(LEARN)),
        (subject.name, site.absolute(subject.get_absolute_url())),
        (topic.name, site.absolute(place.path)),
    ]
    meta = _collection_head(
        site,
        path=place.path,
        name=name,
        description=description,
        picture=subject_picture(subject, site),
        steps=steps,
        about=topic.name,
        items=[site.absolute(path) for path in articles],
    )
    own = feeds(site, subject)
    return _in_a_list(meta, site, place, is_indexed=bool(place.article_count), feeds=own)


def people_meta(*, site: Site, people: Sequence[Person]) -> PageMeta:
    """The head of the index of people."""
    return _collection_head(
        site,
        path=PEOPLE,
        name="People",
        description=f"Who writes and reviews the answers of {site.name}.",
        picture=home_picture(site),
        steps=[("People", site.absolute(PEOPLE))],
        items=[site.absolute(person.get_absolute_url()) for person in people],
    )


def person_meta(person: Person, *, site: Site, place: ListPage) -> PageMeta:
    """The head of one page of somebody's list; `image` is loaded. The first is a ProfilePage, the
    later ones are lists about the same person."""
    name = person.name
    biography = " ".join(extract_text(person.biography_html).split())
    described = biography or ", ".join(filter(None, [person.name, person.job_title]))
    description = shorten(described)
    own_url = site.absolute(person.get_absolute_url())
    steps = [("People", site.absolute(PEOPLE)), (person.name, own_url)]
    url = site.absolute(place.path)
    if place.number > 1:
        name = f"{name} – Page {place.number}"
        description = f"Page {place.number} of {place.page_count}. {description}"
        node = jsonld.collection(
            site=site, url=url, name=name, description=description, picture=home_picture(site)
        )
        node["about"] = {"@id": jsonld.person_id(own_url)}
    else:
        node = jsonld.profile(
            site=site,
            url=url,
            credit=credit_to(person),
            description=description if biography else "",
            picture=site.absolute(person.image.name.path) if person.image else "",
            same_as=person.links,
            modified_at=person.changed_at,
        )
    meta = indexed_head(
        site,
        path=place.path,
        name=name,
        description=description,
        picture=home_picture(site),
        nodes=(node, jsonld.breadcrumbs(url, steps)),
    )
    is_indexed = bool(place.article_count)
    return _in_a_list(meta, site, place, is_indexed=is_indexed, feeds=feeds(site))


def _in_a_list(
    meta: PageMeta,
    site: Site,
    place: ListPage,
    *,
    is_indexed: bool,
    feeds: tuple[tuple[str, str], ...],
) -> PageMeta:
    """The head with what its place among the pages of a list adds."""
    return replace(
        meta,
        robots=INDEX if is_indexed else NOINDEX,
        previous=site.absolute(place.previous_path) if place.previous_path else None,
        next=site.absolute(place.next_path) if place.next_path else None,
        feeds=feeds,
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
    items: Sequence[str] = (),
) -> PageMeta:
    """The head of a page whose matter is its list; `steps` are (name, URL) of the way to it,
    `items` the URLs of what is listed, where the data shall say it."""
    url = site.absolute(path)
    page = jsonld.collection(
        site=site, url=url, name=name, description=description, picture=picture, about=about
    )
    if items:
        page["mainEntity"] = jsonld.item_list(items)
    nodes = page, jsonld.breadcrumbs(url, steps)
    return indexed_head(
        site, path=path, name=name, description=description, picture=picture, nodes=nodes
    )
