"""The bar above a list as its template prints it: chips, boxes, orders, kept lists, columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest
from django.urls import reverse

from articles.admin.lists.asked_list import SORT, AskedList, encoded
from articles.admin.lists.kept_lists import chosen_columns, kept_lists
from articles.admin.lists.tokens import Box, Chip
from articles.models import DeskList

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChipLink:
    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the bar; `is_here`: it leads to what is shown. `by` names whoever shares it."""

    words: str
    url: str
    is_here: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of one's own, to be renamed, shared or removed."""

    name: str
    is_shared: bool
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`kept` are the pairs that the form of the boxes sends along, `search_kept` the search's."""

    search: str
    search_help: str
    search_kept: Pairs
    chips: Sequence[ChipLink]
    clear_url: str
    refusals: Sequence[str]
    notes: Sequence[str]
    boxes: Sequence[Sequence[Box]]
    kept: Pairs
    orders: Sequence[Link]
    order_words: str
    lists: Sequence[Link]
    own_lists: Sequence[OwnList]
    columns: Sequence[tuple[str, str, bool]]
    query: str
    list_url: str
    keep_url: str
    columns_url: str
    name: str

    @property
    def can_be_saved(self) -> bool:
        return bool(self.query) and not self.refusals


def bar_of(request: HttpRequest, desk: Any, changelist: Any) -> Bar:
    """Return the bar of a list."""
    asked: AskedList = changelist.asked
    model = desk.opts.model_name
    one_valued = {
        box.name
        for token in desk.tokens
        for box in token.boxes(request, _sent(asked))
        if box.kind != "select"
    }
    return Bar(
        search=asked.search,
        search_help=desk.search_help_text,
        search_kept=[pair for pair in asked.pairs if pair[0] != SEARCH_VAR],
        chips=[_chip_link(asked, chip) for one in asked.chosen for chip in one.chips],
        clear_url="?" if asked.pairs else "",
        refusals=asked.refusals,
        notes=list(dict.fromkeys(asked.notes)),
        boxes=[boxes for token in desk.tokens if (boxes := token.boxes(request, _sent(asked)))],
        kept=[pair for pair in asked.pairs if pair[0] not in one_valued],
        orders=_order_links(asked, desk),
        order_words=_order_words(asked),
        lists=_kept_links(request, desk, asked),
        own_lists=[
            OwnList(
                row.name, row.is_shared, reverse(f"admin:articles_{model}_kept_list", args=[row.pk])
            )
            for row in _named(request, desk)
            if row.user_id == request.user.pk
        ],
        columns=_columns(request, desk),
        query=asked.query(),
        list_url=reverse(f"admin:articles_{model}_changelist"),
        keep_url=reverse(f"admin:articles_{model}_keep"),
        columns_url=reverse(f"admin:articles_{model}_columns"),
        name=str(desk.opts.verbose_name_plural),
    )


def _sent(asked: AskedList) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, value in asked.pairs:
        sent.setdefault(name, []).append(value)
    return sent


def _chip_link(asked: AskedList, chip: Chip) -> ChipLink:
    kept = [pair for pair in asked.pairs if pair not in chip.sent]
    # An order that sorts these rows alone goes with them.
    needs = getattr(asked.order, "needs", None)
    if needs in chip.sent:
        kept = [pair for pair in kept if pair[0] != SORT]
    return ChipLink(chip.label, chip.words, f"?{encoded([*kept, *chip.instead])}")


def _order_links(asked: AskedList, desk: Any) -> list[Link]:
    links = []
    for order in desk.orders:
        if order.name == "best" and not asked.search:
            continue
        for sign, words in (("", order.label), ("-", order.reversed_label)):
            if words:
                is_here = order is asked.order and asked.is_reversed == bool(sign)
                url = f"?{asked.query(**{SORT: sign + order.name})}"
                links.append(Link(words, url, is_here))
    return links


def _order_words(asked: AskedList) -> str:
    order = asked.order
    return order.reversed_label if asked.is_reversed and order.reversed_label else order.label


def _named(request: HttpRequest, desk: Any) -> list[DeskList]:
    return [row for row in kept_lists(request, desk) if row.name]


def _kept_links(request: HttpRequest, desk: Any, asked: AskedList) -> list[Link]:
    here = asked.query()
    return [
        Link(
            row.name,
            f"?{row.query}",
            row.query == here,
            "" if row.user_id == request.user.pk else row.user.get_username(),
        )
        for row in _named(request, desk)
    ]


def _columns(request: HttpRequest, desk: Any) -> list[tuple[str, str, bool]]:
    """(name, words, whether it is shown) of each column that may be chosen."""
    chosen = chosen_columns(request, desk)
    return [
        (name, label_for_field(name, desk.model, model_admin=desk), name in chosen)
        for name in desk.columns
    ]
