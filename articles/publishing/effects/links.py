"""Related questions: the articles that links point to, and the pages that show an article."""

from collections.abc import Collection, Iterator, Sequence

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr

from articles.core.article_content import RelatedLink
from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, ComputedRelated, Related
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.topic_neighbours import pages_beside

_ROWS_A_STATEMENT = 20_000
_KEYS_A_QUERY = 500


def follow(changes: ChangeSet) -> None:
    """Point the links of written contents at their articles, and the links that waited for an
    address at the article that came there: the pages that hold those links show one more."""
    old = [key for key in changes.texts if key not in changes.inserted]
    if old:
        changes.showing |= resolve(Related.objects.filter(article__in=old))
    for article in changes.placed.values():
        changes.showing |= resolve_to(article)


def replace_links(article_ids: Sequence[int]) -> set[int]:
    """Remove the stored lists of some articles, to be written anew; return the keys that they led
    to, whose own lists are due: links speak for both ends."""
    stored = Related.objects.filter(article__in=article_ids)
    targets = set(stored.exclude(target=None).order_by().values_list("target_id", flat=True))
    stored.delete()
    return targets


def pages_showing(keys: Collection[int]) -> set[int]:
    """Return the articles whose pages name one of these: as a related question, given or computed,
    as the same text filed elsewhere, or as the one before or behind in a topic."""
    found: set[int] = set()
    for some in batches(sorted(keys), _KEYS_A_QUERY):
        for model in (Related, ComputedRelated):
            rows = model.objects.filter(among("target_id", some)).order_by()
            found.update(rows.values_list("article_id", flat=True))
        twins = Article.objects.filter(among("canonical_id", some)).order_by()
        found.update(twins.values_list("pk", flat=True))
        canonicals = Article.objects.filter(among("pk", some)).exclude(canonical=None).order_by()
        found.update(canonicals.values_list("canonical_id", flat=True))
        found.update(pages_beside(set(some)))
    return found.difference(keys)


def related_rows(article_id: int, links: Sequence[RelatedLink]) -> list[Related]:
    """Return unsaved rows in order, their targets not looked up yet."""
    return [
        Related(article_id=article_id, position=position, path=link.path, title=link.title)
        for position, link in enumerate(links, start=1)
    ]


def resolve(links: QuerySet[Related]) -> set[int]:
    """Point links without a target at the article of their path, where there is one by now.

    Returns the articles that hold them. A link to its own article stays without a target (two do:
    docs/corpus.md, "Related questions").
    """
    waiting = (
        links.filter(target__isnull=True)
        .annotate(found=Subquery(_article_at_path()))
        .filter(found__isnull=False)
        .exclude(found=F("article_id"))
    )
    holders = set(waiting.order_by().values_list("article_id", flat=True))
    if holders:
        waiting.update(target=F("found"))
    return holders


def resolve_to(article: Article) -> set[int]:
    """Point the links that waited for this article's address at it; return who holds them."""
    waiting = Related.objects.filter(target__isnull=True, path=article.get_absolute_url())
    waiting = waiting.exclude(article_id=article.pk)
    holders = set(waiting.order_by().values_list("article_id", flat=True))
    if holders:
        waiting.update(target=article)
    return holders


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
