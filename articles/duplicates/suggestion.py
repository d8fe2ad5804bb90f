"""Which article of a cluster could stand for the others, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from articles.database.among import among
from articles.models import Article, IndexStatus, Related


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of a cluster with what speaks for it; `links` counts the articles that name it as
    a related question, `views` those of all time. `reasons` are in the order of their weight, and
    `is_suggested` is true of one."""

    article: Article
    is_indexed: bool
    published_on: date | None
    links: int
    views: int
    reasons: tuple[str, ...] = ()
    is_suggested: bool = False

    def weight(self) -> tuple:
        """The greatest is suggested: in search engines before not, then what readers read most,
        then what most lead to, then the oldest, then the first by address."""
        age = -(self.published_on or date.max).toordinal()
        return self.is_indexed, self.views, self.links, age, -self.article.pk


def candidates(keys: Sequence[int]) -> list[Candidate]:
    """Return the articles of a cluster, the suggested one first: two queries."""
    links = dict(
        Related.objects.filter(among("target_id", keys))
        .order_by()
        .values_list("target_id")
        .annotate(number=Count("article", distinct=True, filter=~Q(article__in=keys)))
    )
    rows = Article.objects.filter(among("pk", keys)).select_related("subject", "readership")
    found = [
        Candidate(
            article=article,
            is_indexed=article.index_status == IndexStatus.INDEXABLE,
            published_on=article.published_on,
            links=links.get(article.pk, 0),
            views=article.readership.views if hasattr(article, "readership") else 0,
        )
        for article in rows
    ]
    ordered = sorted(found, key=Candidate.weight, reverse=True)
    return [_reasoned(each, ordered, is_first=not place) for place, each in enumerate(ordered)]


def _reasoned(each: Candidate, others: Sequence[Candidate], *, is_first: bool) -> Candidate:
    """With what distinguishes it from the others; what all have in common is no reason."""
    rest = [other for other in others if other is not each]
    reasons = []
    if each.is_indexed and not all(other.is_indexed for other in rest):
        reasons.append("in search engines")
    if not each.is_indexed:
        reasons.append("not in search engines")
    if each.views > max((other.views for other in rest), default=0):
        reasons.append("most read")
    if each.links > max((other.links for other in rest), default=0):
        reasons.append("most linked")
    dates = [other.published_on or date.max for other in rest]
    if each.published_on and all(each.published_on < other for other in dates):
        reasons.append("oldest")
    if is_first and not reasons:
        reasons.append("alike in all that counts, and the first in the library")
    return Candidate(
        each.article,
        each.is_indexed,
        each.published_on,
        each.links,
        each.views,
        tuple(reasons),
        is_first,
    )
