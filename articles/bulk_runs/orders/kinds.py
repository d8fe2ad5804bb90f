"""The kinds of orders by name."""

from collections.abc import Callable, Mapping
from typing import Any

from articles.bulk_runs.orders.change import BadOrder, Change
from articles.bulk_runs.orders.related_questions import adopt, words_of_adopting
from articles.bulk_runs.orders.replacing import replace_texts, words_of_replacing
from articles.bulk_runs.orders.setting import (
    change_keywords,
    set_field,
    words_of_keywords,
    words_of_setting,
)
from articles.bulk_runs.orders.sheets import fill_from_sheet, words_of_sheet
from articles.bulk_runs.orders.subjects import move_to, words_of_moving
from articles.bulk_runs.orders.templates import fill_template, words_of_template
from articles.models import Status

Values = Mapping[str, Any]
SHEET = "sheet"
_KINDS: dict[str, tuple[Callable[[Values], Change], Callable[[Values], str]]] = {
    "replace": (replace_texts, words_of_replacing),
    "template": (fill_template, words_of_template),
    "set": (set_field, words_of_setting),
    "keywords": (change_keywords, words_of_keywords),
    "subject": (move_to, words_of_moving),
    "related": (adopt, words_of_adopting),
    SHEET: (fill_from_sheet, words_of_sheet),
}
STATUS = "status"


def change_of(order: Values) -> Change:
    """Return what an order makes of articles; raises BadOrder."""
    if order.get("kind") not in _KINDS:
        raise BadOrder("Say what to do.")
    return _KINDS[order["kind"]][0](order)


def words_of(order: Values) -> str:
    """Return an order in words: `Replace “a” by “b”`. Raises BadOrder where there is no such."""
    if order.get("kind") == STATUS:
        return f"Status: {Status(order['status']).label}"
    change_of(order)
    return _KINDS[order["kind"]][1](order)


def status_of(order: Values | None) -> Status | None:
    """Return the status that an order gives; None where it is of another kind."""
    return Status(order["status"]) if order and order["kind"] == STATUS else None
