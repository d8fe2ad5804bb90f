"""Related questions: writing an article's list, and finding the articles that links point to."""

from collections.abc import Sequence

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr

from articles.core.content import RelatedLink
from articles.models import Article, Related
from articles.publishing.effects.relating_queue import mark_links_of

_ROWS_A_STATEMENT = 20_000


def write_related(article_id: int, links: Sequence[RelatedLink]) -> None:
    """Replace the article's list. SQLite has no deferrable uniqueness: delete, then create."""
    mark_links_of(article_id)
    Related.objects.filter(article_id=article_id).delete()
    Related.objects.bulk_create(related_rows(article_id, links))
    resolve(Related.objects.filter(article_id=article_id))


def related_rows(article_id: int, links: Sequence[RelatedLink]) -> list[Related]:
    """Return unsaved rows in order, their targets not looked up yet."""
    return [
        Related(article_id=article_id, position=position, path=link.path, title=link.title)
        for position, link in enumerate(links, start=1)
    ]


def resolve(links: QuerySet[Related]) -> int:
    """Point links without a target at the article of their path, where there is one by now.

    Returns how many found theirs. In SQL, so that three million links of a first import cross no
    wire; a link to its own article stays without a target (two do: docs/corpus.md, "Related
    questions").
    """
    return (
        links.filter(target__isnull=True)
        .annotate(found=Subquery(_article_at_path()))
        .filter(found__isnull=False)
        .exclude(found=F("article_id"))
        .update(target=F("found"))
    )


def resolve_all() -> int:
    """Resolve every waiting link, in pieces that hold the database's lock for a moment each."""
    last = Related.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return sum(
        resolve(Related.objects.filter(pk__gt=start, pk__lte=start + _ROWS_A_STATEMENT))
        for start in range(0, last, _ROWS_A_STATEMENT)
    )


def resolve_to(article: Article) -> int:
    """Point the links that waited for this article's address at it."""
    return (
        Related.objects.filter(target__isnull=True, path=article.get_absolute_url())
        .exclude(article_id=article.pk)
        .update(target=article)
    )


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
