"""Related questions: the articles that links point to, and the pages that show an article."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr

from articles.core.article_content import RelatedLink
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.database.compiled_query import CompiledDelete, CompiledQuery
from articles.models import Article, ComputedRelated, Related
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.topic_neighbours import pages_beside

_ROWS_A_STATEMENT = 20_000
_KEYS_A_QUERY = 500


def follow(changes: ChangeSet) -> None:
    """Point the links of written contents at their articles, and the links that waited for an
    address at the article that came there: the pages that hold those links show one more."""
    for key in sorted(changes.texts.keys() - changes.inserted.keys()):
        changes.showing |= resolve_of(key)
    for article in changes.placed.values():
        changes.showing |= resolve_to(article)


def replace_links(article_ids: Sequence[int]) -> set[int]:
    """Remove the stored lists of some articles, to be written anew; return the keys that they led
    to, whose own lists are due: links speak for both ends."""
    targets = set(_TARGETS.flat(articles=article_ids))
    _REMOVE(articles=article_ids)
    return targets


def insert_links(links: Mapping[int, Sequence[RelatedLink]]) -> None:
    """Write the lists of articles that have none, in order, their targets not looked up yet."""
    rows = [
        (key, position, link.path, link.title)
        for key, some in links.items()
        for position, link in enumerate(some, start=1)
    ]
    insert_rows(Related, ("article", "position", "path", "title"), rows)


def pages_showing(keys: Collection[int]) -> set[int]:
    """Return the articles whose pages name one of these: as a related question, given or computed,
    as the same text filed elsewhere, or as the one before or behind in a topic."""
    found: set[int] = set()
    for some in batches(sorted(keys), _KEYS_A_QUERY):
        found.update(_NAMING.flat(articles=some), pages_beside(set(some)))
    return found.difference(keys)


def resolve(links: QuerySet[Related]) -> set[int]:
    """Point links without a target at the article of their path, where there is one by now.

    Returns the articles that hold them. A link to its own article stays without a target (two do:
    docs/corpus.md, "Related questions").
    """
    holders = set(_resolvable(links).order_by().values_list("article_id", flat=True))
    if holders:
        _point(links)
    return holders


def resolve_of(article: int) -> set[int]:
    """Do the same for the links of one article. Of several at once SQLite would look through all
    that wait."""
    holders = set(_HOLDING_RESOLVABLE.flat(article=article))
    if holders:
        _point(Related.objects.filter(article_id=article))
    return holders


def _point(links: QuerySet[Related]) -> None:
    _resolvable(links).update(target=F("found"))


def _resolvable(links: QuerySet[Related]) -> QuerySet[Related]:
    return (
        links.filter(target__isnull=True)
        .annotate(found=Subquery(_article_at_path()))
        .filter(found__isnull=False)
        .exclude(found=F("article_id"))
    )


def resolve_to(article: Article) -> set[int]:
    """Point the links that waited for this article's address at it; return who holds them."""
    address = {"path": article.get_absolute_url(), "article": article.pk}
    holders = set(_HOLDING_WAITING.flat(**address))
    if holders:
        _waiting_for(**address).update(target=article)
    return holders


def _waiting_for(path: str, article: int) -> QuerySet[Related]:
    return Related.objects.filter(target__isnull=True, path=path).exclude(article_id=article)


def pieces_of_links() -> Iterator[QuerySet[Related]]:
    """Yield all links, in pieces that hold the database's lock for a moment each."""
    last = Related.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last, _ROWS_A_STATEMENT):
        yield Related.objects.filter(pk__gt=start, pk__lte=start + _ROWS_A_STATEMENT)


def _article_at_path() -> QuerySet:
    """The key of the article at a link's path, by two unique indexes.

    The subject ends at the first "/questions/" behind "/learn/": a subject may itself be called
    "questions", and a slug holds no slash.
    """
    rest = Substr(OuterRef("path"), len("/learn/") + 1)
    middle = StrIndex(rest, Value("/questions/"))
    return Article.objects.filter(
        subject__slug=Substr(rest, 1, middle - 1),
        slug=Substr(rest, middle + len("/questions/")),
    ).values("pk")


def _links_of(articles: Iterable[int]) -> QuerySet[Related]:
    return Related.objects.filter(among("article_id", articles))


def _naming(articles: Iterable[int]) -> QuerySet:
    """The articles that show one of some: by a related question, given or computed, as its twin or
    as its canonical. A key may come several times."""
    lists, computed = (
        model.objects.filter(among("target_id", articles)).order_by().values_list("article_id")
        for model in (Related, ComputedRelated)
    )
    twins = Article.objects.filter(among("canonical_id", articles)).order_by().values_list("pk")
    canonicals = Article.objects.filter(among("pk", articles)).exclude(canonical=None).order_by()
    return lists.union(computed, twins, canonicals.values_list("canonical_id"), all=True)


_NAMING = CompiledQuery(_naming, articles=list)
_TARGETS = CompiledQuery(
    lambda articles: (
        _links_of(articles).exclude(target=None).order_by().values_list("target_id", flat=True)
    ),
    articles=list,
)
_REMOVE = CompiledDelete(_links_of, articles=list)
_HOLDING_RESOLVABLE = CompiledQuery(
    lambda article: (
        _resolvable(Related.objects.filter(article_id=article))
        .order_by()
        .values_list("article_id", flat=True)
    ),
    article=int,
)
_HOLDING_WAITING = CompiledQuery(
    lambda path, article: (
        _waiting_for(path, article).order_by().values_list("article_id", flat=True)
    ),
    path=str,
    article=int,
)
