"""Search and replace in texts: `{"search", "replacement", "fields": […], …}`, the switches of
`articles.core.text.replacing.Wish` by name."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from articles.bulk_runs.orders.article_fields import LABELS, TEXTS
from articles.bulk_runs.orders.change import BadOrder, Change, Chosen, Wished, becomes, stays
from articles.core.text.replacing import BadPattern, Replacer, TooMuch, Wish

_SWITCHES = [field.name for field in fields(Wish)]
_MOST_SHOWN = 80
# An expression may take two seconds a text (articles/core/text/replacing.py), and a batch has 200.
SECONDS_A_BATCH = 2.0


def replace_texts(order: Mapping[str, Any]) -> Change:
    """Return the change; raises BadOrder."""
    names = [name for key in order.get("fields", ()) for name in TEXTS.get(key, ())]
    if not names:
        raise BadOrder("Say in which texts to look.")
    try:
        replacer = Replacer(Wish(**{name: order[name] for name in _SWITCHES if name in order}))
    except BadPattern as error:
        raise BadOrder(str(error)) from error

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        until = time.monotonic() + SECONDS_A_BATCH
        wishes: list[Wished] = []
        for chosen in batch:
            if wishes and time.monotonic() > until:
                break
            wishes.append(_replaced(chosen, names, replacer))
        return wishes

    return change


def words_of_replacing(order: Mapping[str, Any]) -> str:
    search, new = (_shown(order[name]) for name in ("search", "replacement"))
    kind = "the expression " if order.get("is_pattern") else ""
    where = " and ".join(LABELS[key].lower() for key in order["fields"])
    return f"Replace {kind}“{search}” by “{new}” in {where}"


def _replaced(chosen: Chosen, names: Sequence[str], replacer: Replacer) -> Wished:
    texts = {name: getattr(chosen.content, name) for name in names}
    try:
        new = {name: replacer.replace(text) for name, text in texts.items()}
    except TooMuch as error:
        return stays(chosen, str(error))
    return becomes(chosen, replace(chosen.content, **new)) if new != texts else stays(chosen)


def _shown(text: str) -> str:
    text = text.replace("\n", "↵")
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
