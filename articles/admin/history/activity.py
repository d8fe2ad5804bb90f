"""The activity log: who did what, gathered from where it is kept (`activity_sources.py`).

Each source is walked down its primary key, which grows with the time, from where the page before
has left off; what they give is put in order by the moment. So the hundredth page costs what the
first does, and what is done meanwhile moves nothing. A day is looked for among the keys first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.db.models import QuerySet

from articles.admin.base.article_addresses import form_url
from articles.admin.history.activity_line import Line, Source
from articles.admin.history.activity_sources import SOURCES
from articles.admin.history.key_range import keys_between
from articles.models import Article
from articles.rights import within

_CURSOR = re.compile(r"([a-z])(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of it: by whom (a key), of which kind, in which time; None and "" ask for all."""

    person: int | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


def read_activity(
    user: Any, asked: Asked, *, before: str = "", number: int = 100
) -> tuple[list[Line], str]:
    """Return the newest lines behind a cursor, and the cursor of the next page, "" at the end: a
    query a source."""
    places = {letter: int(key) for letter, key in _CURSOR.findall(before)}
    parts = {}
    for source in SOURCES:
        rows = source.rows(user, asked.kind)
        if rows is not None:
            parts[source.letter] = list(_read(source, rows, asked, places, number + 1))
    ordered = merge(*parts.values(), key=lambda line: line.made_at, reverse=True)
    lines = list(ordered)
    shown = lines[:number]
    if len(lines) <= number:
        return shown, ""
    for line in shown:
        places[line.source] = line.key
    return shown, "".join(f"{letter}{key}" for letter, key in sorted(places.items()))


def named_articles(user: Any, lines: Sequence[Line]) -> dict[int, Article]:
    """Return the articles of some lines that are there, in the user's subjects: one query. What has
    moved out of them is told by the name that it had."""
    keys = {line.article for line in lines if line.article is not None}
    articles = within(user, Article.objects.select_related("subject").defer("answer"))
    return articles.in_bulk(keys) if keys else {}


def _read(
    source: Source, rows: QuerySet, asked: Asked, places: Mapping[str, int], number: int
) -> Iterator[Line]:
    if source.letter in places:
        rows = rows.filter(pk__lt=places[source.letter])
    if asked.person is not None:
        rows = rows.filter(**{source.person: asked.person})
    if within_keys := keys_between(rows.model, source.moment, asked.since, asked.until):
        rows = rows.filter(pk__range=within_keys)
    if asked.since is not None:
        rows = rows.filter(**{f"{source.moment}__gte": asked.since})
    if asked.until is not None:
        rows = rows.filter(**{f"{source.moment}__lt": asked.until})
    return map(source.line, rows.select_related(source.person).order_by("-pk")[:number])


def links_of(line: Line, articles: Mapping[int, Article]) -> tuple[str, str, str]:
    """Return how a line names its thing, where that leads to, and where its change is; no address
    of an article that is not among those that the user may see."""
    if line.article is None:
        return line.thing, line.url, line.change_url
    article = articles.get(line.article)
    if article is None:
        return line.thing, "", ""
    return article.heading, form_url(article.pk), line.change_url
