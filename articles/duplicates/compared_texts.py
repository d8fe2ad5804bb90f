"""Reader of the texts that are compared: published ones that no other is the canonical of."""

from collections.abc import Iterable
from typing import NamedTuple

from articles.core.duplicates.likeness import asked_words
from articles.core.duplicates.sketches import folded_words
from articles.database.among import among
from articles.models import Article, IndexStatus, Status


class Text(NamedTuple):
    """What is compared of an article. `question` is the digest of its question where the page is
    in search engines, else ""; `digest` tells whether question or text have changed."""

    key: int
    words: list[str]
    asked: list[str]
    question: str
    digest: str


def read_texts(keys: Iterable[int]) -> dict[int, Text]:
    """Return those of the articles that are compared, by key: one query. Copies of one text are
    not: of them the canonical stands for all."""
    rows = Article.objects.filter(among("pk", keys), status=Status.PUBLISHED, canonical=None)
    return {
        key: Text(
            key,
            folded_words(text or ""),
            asked_words(title),
            question if index_status == IndexStatus.INDEXABLE else "",
            f"{digest}{question}",
        )
        for key, title, text, question, index_status, digest in rows.order_by("pk").values_list(
            "pk",
            "title",
            "rendering__plain_text",
            "question_digest",
            "index_status",
            "content_digest",
        )
    }
