"""What the activity log is made of: its kinds, a line, and a place where lines come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

TEXT, READERS, DECISIONS, BULK, IMPORTS, TASKS, OTHER = (
    *("text", "readers", "decisions", "bulk", "imports", "tasks", "other"),
)
KINDS = {
    TEXT: "Articles written and changed",
    READERS: "Published, withdrawn, moved, deleted",
    DECISIONS: "Decisions, reviews, assigning",
    BULK: "Bulk runs",
    IMPORTS: "Imports and deliveries",
    TASKS: "Background tasks",
    OTHER: "Everything else of the desk",
}


@dataclass(frozen=True, slots=True)
class Line:
    """`thing` is what it was done to; `url` leads there, `change_url` to the change itself. `key`
    is the row's in its source."""

    source: str
    key: int
    made_at: datetime
    person: str
    words: str
    thing: str
    url: str = ""
    change_url: str = ""
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """`rows` gives what the user may see of a kind, None where there is nothing; the columns name
    who did it and when."""

    letter: str
    rows: Callable[[Any, str], QuerySet | None]
    line: Callable[[Model], Line]
    person: str
    moment: str
