"""Drafts, reviews and plans: what is not published yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.models import Article, Draft, EditorialNote, PageDraft, ScheduledChange
from articles.rights import may_draft_page, within_by_key

_SHOWN = 8


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
class FoundWork:
    """What was read, still without the articles."""

    drafts: Sequence[Draft]
    reviews: Sequence[EditorialNote]
    plans: Sequence[ScheduledChange]
    pages: Sequence[PageDraft]

    @property
    def keys(self) -> set[int]:
        return {row.article_key for row in (*self.drafts, *self.reviews, *self.plans)}


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


def read_work(user: object, turns: Sequence[EditorialNote]) -> FoundWork:
    """Read it, of the user's subjects: two queries, one more for who may write plain pages. `turns`
    are the open ones, the newest first. A draft that is in review is not among the drafts."""
    reviews = [turn for turn in turns if turn.kind == EditorialNote.Kind.SENT]
    drafts = within_by_key(user, Draft.objects.select_related("author").defer("values"))
    drafts = drafts.exclude(pk__in=[turn.article_key for turn in reviews])
    plans = within_by_key(user, ScheduledChange.objects.order_by("-problem", "due_at"))
    return FoundWork(
        drafts=list(drafts.order_by("-saved_at")[:_SHOWN]),
        reviews=reviews[:_SHOWN],
        plans=list(plans[:_SHOWN]),
        pages=_drafts_of_pages() if may_draft_page(user) else (),
    )


def unpublished_work(found: FoundWork, articles: Mapping[int, Article]) -> UnpublishedWork:
    """Return what to show, with the articles by their keys. What belongs to a deleted article is
    left out."""
    return UnpublishedWork(
        [DraftRow(row, articles[row.pk]) for row in found.drafts if row.pk in articles],
        [
            ReviewRow(row, articles[row.article_key])
            for row in found.reviews
            if row.article_key in articles
        ],
        [
            PlanRow(row, articles[row.article_key])
            for row in found.plans
            if row.article_key in articles
        ],
        found.pages,
    )


def _drafts_of_pages() -> list[PageDraft]:
    rows = PageDraft.objects.select_related("author", "page")
    return list(rows.defer("values", "page__text", "page__html").order_by("-saved_at")[:_SHOWN])
