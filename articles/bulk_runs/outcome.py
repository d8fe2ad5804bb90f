"""What became of an item of a run, and what its undo needs to know of the article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.importer.kept_deliveries import Waiting
from articles.models import Article, BulkItem, BulkRun, Revision

GONE = "deleted by somebody else"
CHANGED = "changed since"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item; `article` is the one that was changed, or is gone (`is_removal`),
    `taken` what had waited for it."""

    state: str
    note: str = ""
    before: dict[str, Any] | None = None
    article: Article | None = None
    taken: Sequence[Waiting] = ()
    is_removal: bool = False


def outcome_of(run: BulkRun, item: BulkItem) -> Outcome:
    """Return what became of an item that is written, as far as the database tells it: without what
    was taken, and without an article that somebody has deleted since."""
    is_removal = run.action == BulkRun.Action.DELETE and item.state == BulkItem.State.DONE
    if is_removal:
        revision = Revision.objects.filter(article_key=item.key).order_by("-version").first()
        article = revision and Article(pk=item.key, title=revision.content().title)
    else:
        article = Article.objects.select_related("subject").filter(pk=item.key).first()
    return Outcome(item.state, article=article, is_removal=is_removal)


def state_before(article: Article) -> dict[str, Any]:
    """Return what no revision keeps: which one to go back to, and what readers were told."""
    return {
        "version": article.version,
        "content_modified_at": article.content_modified_at.isoformat(),
        "change_note": article.change_note,
    }
