"""An address of a list, read: what is chosen of its tokens, the search, the order and the place."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.options import IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict

from articles.admin.lists.orders import ListedOrder, Order, Place
from articles.admin.lists.tokens import Chosen, Refused, Token
from articles.models.desk_list import LONGEST_QUERY

SORT, AFTER, BEFORE, TOTAL = "sort", "after", "before", "total"
_PLACES = (AFTER, BEFORE, TOTAL)
_OF_DJANGO = (IS_POPUP_VAR, TO_FIELD_VAR, IS_FACETS_VAR, ERROR_FLAG)
_OF_OLD = (ORDER_VAR, PAGE_VAR, ALL_VAR)
_LARGEST_NUMBER = 2**63 - 1
AnyOrder = Order | ListedOrder


@dataclass
class AskedList:
    """`pairs` are the address by the names that the bar writes, without a place in the list.
    `refusals` are sentences on what could not be read: while there is one, the list shows nothing,
    for an action over a list that is wider than was asked for would reach rows that nobody meant.
    `notes` are sentences on what does no such harm."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    search: str = ""
    order: AnyOrder | None = None
    is_reversed: bool = False
    after: Place | None = None
    before: Place | None = None
    is_counted: bool = False

    def query(self, without: Iterable[str] = (), **also: str) -> str:
        """Return the address behind its question mark, without some names, and with others."""
        gone = {*without, *also}
        kept = [(name, value) for name, value in self.pairs if name not in gone]
        return encoded([*kept, *((name, value) for name, value in also.items() if value)])

    def values_of(self, name: str) -> Sequence[str]:
        """Return what was chosen of a token."""
        return next((one.values for one in self.chosen if one.token.name == name), ())

    @property
    def is_descending(self) -> bool:
        natural = not isinstance(self.order, Order) or self.order.is_descending
        return natural != self.is_reversed


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values as an address has them."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()


def read_list(
    request: HttpRequest, model: type[Model], tokens: Sequence[Token], orders: Sequence[AnyOrder]
) -> AskedList:
    """Return the list that an address asks for. Never raises: what cannot be read is a sentence."""
    asked = AskedList()
    names = _names(tokens)
    sent: dict[str, list[str]] = {}
    # The place of a row may be its title: 500 letters, each up to nine characters of an address.
    if len(request.META.get("QUERY_STRING", "")) > 8 * LONGEST_QUERY:
        asked.refusals.append("The address is longer than any list's.")
    single = {name for token in tokens if not token.takes_several for name in token.parameters()}
    single |= {SEARCH_VAR, SORT}
    for name, values in request.GET.lists():
        values = [value for value in values if value]
        if names.get(name, name) in single and len(values) > 1:
            asked.notes.append(f"“{name}” was given more than once: the last one counts.")
            values = values[-1:]
        _take(asked, sent, names.get(name, name), values, names)
    for token in tokens:
        own = {name: sent[name] for name in token.parameters() if name in sent}
        try:
            chosen = token.read(request, own)
        except Refused as refusal:
            asked.refusals.append(str(refusal))
        else:
            asked.chosen += [chosen] if chosen else []
    _order(asked, orders, sent.get(SORT, [""])[-1])
    if isinstance(asked.order, ListedOrder) and asked.order.needs:
        _choose_needed(asked, request, tokens)
    for name in (AFTER, BEFORE):
        if text := request.GET.get(name):
            setattr(asked, name, _place(asked, model, text))
    asked.is_counted = request.GET.get(TOTAL) == "all"
    return asked


def _names(tokens: Sequence[Token]) -> dict[str, str]:
    """{a name in an address: the one that the bar writes}."""
    names = {name: name for token in tokens for name in token.parameters()}
    return names | {alias: token.name for token in tokens for alias in token.aliases}


def _take(
    asked: AskedList, sent: dict[str, list[str]], name: str, values: list[str], known: dict
) -> None:
    if name in _PLACES or (not values and name not in known):
        return
    if name in _OF_OLD:
        asked.notes.append("This address is of an older list: its order and page are left out.")
        return
    if name == SEARCH_VAR:
        asked.search = values[-1].strip()
    elif name == SORT or name in known:
        sent.setdefault(name, []).extend(values)
    elif name not in _OF_DJANGO:
        shown = name if len(name) <= 40 else f"{name[:40]}…"
        asked.refusals.append(f"This list has no filter “{shown}”.")
    asked.pairs += [(name, value) for value in values]


def _order(asked: AskedList, orders: Sequence[AnyOrder], text: str) -> None:
    """The order that is named, or the first one that fits: best matches are those of a search."""
    offered = {one.name: one for one in orders if one.name != "best" or asked.search}
    asked.order = offered.get(text.removeprefix("-"))
    asked.is_reversed = text.startswith("-") and asked.order is not None
    if asked.order is None:
        asked.order = next(iter(offered.values()))
        if text:
            asked.notes.append("The list has no such order: it is sorted as usual.")
            asked.pairs = [pair for pair in asked.pairs if pair[0] != SORT]


def _choose_needed(asked: AskedList, request: HttpRequest, tokens: Sequence[Token]) -> None:
    """What an order sorts alone stands in the bar as a token, as if it had been chosen."""
    name, value = asked.order.needs
    token = next(token for token in tokens if token.name == name)
    if asked.values_of(name) or asked.refusals:
        return
    asked.chosen.append(token.read(request, {name: [value]}))
    asked.pairs.append((name, value))


def _place(asked: AskedList, model: type[Model], text: str) -> Place | None:
    columns = asked.order.columns if isinstance(asked.order, Order) else ("pk", "pk")
    try:
        values = json.loads(text)
        # Where a walk stopped, a place may be shorter than that of a row.
        if not isinstance(values, list) or not 0 < len(values) <= len(columns):
            raise ValueError(text)
        return tuple(_value(model, *pair) for pair in zip(columns, values, strict=False))
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        asked.notes.append("The page in the address is none of this list: it begins at its start.")
        return None


def _value(model: type[Model], column: str, value: Any) -> Any:
    field = model._meta.pk if column == "pk" else get_fields_from_path(model, column)[-1]
    found = field.to_python(value)
    if found is None or (isinstance(found, int) and abs(found) > _LARGEST_NUMBER):
        raise ValueError(value)
    if isinstance(found, str):
        found.encode()  # half of a pair of surrogates is no text: UnicodeEncodeError
        if "\0" in found:
            raise ValueError(value)
    elif isinstance(found, datetime):
        found.astimezone(UTC)  # the first and the last day of all have other ones beyond them
    return found


def place_in_words(place: Place) -> str:
    """Return a place as the address has it."""
    values = [v if isinstance(v, int | float | str) else v.isoformat() for v in place]
    return json.dumps(values, ensure_ascii=False)
