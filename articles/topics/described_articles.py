"""Articles of a subject as their topics are looked for: question, keywords, text signature."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from articles.core.relatedness.signatures import unpack
from articles.core.text.description_length import is_damaged
from articles.core.text.keywords import split_keywords
from articles.core.topics import Described
from articles.database.among import among
from articles.models import Article, Change, ComputedRelated, Related, Subject
from articles.models.article import ArticleQuerySet

_ARTICLES_A_PAGE = 1_000
# From so many on, topics are chosen by as many articles, evenly taken: 10 KB each in memory.
_MOST_CHOSEN_BY = 20_000


def articles_in(subject: Subject) -> ArticleQuerySet:
    """The articles that can belong to a topic: those that the subject's list shows."""
    return Article.objects.indexable().filter(subject=subject)


def read_to_choose(subject: Subject, article_count: int) -> list[Described]:
    """Return the articles by which topics are chosen, in the order of their keys: all, or an even
    part of a large subject's."""
    step = -(-article_count // _MOST_CHOSEN_BY) or 1
    keys = list(articles_in(subject).order_by("pk").values_list("pk", flat=True))[::step]
    return [each for page in _pages(keys) for each in _read(page)]


def pages_of(subject: Subject, keys: Iterable[int] | None) -> Iterator[list[Described]]:
    """Yield the subject's articles, or those of some `keys` that are the subject's, a thousand at a
    time. One whose text was never read for related questions has no signature, and is left out."""
    if keys is None:
        keys = articles_in(subject).order_by("pk").values_list("pk", flat=True)
    for page in _pages(list(keys)):
        yield _read(page, subject)


def changed_since(subject: Subject, number: int) -> list[int]:
    """Return the articles of a subject whose change readers could see after a numbered one, in the
    order of their keys."""
    changed = Change.objects.filter(number__gt=number).values("article_key")
    return list(
        articles_in(subject).filter(pk__in=changed).order_by("pk").values_list("pk", flat=True)
    )


def linked_from(keys: Sequence[int]) -> dict[int, set[int]]:
    """{article: the articles that its related questions lead to, computed ones among them}."""
    found: dict[int, set[int]] = {key: set() for key in keys}
    for model in (Related, ComputedRelated):
        rows = model.objects.filter(among("article_id", keys)).exclude(target=None).order_by()
        for article, target in rows.values_list("article", "target"):
            found[article].add(target)
    return found


def _pages(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _ARTICLES_A_PAGE):
        yield keys[start : start + _ARTICLES_A_PAGE]


def _read(keys: Sequence[int], subject: Subject | None = None) -> list[Described]:
    articles: QuerySet[Article] = Article.objects.indexable().filter(among("id", keys))
    if subject is not None:
        articles = articles.filter(subject=subject)
    rows = articles.exclude(text_signature=None).order_by("pk")
    return [
        Described(key, question or title, _keywords(keywords), unpack(bytes(terms)))
        for key, question, title, keywords, terms in rows.values_list(
            "pk", "question", "title", "seo_keywords", "text_signature__terms"
        )
    ]


def _keywords(text: str) -> Sequence[str]:
    return () if is_damaged(text) else split_keywords(text)
