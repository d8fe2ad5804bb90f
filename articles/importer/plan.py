"""What to do with a file, decided before anything is written. Pure: it runs without a database."""

from dataclasses import dataclass
from enum import StrEnum

from articles.content import ArticleContent
from articles.importer.prepare import Prepared


class Action(StrEnum):
    """What becomes of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a file's place.

    `has_file`: the file was imported before; `article_id`: the article that it made, or that
    stands at its address; None with `has_file` is a tombstone. `content` and `source_id` are the
    article's.
    """

    has_file: bool = False
    article_id: int | None = None
    content: ArticleContent | None = None
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One decision. `reason` says why a file is skipped."""

    action: Action
    prepared: Prepared
    article_id: int | None = None
    reason: str = ""


NOTHING_KNOWN = Known()


def decide(prepared: Prepared, known: Known) -> Planned:
    """Decide about one file.

    A file whose article was deleted does not bring it back. A file whose bytes differ but whose
    content is what the article has (another order of keys, say) changes nothing but the file.
    """
    if known.has_file and known.article_id is None:
        return Planned(Action.SKIPPED, prepared, reason="its article was deleted")
    if known.article_id is None:
        return Planned(Action.CREATED, prepared)
    document = prepared.document
    same = known.content == document.content and known.source_id == document.source_id
    action = Action.UNCHANGED if same else Action.UPDATED
    return Planned(action, prepared, known.article_id)
