"""The words of a page's `<title>` and h1.

The rules are FORMAT.md's, "From these fields to a page's head".
"""

import re

from articles.text.spans import Kind, Span, find_spans
from articles.text.summary import is_default_seo_title

# What a results page shows of a title. The site's name is added only where it fits: cutting
# real titles at this length would give 932 pages the title of another.
SITE_NAME_LIMIT = 60

# `**Ka Bya**` and `*Agamemnon*`, but neither `D*** in a Box` nor `2 * 3 * 4`.
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]+)(?<=[^\s*])\1(?![\w*])")


def plain_title(text: str) -> str:
    """Return a question without the marks of Markdown and of formulas, on one line.

    Titles are plain text in almost every file (of 11,573, three hold code, two emphasis and none
    a formula); where the marks stand, a reader should not see them.

    >>> plain_title("What does **Ka Bya** mean in `findall`, and $x^2$?")
    'What does Ka Bya mean in findall, and x^2?'
    """
    parts, position = [], 0
    for span in find_spans(text) if "`" in text or "$" in text or "\\" in text else ():
        parts.append(_EMPHASIS.sub(r"\2", text[position : span.start]))
        is_block = span.kind is Kind.FENCE
        parts.append(text[span.start : span.end] if is_block else _body(text, span))
        position = span.end
    parts.append(_EMPHASIS.sub(r"\2", text[position:]))
    return " ".join("".join(parts).split())


def _body(text: str, span: Span) -> str:
    return text[span.body_start : span.body_end].strip()


def article_title(
    question: str, *, subject_name: str, is_shared: bool, seo_title: str, site_name: str
) -> str:
    """Return an article's `<title>`, never cut.

    `seo_title` wins as it stands unless it is the files' default (`QuickTakes | Mathematics`).
    `is_shared`: another indexable page has the same question, so the subject tells them apart.
    """
    if not is_default_seo_title(seo_title):
        return " ".join(seo_title.split())
    title = plain_title(question)
    if is_shared:
        title = f"{title} – {subject_name}"
    return with_site_name(title, site_name)


def with_site_name(title: str, site_name: str) -> str:
    """Return `<title> | <site>` if the whole stays within 60 characters, else the title alone."""
    whole = f"{title} | {site_name}"
    return whole if len(whole) <= SITE_NAME_LIMIT else title
