"""Drafts and plans for the desk's first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article, Draft, ScheduledChange
from articles.rights import within_by_key

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with its article."""

    draft: Draft
    article: Article


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A planned change with its article; one with a problem was not done."""

    change: ScheduledChange
    article: Article


@dataclass(frozen=True, slots=True)
class UnpublishedWork:
    """The newest drafts, and what is planned: what could not be done first, then by the time."""

    drafts: Sequence[DraftRow]
    plans: Sequence[PlanRow]


def unpublished_work(user: object) -> UnpublishedWork:
    """Read both, of the user's subjects: three queries. What belongs to a deleted article is left
    out."""
    drafts = within_by_key(user, Draft.objects.select_related("author").defer("values"))
    drafts = list(drafts.order_by("-saved_at")[:_SHOWN])
    plans = within_by_key(user, ScheduledChange.objects.order_by("-problem", "due_at"))
    plans = list(plans[:_SHOWN])
    keys = {row.article_key for row in (*drafts, *plans)}
    articles = Article.objects.select_related("subject").defer("answer").in_bulk(keys)
    return UnpublishedWork(
        [DraftRow(row, articles[row.pk]) for row in drafts if row.pk in articles],
        [PlanRow(row, articles[row.article_key]) for row in plans if row.article_key in articles],
    )
