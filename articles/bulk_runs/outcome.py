"""What became of an item of a run, and what its undo needs to know of the article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.importer.kept_deliveries import Waiting
from articles.models import Article

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


def state_before(article: Article) -> dict[str, Any]:
    """Return what no revision keeps: which one to go back to, and what readers were told."""
    return {
        "version": article.version,
        "content_modified_at": article.content_modified_at.isoformat(),
        "change_note": article.change_note,
    }
