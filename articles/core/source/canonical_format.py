"""Canonical source format: key, order and scalar style of each field.

The style is that of the site owner's own files (docs/corpus.md, "One file"): texts are folded, all
other values plain, related questions indented by four.
"""

from articles.core.article_content import DATES, FIELDS, ArticleContent
from articles.core.source.yaml_scalars import Style

# Every key in its place; `seo` stands for its three, `related` for related_article1, 2, …
ORDER = (
    *("_schema", "id", "date", "title", "article_title", "date_format", "post_on_text", "seo"),
    *("author", "reviewed_by", "reviewed_on", "review_again_by", "question", "no_index"),
    *("short_answer", "answer", "sources", "subject", "file_name", "url", "score"),
    "related",
)
SEO_ORDER = ("title", "page_description", "page_keywords")
# The keys a writer knows, nested ones with a dot, in the order in which they stand.
KEYS = tuple(
    name
    for key in ORDER[1:]
    for name in ([f"seo.{nested}" for nested in SEO_ORDER] if key == "seo" else [key])
)
KEY_OF_FIELD = {name: spec.key for name, spec in FIELDS.items()}
DATE_KEYS = frozenset(KEY_OF_FIELD[name] for name in DATES)
# Absent, these are read as a text of their own: an empty one must be written.
DEFAULTED = frozenset(("date_format", "post_on_text"))
EMPTY_BODY = "\n&nbsp;"
NEW_FILE = f"---\n_schema: default\n---\n{EMPTY_BODY}"

_FOLDED = frozenset(("title", "article_title", "question", "short_answer", "answer")).union(
    ("seo.page_description", "seo.page_keywords", "related.title")
)


def style_of(key: str, *, column: int) -> Style:
    """How the house writes a key that stands at `column`.

    >>> style_of("title", column=0)
    Style(sign='>', indent=4)
    """
    return Style(">" if key in _FOLDED else "", 4 if column < 4 else column + 4)


def texts_of(content: ArticleContent) -> dict[str, str | None]:
    """The text of each key that holds one field of the content; None for one to be left out."""
    values: dict[str, str | None] = {}
    for name, key in KEY_OF_FIELD.items():
        value = getattr(content, name)
        if name in DATES:
            values[key] = value.isoformat() if value else None
        elif name == "score":
            values[key] = None if value is None else repr(float(value))
        elif name == "no_index":
            values[key] = "True" if value else None
        elif name != "related":
            values[key] = value
    return values
