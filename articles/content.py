"""`ArticleContent`: the fields of an article that a person can edit, as one frozen value.

File, form, revision, merge, export and API all speak it, so no field list is written twice.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """One related question: the URL path that it points to, and the title it was given there.

    `path` is `/learn/<subject>/questions/<slug>`, as `articles.source.paths` normalises it.
    """

    path: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """What a person can edit. `answer` is decoded Markdown (real newlines, LF only).

    `seo_keywords` stays the comma-separated string of the file; `score` is None where the file
    has none (FORMAT: -1.0 means "not scored" and is kept as it stands).
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
