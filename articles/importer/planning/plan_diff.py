"""Readable diff of an article's planned changes."""

from collections.abc import Iterator
from difflib import unified_diff

from articles.core.article_content import ArticleContent, changed_fields
from articles.importer.planning.database_state import path_of
from articles.importer.planning.decision import Action, Planned

_SHOWN_CHARS = 150
_SILENT = {Action.UNCHANGED, Action.SKIPPED}


def describe_plan(plan: Planned) -> Iterator[str]:
    """Yield lines: the file and what becomes of it, then a unified diff of each field that
    changes. For a held replacement and a conflict, the file's word stands against the live one."""
    if plan.action in _SILENT:
        return
    yield f"{plan.action.value}  {path_of(plan.prepared)}{_because(plan)}"
    if plan.known.ours is None:
        return
    yield from _diff(plan.known.ours, plan.content, "now", "then")
    theirs = plan.prepared.document.content
    if plan.action is Action.HELD:
        yield from _diff(plan.known.ours, theirs, "now", "held")
    for conflict in plan.conflicts:
        yield from _field_diff(
            conflict.field, conflict.ours, conflict.theirs, "the editor's", "the file's"
        )


def describe_translation(plan: Planned) -> Iterator[str]:
    """Yield lines: a file of another system, and each field that was read in it with its source,
    then the fields that are kept and not used."""
    document = plan.prepared.document
    yield f"{plan.prepared.path}:"
    rows = [
        (what, f"{value}  ({where})" if where else value) for what, where, value in document.mapping
    ]
    if document.is_draft:
        rows.append(("status", "draft"))
    if document.extra:
        rows.append(("kept, not used", ", ".join(document.extra)))
    width = max((len(what) for what, _ in rows), default=0)
    for what, words in rows:
        yield f"  {what:<{width}}  {words[:_SHOWN_CHARS]}"


def _because(plan: Planned) -> str:
    words = "; ".join(filter(None, (plan.reason, plan.note)))
    return f": {words}" if words else ""


def _diff(before: ArticleContent, after: ArticleContent, old: str, new: str) -> Iterator[str]:
    for name in changed_fields(before, after):
        yield from _field_diff(name, getattr(before, name), getattr(after, name), old, new)


def _field_diff(name: str, before: object, after: object, old: str, new: str) -> Iterator[str]:
    lines = unified_diff(
        _lines(before), _lines(after), f"{name} ({old})", f"{name} ({new})", lineterm="", n=1
    )
    for line in lines:
        yield f"  {line}"


def _lines(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [f"{link.path}  {link.title}" for link in value]
    return str(value).split("\n")
