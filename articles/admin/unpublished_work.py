"""Drafts, reviews and plans for the desk's first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article, Draft, EditorialNote, PageDraft, ScheduledChange
from articles.rights import may_draft_page, within_by_key

_SHOWN = 8
# A draft is listed as one that nobody reviews unless it is among so many.
_MOST_REVIEWS = 500


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with its article."""

    draft: Draft
    article: Article


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A draft, or an article that is one, which is in review, with who has sent it."""

    turn: EditorialNote
    article: Article


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A planned change with its article; one with a problem was not done."""

    change: ScheduledChange
    article: Article


@dataclass(frozen=True, slots=True)
class UnpublishedWork:
    """The newest drafts, what is in review, and what is planned: what could not be done first, then
    by the time; the newest drafts of plain pages, for who may write them."""

    drafts: Sequence[DraftRow]
    reviews: Sequence[ReviewRow]
    plans: Sequence[PlanRow]
    pages: Sequence[PageDraft] = ()

    def __bool__(self) -> bool:
        return bool(self.drafts or self.reviews or self.plans or self.pages)


def unpublished_work(user: object) -> UnpublishedWork:
    """Read all four, of the user's subjects: five queries. What belongs to a deleted article is
    left out, and a draft that is in review is not among the drafts."""
    turns = EditorialNote.objects.in_review().select_related("author", "addressee")
    reviews = list(within_by_key(user, turns).order_by("-pk")[:_MOST_REVIEWS])
    drafts = within_by_key(user, Draft.objects.select_related("author").defer("values"))
    drafts = drafts.exclude(pk__in=[turn.article_key for turn in reviews])
    drafts = list(drafts.order_by("-saved_at")[:_SHOWN])
    plans = within_by_key(user, ScheduledChange.objects.order_by("-problem", "due_at"))
    plans = list(plans[:_SHOWN])
    keys = {row.article_key for row in (*drafts, *reviews[:_SHOWN], *plans)}
    articles = Article.objects.select_related("subject").defer("answer").in_bulk(keys)
    return UnpublishedWork(
        [DraftRow(row, articles[row.pk]) for row in drafts if row.pk in articles],
        [
            ReviewRow(row, articles[row.article_key])
            for row in reviews[:_SHOWN]
            if row.article_key in articles
        ],
        [PlanRow(row, articles[row.article_key]) for row in plans if row.article_key in articles],
        _drafts_of_pages() if may_draft_page(user) else (),
    )


def _drafts_of_pages() -> list[PageDraft]:
    rows = PageDraft.objects.select_related("author", "page")
    return list(rows.defer("values", "page__text", "page__html").order_by("-saved_at")[:_SHOWN])
