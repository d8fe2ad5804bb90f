"""Marks by which a file says that it must not be published yet.

Systems name them differently: `draft: true` (Hugo, Docusaurus, Astro), `published: false` (Jekyll),
`publish: false` (Obsidian Publish), `status: draft` (WordPress, Ghost).
Hugo reads names in any capitals. A file that was published in spite of its mark stood in sitemap,
feeds and home; held back by mistake, it waits in the desk, where somebody sees it.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple

from articles.core.source.canonical_format import ORDER
from articles.core.source.date_values import to_date
from articles.core.source.field_types import to_flag
from articles.core.source.front_matter import Value
from articles.core.text.problem_kinds import Problem

# Names in small letters; the flag that holds the file back.
_FLAGS = {
    "draft": True,
    "isdraft": True,
    "is_draft": True,
    "published": False,
    "is_published": False,
    "publish": False,
    "private": True,
}
# Days before which, and from which on, a file is not published (Hugo).
_FROM = frozenset(("publishdate", "publish_date"))
_UNTIL = frozenset(("expirydate", "unpublishdate", "expires"))
_STATES = frozenset(("status", "state", "post_status", "visibility"))
_HELD_STATES = frozenset(
    ("draft", "private", "pending", "unpublished", "scheduled", "future", "trash", "auto-draft")
)


# Of the fields of all real files none is a mark.
_NEVER = frozenset((*ORDER, *(f"related_article{number}" for number in range(1, 6))))


class DraftMarks(NamedTuple):
    """`holding`: the fields, as the file spells them, that hold it back; `read`: all fields that
    were read as such a mark, whatever they say."""

    holding: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


NO_MARKS = DraftMarks()


def read_draft_marks(
    values: dict[str, Value], problems: list[Problem], *, today: date | None = None
) -> DraftMarks:
    """Return the marks among a front matter's fields.

    `draft` with a value that is no flag holds the file back and is reported: whoever wrote it meant
    something. `published` with another value is none of these marks, for some write a date there.

    >>> read_draft_marks({"title": "A", "Draft": "true", "published": "2024-12-07"}, [])
    DraftMarks(holding=('Draft',), read=('Draft',))
    """
    holding: list[str] = []
    read: list[str] = []
    for key, value in values.items():
        if key in _NEVER:
            continue
        name = key.lower()
        if name in _STATES:
            is_held = isinstance(value, str) and value.strip().lower() in _HELD_STATES
            is_mark = is_held
        elif name in _FLAGS:
            flag = _flag_of(value)
            is_mark = flag is not None or _FLAGS[name]
            is_held = is_mark and (flag is None or flag is _FLAGS[name]) and bool(value)
            if is_mark and flag is None and value:
                detail = f"is neither true nor false: {value!r}"
                problems.append(Problem("invalid-value", key[:100], None, detail[:200]))
        elif name in _FROM or name in _UNTIL:
            day = _day_of(value)
            is_mark = day is not None
            now = today or datetime.now(UTC).date()
            is_held = is_mark and (day > now if name in _FROM else day <= now)
        else:
            continue
        if is_mark:
            read.append(key)
        if is_held:
            holding.append(key)
            problems.append(Problem("marked-draft", key[:100], None, str(value)[:200]))
    return DraftMarks(tuple(holding), tuple(read)) if read else NO_MARKS


def _day_of(value: Value) -> date | None:
    try:
        return to_date(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _flag_of(value: Value) -> bool | None:
    try:
        return to_flag(value.strip()) if isinstance(value, str) and value.strip() else None
    except ValueError:
        return None
