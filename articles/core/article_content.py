"""`ArticleContent`: the editable fields of an article as one frozen value.

File, form, revision, merge, export and API use this type, so no list of fields is repeated.
"""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

# The most characters of a field, checked by files and forms alike. Of 11,573 real files the longest
# question has 173 (PostgreSQL keeps at most 2,704 bytes in an index), the longest description 462,
# the longest keywords 544, the longest answer 4,847. An answer of this length still renders in
# seconds, whatever it holds.
MAX_LENGTHS = {
    "title": 500,
    "answer": 200_000,
    "article_title": 500,
    "question": 500,
    "author": 200,
    "date_format": 60,
    "post_on_text": 60,
    "seo_title": 500,
    "seo_description": 2_000,
    "seo_keywords": 4_000,
}


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """One related question: the URL path that it points to, and the title it was given there.

    `path` is `/learn/<subject>/questions/<slug>`, as `articles/core/source/article_paths.py`
    normalises it.
    """

    path: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """What a person can edit. `answer` is decoded Markdown (real newlines, LF only).

    `seo_keywords` stays the comma-separated string of the file; `score` is None where the file
    has none (-1.0 means "not scored" and is kept: docs/corpus.md, "One file").
    """

    title: str
    answer: str
    article_title: str = ""
    question: str = ""
    author: str = ""
    published_on: date | None = None
    date_format: str = "MMM DD, YYYY"
    post_on_text: str = "Posted on"
    seo_title: str = ""
    seo_description: str = ""
    seo_keywords: str = ""
    score: float | None = None
    no_index: bool = False
    related: tuple[RelatedLink, ...] = ()


def to_values(content: ArticleContent) -> dict[str, Any]:
    """Return the content as what JSON can hold, its keys in the order of the fields.

    `published_on` is an ISO date, `related` a list of `[path, title]`. `from_values` inverts it.
    """
    values = {name: getattr(content, name) for name in ArticleContent.__dataclass_fields__}
    if content.published_on is not None:
        values["published_on"] = content.published_on.isoformat()
    values["related"] = [[link.path, link.title] for link in content.related]
    return values


def from_values(values: dict[str, Any]) -> ArticleContent:
    """Return the content that `to_values` gave; a key of a later version is a TypeError."""
    values = dict(values)
    if values["published_on"] is not None:
        values["published_on"] = date.fromisoformat(values["published_on"])
    values["related"] = tuple(RelatedLink(path, title) for path, title in values["related"])
    return ArticleContent(**values)


def to_json(content: ArticleContent) -> str:
    """Return `to_values` as one line of JSON; `from_json` inverts it."""
    return json.dumps(to_values(content), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str | bytes) -> ArticleContent:
    """Return the content that `to_json` wrote."""
    return from_values(json.loads(text))


def changed_fields(before: ArticleContent, after: ArticleContent) -> list[str]:
    """Return the names of the fields that differ, in the order of ArticleContent."""
    return [
        name
        for name in ArticleContent.__dataclass_fields__
        if getattr(before, name) != getattr(after, name)
    ]


def answer_digest(answer: str) -> str:
    """Return 32 hexadecimal digits, equal for answers that differ in white space alone.

    BLAKE2b of 128 bits: twins are found by the text, never by the id (docs/corpus.md, "Duplicate
    articles").
    """
    return blake2b(" ".join(answer.split()).encode(), digest_size=16).hexdigest()
