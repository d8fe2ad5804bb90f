"""`ArticleContent`: the editable fields of an article as one frozen value.

File, form, revision, merge, export and API use this type, so no list of fields is repeated.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What everything else derives about a field: its label in the desk, its key in the file
    (nested ones with a dot), the most characters it may have (None: no text, or no limit), who can
    see a change of it: a reader of the page, or a search engine in its head; and what a reader
    calls it, "" where a change is not worth a word."""

    label: str
    key: str
    max_length: int | None = None
    is_visible: bool = False
    is_in_head: bool = False
    word: str = ""


def _spec(
    label: str, key: str, max_length: int | None = None, **others: bool | str
) -> dict[str, FieldSpec]:
    return {"spec": FieldSpec(label, key, max_length, **others)}


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

    # The limits, checked by files and forms alike: of 11,573 real files the longest question has
    # 173 characters (PostgreSQL keeps at most 2,704 bytes in an index), the longest description
    # 462, the longest keywords 544, the longest answer 4,847. An answer of the length allowed here
    # still renders in seconds, whatever it holds.
    title: str = field(metadata=_spec("Title", "title", 500, is_visible=True, word="question"))
    answer: str = field(metadata=_spec("Answer", "answer", 200_000, is_visible=True, word="answer"))
    article_title: str = field(
        default="",
        metadata=_spec("Heading", "article_title", 500, is_visible=True, word="question"),
    )
    question: str = field(
        default="", metadata=_spec("Question", "question", 500, is_visible=True, word="question")
    )
    author: str = field(
        default="", metadata=_spec("Author", "author", 200, is_visible=True, word="author")
    )
    # One or two sentences for the head of the page, instead of those that are found in the answer.
    short_answer: str = field(
        default="",
        metadata=_spec("Short answer", "short_answer", 500, is_visible=True, word="short answer"),
    )
    # Who vouches for the text, and when: a file carries it, as it carries the author.
    reviewed_by: str = field(
        default="",
        metadata=_spec("Reviewed by", "reviewed_by", 200, is_visible=True, word="review"),
    )
    reviewed_on: date | None = field(
        default=None, metadata=_spec("Reviewed on", "reviewed_on", is_visible=True, word="review")
    )
    review_again_by: date | None = field(
        default=None, metadata=_spec("Review again by", "review_again_by")
    )
    # A line a source (articles/core/text/source_list.py).
    sources: str = field(
        default="", metadata=_spec("Sources", "sources", 10_000, is_visible=True, word="sources")
    )
    published_on: date | None = field(
        default=None, metadata=_spec("Published on", "date", is_visible=True)
    )
    date_format: str = field(
        default="MMM DD, YYYY", metadata=_spec("Date format", "date_format", 60, is_visible=True)
    )
    post_on_text: str = field(
        default="Posted on",
        metadata=_spec("Words before the date", "post_on_text", 60, is_visible=True),
    )
    seo_title: str = field(
        default="", metadata=_spec("Title for search engines", "seo.title", 500, is_in_head=True)
    )
    seo_description: str = field(
        default="", metadata=_spec("Description", "seo.page_description", 2_000, is_in_head=True)
    )
    seo_keywords: str = field(
        default="", metadata=_spec("Keywords", "seo.page_keywords", 4_000, is_in_head=True)
    )
    score: float | None = field(default=None, metadata=_spec("Score", "score"))
    no_index: bool = field(default=False, metadata=_spec("Kept out of search engines", "no_index"))
    related: tuple[RelatedLink, ...] = field(
        default=(),
        metadata=_spec("Related questions", "related", is_visible=True, word="related questions"),
    )

    @property
    def heading(self) -> str:
        """The question as pages print it."""
        return heading_of(self.question, self.article_title, self.title)


def heading_of(question: str, article_title: str, title: str) -> str:
    """Return an article's heading: `question`, else `article_title`, else `title`."""
    return question or article_title or title


FIELDS: dict[str, FieldSpec] = {each.name: each.metadata["spec"] for each in fields(ArticleContent)}
DEFAULTS: dict[str, Any] = {each.name: each.default for each in fields(ArticleContent)}
MAX_LENGTHS = {name: spec.max_length for name, spec in FIELDS.items() if spec.max_length}
DATES = ("published_on", "reviewed_on", "review_again_by")
# A change to any of these is one that a reader can see: it moves the page's date of change.
VISIBLE_FIELDS = tuple(name for name, spec in FIELDS.items() if spec.is_visible)

# One for all: json.dumps makes an encoder a call where it is not asked for its own defaults.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_values(content: ArticleContent) -> dict[str, Any]:
    """Return the content as what JSON can hold, its keys in the order of the fields.

    Dates are ISO dates, `related` is a list of `[path, title]`. `from_values` inverts it.
    """
    values = {name: getattr(content, name) for name in FIELDS}
    for name in DATES:
        if values[name] is not None:
            values[name] = values[name].isoformat()
    values["related"] = [[link.path, link.title] for link in content.related]
    return values


def from_values(values: dict[str, Any]) -> ArticleContent:
    """Return the content that `to_values` gave; a key of a later version is a TypeError."""
    values = dict(values)
    for name in DATES:  # content of an earlier version may lack some
        if values.get(name) is not None:
            values[name] = date.fromisoformat(values[name])
    values["related"] = links_from_values(values["related"])
    return ArticleContent(**values)


def links_from_values(rows: Iterable[Sequence[str]]) -> tuple[RelatedLink, ...]:
    """Return the related questions that `to_values` gave as `[path, title]` each."""
    return tuple(RelatedLink(path, title) for path, title in rows)


def to_json(content: ArticleContent) -> str:
    """Return `to_values` as one line of JSON; `from_json` inverts it."""
    return _ENCODER.encode(to_values(content))


def from_json(text: str | bytes) -> ArticleContent:
    """Return the content that `to_json` wrote."""
    return from_values(json.loads(text))


def changed_fields(before: ArticleContent, after: ArticleContent) -> list[str]:
    """Return the names of the fields that differ, in the order of ArticleContent."""
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def note_of_fields(names: Iterable[str]) -> str:
    """Return what changed, in the words of readers, by the fields that did; "" where no word says
    more than a date.

    >>> note_of_fields(["answer", "sources", "seo_title"])
    'answer and sources revised'
    """
    changed = set(names)
    words = dict.fromkeys(spec.word for name, spec in FIELDS.items() if name in changed)
    *others, last = list(filter(None, words)) or [""]
    named = " and ".join(filter(None, [", ".join(others), last]))
    return f"{named} revised" if named else ""


def answer_digest(answer: str) -> str:
    """Return 32 hexadecimal digits, equal for answers that differ in white space alone.

    BLAKE2b of 128 bits: twins are found by the text, never by the id (docs/corpus.md, "Duplicate
    articles").
    """
    return blake2b(" ".join(answer.split()).encode(), digest_size=16).hexdigest()
