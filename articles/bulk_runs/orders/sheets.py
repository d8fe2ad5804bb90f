"""Cells of a sheet that somebody has edited, each into its article: `{"sheet": file name}`.

What an article is to become stands with its item: `{"base": version, "cells": {field: text}}`. A
cell that says what the article said in the version that the sheet was made of changes nothing,
whatever the article says by now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from articles.bulk_runs.orders.article_fields import SHEET_DAYS
from articles.bulk_runs.orders.change import Change, Chosen, Wished, becomes, stays
from articles.core.article_content import FIELDS, ArticleContent
from articles.core.sheets.cells import as_written
from articles.publishing import version_at

# Three texts name an article, and the sheet has one: those that say the same change along.
_NAMES = ("article_title", "question")


def fill_from_sheet(order: Mapping[str, Any]) -> Change:
    """Return the change."""

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        return [_filled(chosen) for chosen in batch]

    return change


def words_of_sheet(order: Mapping[str, Any]) -> str:
    return f"From the sheet {order['sheet']}"[:200]


def shown_cell(content: ArticleContent, name: str) -> str:
    """Return what a sheet shows of a field, as it is read back."""
    value = getattr(content, name)
    if name in SHEET_DAYS:
        return value.isoformat() if value else ""
    return as_written(value)


def _filled(chosen: Chosen) -> Wished:
    plan, content = chosen.item.plan, chosen.content
    base = _base(chosen)
    if base is None:
        return stays(chosen, "nothing is known of the version that the sheet was made of")
    new: dict[str, Any] = {}
    for name, text in plan["cells"].items():
        if text in (shown_cell(base, name), shown_cell(content, name)):
            continue
        label = FIELDS[name].label
        if shown_cell(content, name) != shown_cell(base, name):
            return stays(chosen, f"“{label}” was changed since the sheet was made")
        if name in SHEET_DAYS:
            try:
                new[name] = date.fromisoformat(text) if text else None
            except ValueError:
                return stays(chosen, f"“{label}” is no day as 2024-01-31")
        else:
            new[name] = text
    return becomes(chosen, replace(content, **_with_names(content, new))) if new else stays(chosen)


def _with_names(content: ArticleContent, new: dict[str, Any]) -> dict[str, Any]:
    if "title" not in new:
        return new
    same = [name for name in _NAMES if getattr(content, name) == content.title]
    return new | dict.fromkeys(same, new["title"])


def _base(chosen: Chosen) -> ArticleContent | None:
    number = chosen.item.plan.get("base")
    if number is None or number == chosen.article.version:
        return chosen.content
    version = version_at(chosen.article, number)
    return version.content if version else None
