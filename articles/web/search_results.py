"""Results of a search as its page prints them: passages with their sections, and subjects."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from articles.core.text.search_words import words_of
from articles.models import Article, Subject
from articles.search import Piece, Results, best_passage, highlight
from articles.web.article_links import LINK_COLUMNS, Entry, link_to
from articles.web.article_queries import related_entries
from articles.web.table_of_contents import headings_of

_NEAR_SUBJECTS = 3
# Of a library with a hundred subjects the rest are in the list beside the search box.
_MOST_FILTERS = 8
_RELATED = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One result: where it is, its question and the part of its answer that shows why, in pieces
    of which some are words that were looked for; the heading above that part, "" for none, and its
    address; the terms that occur in it."""

    entry: Entry
    heading: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    section: tuple[Piece, ...]
    section_path: str
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """A subject in which results stand: how many of all that can be paged through, and the address
    of these alone."""

    subject: Subject
    number: int
    path: str


def read_results(results: Results) -> list[Found]:
    """The hits of a page, in one query."""
    ids = [hit.article_id for hit in results.hits]
    rows = (
        Article.objects.live()
        .select_related("subject", "rendering")
        .only(*LINK_COLUMNS, "rendering__plain_text", "rendering__html")
        .in_bulk(ids)
    )
    return [_found(rows[key], results.weights) for key in ids if key in rows]


def filters_of(results: Results, subjects: Sequence[Subject], typed: str) -> list[Filter]:
    """The listed subjects of all hits, most hits first; none where all stand in one. One query."""
    if results.total < 2:
        return []
    keys = Article.objects.live().filter(pk__in=results.article_ids)
    counts = Counter(keys.order_by().values_list("subject_id", flat=True))
    if len(counts) < 2:
        return []
    there = [subject for subject in subjects if subject.pk in counts]
    there.sort(key=lambda subject: -counts[subject.pk])
    return [
        Filter(subject, counts[subject.pk], address_of_results(typed, subject))
        for subject in there[:_MOST_FILTERS]
    ]


def correction_of(results: Results, rows: Sequence[Found], typed: str) -> str:
    """What was searched instead of what was typed, "" where that brought nothing to this page: no
    result has a corrected word."""
    corrected = set(words_of(results.did_you_mean)) - set(words_of(typed))
    return results.did_you_mean if any(corrected & row.said for row in rows) else ""


def related_to(results: Results, rows: Sequence[Found]) -> list[Entry]:
    """Questions related to the first hit that stand nowhere on the page. One query."""
    if not rows or not results.hits:
        return []
    shown = {row.entry.path for row in rows}
    related = related_entries(Article(pk=results.hits[0].article_id))
    return [entry for entry in related if entry.path not in shown][:_RELATED]


def near_subjects(results: Results) -> list[Subject]:
    """The subjects in which something stands that has a word of what was typed, most often first;
    none where there are results."""
    if not results.near:
        return []
    keys = [hit.article_id for hit in results.near]
    articles = Article.objects.live().filter(pk__in=keys).select_related("subject")
    subjects = Counter(article.subject for article in articles.only("subject").order_by("pk"))
    return [subject for subject, _ in subjects.most_common(_NEAR_SUBJECTS)]


def address_of_results(typed: str, subject: Subject | None = None, number: int = 1) -> str:
    """Return the address of a page of results."""
    values = {"q": typed}
    if subject:
        values["subject"] = subject.slug
    if number > 1:
        values["page"] = str(number)
    return f"{reverse('search')}?{urlencode(values)}"


def _found(article: Article, weights: Mapping[str, float]) -> Found:
    entry = link_to(article)
    headings = headings_of(article.rendering.html)
    passage = best_passage(
        article.rendering.plain_text, weights, headings=[heading.text for heading in headings]
    )
    section = headings[passage.heading] if passage.heading is not None else None
    # An answer that begins with its own question says nothing new by it.
    is_named = section is not None and words_of(section.text) != words_of(entry.heading)
    heading = highlight(entry.heading, weights)
    return Found(
        entry=entry,
        heading=heading,
        snippet=passage.pieces,
        section=highlight(section.text.rstrip(" :"), weights) if is_named else (),
        section_path=entry.path + section.url if is_named else "",
        said=passage.said
        | {word for piece in heading if piece.is_match for word in words_of(piece.text)},
    )
