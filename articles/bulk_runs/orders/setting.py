"""One field given the same value, `{"field", "value"}`, and keywords added and taken away,
`{"add", "remove"}`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from articles.bulk_runs.orders.article_fields import SETTABLE
from articles.bulk_runs.orders.change import BadOrder, Change, Chosen, Wished, becomes, stays
from articles.core.article_content import DATES, DEFAULTS, FIELDS
from articles.core.text.keywords import split_keywords

_YES_OR_NO = {"yes": True, "no": False}


def set_field(order: Mapping[str, Any]) -> Change:
    """Return the change; raises BadOrder."""
    name = order.get("field")
    if name not in SETTABLE:
        raise BadOrder("Say which field.")
    value = _read(name, str(order.get("value", "")).strip())

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        return [becomes(chosen, replace(chosen.content, **{name: value})) for chosen in batch]

    return change


def words_of_setting(order: Mapping[str, Any]) -> str:
    label, value = FIELDS[order["field"]].label, str(order.get("value", "")).strip()
    return f"{label}: {value or 'empty'}"


def change_keywords(order: Mapping[str, Any]) -> Change:
    """Return the change; raises BadOrder. An article's other keywords stay as they are, and so does
    the whole text where it has and lacks what it should."""
    add, remove = (split_keywords(str(order.get(name, ""))) for name in ("add", "remove"))
    if not (add or remove):
        raise BadOrder("Write keywords to add, or to take away, separated by commas.")
    away = {keyword.casefold() for keyword in remove}

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        return [_with_keywords(chosen, add, away) for chosen in batch]

    return change


def words_of_keywords(order: Mapping[str, Any]) -> str:
    add, remove = (", ".join(split_keywords(order.get(name, ""))) for name in ("add", "remove"))
    parts = [f"add {add}" if add else "", f"take away {remove}" if remove else ""]
    return f"Keywords: {', '.join(filter(None, parts))}"[:200]


def _with_keywords(chosen: Chosen, add: Sequence[str], away: set[str]) -> Wished:
    old = split_keywords(chosen.content.seo_keywords)
    kept = [keyword for keyword in old if keyword.casefold() not in away]
    known = {keyword.casefold() for keyword in kept}
    new = [keyword for keyword in add if keyword.casefold() not in known]
    if len(kept) == len(old) and not new:
        return stays(chosen)
    return becomes(chosen, replace(chosen.content, seo_keywords=", ".join([*kept, *new])))


def _read(name: str, text: str) -> str | date | bool | None:
    if "\0" in text or "\n" in text:
        raise BadOrder("A value is one line.")
    if name in DATES:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadOrder("Write the day as 2024-01-31.") from None
    if isinstance(DEFAULTS[name], bool):
        if text not in _YES_OR_NO:
            raise BadOrder("Write yes or no.")
        return _YES_OR_NO[text]
    most = FIELDS[name].max_length
    if most and len(text) > most:
        raise BadOrder(f"At most {most} characters.")
    return text
