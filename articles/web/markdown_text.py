"""Markdown document of an article. Pure."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# What would make markup of a title: emphasis, code, links, tags, formulas.
_MARKS = re.compile(r"[\\`*\[\]<$]")

# What JSON lets stand and YAML takes for the end of a line, or for no character (section 5.1).
_NOT_IN_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says of its article. `url` and `canonical_url` are absolute and equal but
    for a twin; `updated` is None while nothing has changed since the publication; `related` and
    `sources` are (title, absolute URL)."""

    title: str
    url: str
    canonical_url: str
    subject: str
    author: str
    site: str
    language: str
    published: date
    updated: date | None
    answer: str
    related: tuple[tuple[str, str], ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None
    disclaimer: str = ""
    change_note: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    short_answer: str = ""


def write_document(document: Document) -> str:
    """Return YAML front matter, the title as h1, the answer, and sources and related questions as
    links.

    The answer's own headings begin at the third level (docs/corpus.md, "Headings and media"), so
    that the outline stays whole. Strings are quoted as in JSON, which YAML 1.2 reads as it stands
    (section 1.3).
    """
    parts = [_front_matter(document), f"# {escape(document.title)}", document.answer.strip()]
    if document.sources:
        parts.append("## Sources")
        parts.append(link_list(document.sources))
    if document.related:
        parts.append("## Related questions")
        parts.append(link_list(document.related))
    return "\n\n".join(part for part in parts if part) + "\n"


def link_list(links: Iterable[tuple[str, str]]) -> str:
    """Return (title, URL) pairs as a Markdown list of links. An address stands in pointed brackets
    where it has round ones, which would end it (CommonMark 0.31.2, 6.3)."""
    return "\n".join(f"- [{escape(title)}]({_target(url)})" for title, url in links)


def _target(url: str) -> str:
    return f"<{url}>" if "(" in url or ")" in url else url


def escape(title: str) -> str:
    """Return a plain title so that Markdown prints it as it stands.

    >>> print(escape("What does <br> cost: $5 or $6?"))
    What does \\<br> cost: \\$5 or \\$6?
    """
    return _MARKS.sub(r"\\\g<0>", title)


def _front_matter(document: Document) -> str:
    fields: dict[str, str | date | None] = {
        "title": document.title,
        "url": document.url,
        "canonical": document.canonical_url if document.canonical_url != document.url else None,
        "subject": document.subject,
        "author": document.author,
        "reviewed_by": document.reviewed_by,
        "reviewed_on": document.reviewed_on if document.reviewed_by else None,
        "publisher": document.site,
        "language": document.language,
        "published": document.published,
        "updated": document.updated,
        "changed": document.change_note if document.updated else None,
        "disclaimer": document.disclaimer,
        "short_answer": document.short_answer,
    }
    lines = [f"{name}: {_scalar(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---"])


def _scalar(value: str | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
