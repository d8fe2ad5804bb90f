"""All computed related questions adopted: those that readers see become the article's own, behind
the ones that it has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from articles.bulk_runs.orders.change import Change, Chosen, Wished, becomes, stays
from articles.core.article_content import RelatedLink
from articles.database.among import among
from articles.models import ComputedRelated


def adopt(order: Mapping[str, Any]) -> Change:
    """Return the change."""

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        computed = _computed([chosen.article.pk for chosen in batch])
        return [_adopted(chosen, computed[chosen.article.pk]) for chosen in batch]

    return change


def words_of_adopting(order: Mapping[str, Any]) -> str:
    return "Accept the computed related questions"


def _adopted(chosen: Chosen, links: Sequence[RelatedLink]) -> Wished:
    own = {link.path for link in chosen.content.related}
    new = [link for link in links if link.path not in own]
    if not new:
        return stays(chosen)
    return becomes(chosen, replace(chosen.content, related=(*chosen.content.related, *new)))


def _computed(keys: Sequence[int]) -> dict[int, list[RelatedLink]]:
    rows = ComputedRelated.objects.filter(among("article_id", keys)).shown()
    rows = rows.select_related("target__subject").defer("target__answer")
    found: dict[int, list[RelatedLink]] = defaultdict(list)
    for row in rows.order_by("article", "position"):
        link = RelatedLink(row.target.get_absolute_url(), row.target.heading)
        found[row.article_id].append(link)
    return found
