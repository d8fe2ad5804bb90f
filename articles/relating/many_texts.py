"""Reading of many texts: each once, counted and signed by worker processes."""

from array import array
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.db.models import Exists, OuterRef

from articles.core.relatedness.tasks import (
    SigningTask,
    TextTask,
    count_text,
    counted_terms,
    sign_text,
)
from articles.core.relatedness.term_weights import Frequencies
from articles.core.relatedness.terms import BUCKETS
from articles.core.worker_pool import spread
from articles.database.among import among
from articles.models import Article, IndexStatus, RelatingDue, RelatingStage, Status
from articles.relating.counted_texts import Counted, CountedTexts
from articles.relating.stage_read import Signed
from articles.relating.text_reader import Text, read_texts

_TEXTS_A_PAGE = 200


def count_texts(kept: CountedTexts, *, workers: int, is_whole: bool) -> Frequencies:
    """Read texts, keep those that are due, and return in how many indexable ones each term stands:
    of the whole library, or else of what is due alone."""
    texts = Article.objects.filter(status=Status.PUBLISHED, canonical=None)
    if not is_whole:
        due = RelatingDue.objects.filter(article=OuterRef("pk"), stage=RelatingStage.READ)
        texts = texts.filter(Exists(due))
    sent: deque[tuple[Text, bool]] = deque()

    def tasks() -> Iterator[TextTask]:
        for text, is_due in _with_due(read_texts(texts)):
            sent.append((text._replace(question="", keywords="", plain_text=""), is_due))
            yield TextTask(text.question, text.keywords, text.plain_text)

    articles, counts = 0, array("I", bytes(4 * BUCKETS))
    for terms in spread(count_text, tasks(), workers=workers, crashed=lambda task: b""):
        text, is_due = sent.popleft()
        if text.index_status == IndexStatus.INDEXABLE:
            articles += 1
            for term in counted_terms(terms):
                counts[term] += 1
        if is_due:
            kept.add(Counted(text.pk, text.version, terms))
    return Frequencies(articles, counts)


def sign_texts(kept: CountedTexts, folder: Path, *, workers: int) -> Iterator[tuple[int, Signed]]:
    """Yield (article, its signature) of the texts that were kept, in the order of the keys, by the
    frequencies in the folder."""
    sent: deque[tuple[int, int]] = deque()

    def tasks() -> Iterator[SigningTask]:
        for text in kept.read():
            sent.append((text.key, text.version))
            yield SigningTask(folder, text.terms)

    for packed in spread(sign_text, tasks(), workers=workers, crashed=lambda task: None):
        key, version = sent.popleft()
        if packed is not None:
            yield key, Signed(version, packed)


def _with_due(texts: Iterator[Text]) -> Iterator[tuple[Text, bool]]:
    """Yield each text, and whether it is due to be read."""
    due = RelatingDue.objects.filter(stage=RelatingStage.READ)
    while page := list(islice(texts, _TEXTS_A_PAGE)):
        found = due.filter(among("article", [text.pk for text in page]))
        keys = set(found.values_list("article_id", flat=True))
        yield from ((text, text.pk in keys) for text in page)
