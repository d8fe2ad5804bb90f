"""Field-by-field differences between two states of an article, labelled for editors. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.admin.base.line_diff import Row, diff_rows
from articles.core.article_content import FIELDS, ArticleContent, RelatedLink

LABELS = {name: spec.label for name, spec in FIELDS.items()} | {
    "status": "Status",
    "address": "Address",
    "source_id": "Id in the source",
    "replacement": "Another answer",
}
# One text in three fields, in every file of today (docs/corpus.md, "One file").
NAMES = ("title", "article_title", "question")


# Up to here both texts fit into one line, and need no table.
_SHORT = 40


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, or several that differ alike."""

    label: str
    old: str
    new: str
    rows: tuple[Row, ...]

    @property
    def is_short(self) -> bool:
        return max(len(self.old), len(self.new)) <= _SHORT and "\n" not in self.old + self.new


def label_of(fields: Iterable[str]) -> str:
    """`["title", "answer"]` -> `"Title and answer"`; a name of a later version as it is."""
    first, *others = [LABELS.get(name, name) for name in fields] or [""]
    words = [first, *(word[0].lower() + word[1:] for word in others)]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def as_text(value: object) -> str:
    """Return a value of ArticleContent, or what JSON keeps of it, as text; links a line each."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return "\n".join(_link_text(link) for link in value)
    return str(value)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return what differs between two states, {field: value}, in the order of the fields. The
    three texts that name an article are one change where they changed alike."""
    differing = [name for name in old if old[name] != new[name]]
    groups = alike(differing, lambda name: (old[name], new[name]))
    return tuple(_change(group, old[group[0]], new[group[0]]) for group in groups)


def _change(fields: list[str], old: object, new: object) -> FieldChange:
    before, after = as_text(old), as_text(new)
    return FieldChange(label_of(fields), before, after, tuple(diff_rows(before, after)))


def alike(fields: Iterable[str], value_of: Any) -> list[list[str]]:
    """Group the three names where `value_of` them is equal; every other field stands alone.

    >>> alike(["title", "question", "answer"], lambda name: 1)
    [['title', 'question'], ['answer']]
    """
    groups: list[list[str]] = []
    for name in fields:
        first = groups[0][0] if groups else ""
        if name in NAMES and first in NAMES and value_of(name) == value_of(first):
            groups[0].append(name)
        else:
            groups.append([name])
    return groups


def content_values(content: ArticleContent) -> dict[str, Any]:
    """Return {field: value} in the order of the fields."""
    return {name: getattr(content, name) for name in ArticleContent.__dataclass_fields__}


def content_changes(old: ArticleContent, new: ArticleContent) -> tuple[FieldChange, ...]:
    """Return what differs between two contents."""
    return changes(content_values(old), content_values(new))


def _link_text(link: RelatedLink | list[str]) -> str:
    path, title = (link.path, link.title) if isinstance(link, RelatedLink) else link
    return f"{title}  {path}".strip()
