"""Reader of the texts to compare, in pages."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

_ARTICLES_A_PAGE = 200


class Text(NamedTuple):
    """The compared texts of one article; `plain_text` is "" where nothing was rendered yet."""

    pk: int
    version: int
    index_status: str
    question: str
    keywords: str
    plain_text: str


def read_texts(articles: QuerySet) -> Iterator[Text]:
    """Yield the articles' texts in order of the key; no cursor stays open between two pages."""
    last = 0
    rows = articles.order_by("pk").values_list(
        "pk", "version", "index_status", "title", "seo_keywords", "rendering__plain_text"
    )
    while True:
        page = list(rows.filter(pk__gt=last)[:_ARTICLES_A_PAGE])
        yield from (Text(*row[:-1], row[-1] or "") for row in page)
        if len(page) < _ARTICLES_A_PAGE:
            return
        last = page[-1][0]
