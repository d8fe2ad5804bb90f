"""ChangeList that reads a page of a list by its tokens, its order and its place."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from articles.admin.base.work_list import step_url
from articles.admin.lists.asked_list import (
    AFTER,
    BEFORE,
    SORT,
    TOTAL,
    AskedList,
    place_in_words,
    read_list,
)
from articles.admin.lists.conditions import Condition
from articles.admin.lists.key_pages import KeyList, KeyPage
from articles.admin.lists.list_total import ListTotal
from articles.admin.lists.listed_pages import NarrowedPlaces, by_number, by_rank
from articles.admin.lists.orders import ListedOrder, Order, Place
from articles.bulk_runs import MOST_ROWS
from articles.database.among import among


class TokenChangeList(ChangeList):
    """`asked` is the address as it was read, `page` the keys of the page, `queryset` all rows of
    the list, for actions: with the same conditions, so that what is selected is what is listed."""

    asked: AskedList | None = None

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        """All rows of the list; a list of which something could not be read has none."""
        desk = self.model_admin
        if self.asked is None:
            self.asked = read_list(request, self.model, desk.tokens, desk.orders)
            self.found: Sequence[int] | None = None
            self._search: Condition | None = None
            self._conditions = [one.condition for one in self.asked.chosen if one.condition]
            if self.asked.search and not self.asked.refusals:
                is_ranked = self.asked.order.name == "best"
                self._search, self.found = desk.search_condition(
                    request, self.asked.search, is_ranked=is_ranked
                )
                self._conditions.append(self._search)
            self.has_filters, self.filter_specs, self.has_active_filters = False, [], False
        rows = self.root_queryset
        if self.asked.refusals:
            return rows.none()
        for condition in self._conditions:
            rows = rows.filter(condition.natural)
        if self._order_within is not None:
            rows = rows.filter(self._order_within)
        return rows.order_by("-pk")

    @property
    def _order_within(self) -> Q | None:
        """The rows that have a place in the order."""
        return getattr(self.asked.order, "within", None)

    def get_results(self, request: HttpRequest) -> None:
        scope = self.model_admin.scope_condition(request)
        conditions = [*([scope] if scope else []), *self._asked_beside_the_order()]
        self._keys = KeyList(
            self.model,
            conditions,
            self._walked_order(),
            is_descending=self.asked.is_descending,
            parts=self.asked.values_of(getattr(self.asked.order, "parts_of", "")),
        )
        self.page = self._page(request.user)
        self.paginator = self._total()
        if self._keys.lacks_rows:
            self.asked.notes.append("What has no numbers of readers yet is left out of this order.")
        rows = self.model_admin.rows_of_page(
            self.root_queryset.filter(among("pk", self.page.keys)), self.list_display
        )
        at = {row.pk: row for row in rows}
        self.result_list = [at[key] for key in self.page.keys if key in at]
        self.model_admin.complete_rows(request, self)
        self.result_count = self.paginator.number
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = True
        self.multi_page = bool(self.page.after or self.page.before)

    def first_keys(self, limit: int) -> list[int]:
        """Return the keys of the first rows of the list; of a longer one, those from this page on,
        for whoever works through it. `goes_on` says whether there may be more."""
        self.goes_on = False
        if self.asked.refusals:
            return []
        start, shown = None, []
        if self.page.before and not (self.paginator.is_exact and self.paginator.number <= limit):
            shown, start = self.page.keys, self.page.after
            if start is None:
                return shown
        if self._places is not None:
            page = self._places.page(limit, start, None)
            keys, self.goes_on = shown + page.keys, page.after is not None
        else:
            places, stop = self._keys.walk(limit + 1, start)
            keys, self.goes_on = shown + [place[-1] for place in places], stop is not None
        self.goes_on |= len(keys) > limit
        return keys[:limit]

    # The order in the heads of the columns

    def get_ordering_field_columns(self) -> OrderedDict[int, str]:
        """Return the sorted column; Django's word for the usual direction of an order is "asc"."""
        name = self.asked.order.name
        found = [i for i, column in enumerate(self.list_display) if self._order_of(column) == name]
        return OrderedDict((i, "desc" if self.asked.is_reversed else "asc") for i in found[:1])

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Return an address of this list; a head's `o=3` is written by the name of its order."""
        if self.asked is None:  # Django writes links to its own counts first
            return "?"
        changes = dict(new_params or {})
        if ORDER_VAR in changes:
            first = str(changes.pop(ORDER_VAR)).partition(".")[0]
            changes[SORT] = self._sort(first) if first else ""
        also = {name: str(value) for name, value in changes.items() if value is not None}
        gone = [name for name, value in changes.items() if value is None]
        return f"?{self.asked.query([*gone, *(remove or [])], **also)}"

    def _sort(self, number: str) -> str:
        name = self._order_of(self.list_display[int(number.lstrip("-"))])
        return f"-{name}" if number.startswith("-") else name

    def _order_of(self, column: str) -> str:
        """The name of the order by a column, which `admin_order_field` holds."""
        orders = {order.name for order in self.model_admin.orders}
        name = getattr(getattr(self.model_admin, column, None), "admin_order_field", None)
        return name if name in orders else ""

    # The bar

    @property
    def list_query(self) -> str:
        """The list without a place in it, as it is saved."""
        return self.asked.query()

    @property
    def page_query(self) -> str:
        """The list at this page."""
        for name in (AFTER, BEFORE):
            if place := getattr(self.asked, name):
                return self.asked.query(**{name: place_in_words(place)})
        return self.list_query

    @property
    def next_url(self) -> str:
        return self._url_at(AFTER, self.page.after)

    @property
    def previous_url(self) -> str:
        return self._url_at(BEFORE, self.page.before)

    @property
    def first_url(self) -> str:
        return f"?{self.list_query}" if self.page.before else ""

    @property
    def start_url(self) -> str:
        """The form of the first row that has one, as the beginning of work through the list; "" of
        all rows there are."""
        steps = map(self.model_admin.step_to, self.result_list) if self._conditions else ()
        step = next(filter(None, steps), None)
        return step_url(self.opts.model_name, self.page_query, step) if step else ""

    @property
    def count_url(self) -> str:
        """Where all rows are counted, however long that takes."""
        return "" if self.paginator.is_exact else f"?{self.asked.query(**{TOTAL: 'all'})}"

    def _url_at(self, name: str, place: Place | None) -> str:
        return f"?{self.asked.query(**{name: place_in_words(place)})}" if place else ""

    # Reading

    def _walked_order(self) -> Order:
        orders = (self.asked.order, *self.model_admin.orders)
        return next(order for order in orders if isinstance(order, Order))

    def _asked_beside_the_order(self) -> list[Condition]:
        """The conditions without the one that all rows of a sorted few have by themselves."""
        needs = getattr(self.asked.order, "needs", None)
        known = {
            id(one.condition) for one in self.asked.chosen if (one.token.name, *one.values) == needs
        }
        if isinstance(self.asked.order, ListedOrder) and not self.asked.order.numbers:
            known.add(id(self._search))
        return [one for one in self._conditions if id(one) not in known]

    def _page(self, user: Any) -> KeyPage:
        self._places: NarrowedPlaces | None = None
        self._is_cut = False
        if self.asked.refusals:
            return KeyPage([], None, None)
        order = self.asked.order
        if not isinstance(order, ListedOrder):
            return self._keys.page(self.list_per_page, self.asked.after, self.asked.before)
        is_reversed = self.asked.is_reversed
        if order.numbers:
            numbers = order.numbers(user, is_reversed=is_reversed)
            self._is_cut = len(numbers) > MOST_ROWS
            if self._is_cut:
                self.asked.notes.append(f"The first {MOST_ROWS:,} rows of this order are listed.")
            places = by_number(numbers, is_reversed=is_reversed)
        else:
            places = by_rank(self.found or (), is_reversed=is_reversed)
        self._places = NarrowedPlaces(
            places,
            self._keys.among_keys if self._keys.is_narrowed else None,
            is_whole=self._keys.is_few or self.asked.is_counted,
        )
        return self._places.page(self.list_per_page, self.asked.after, self.asked.before)

    def _total(self) -> ListTotal:
        if self.asked.refusals:
            return ListTotal(0, is_exact=True)
        page = self.page
        is_whole = not (self._is_cut or any(one.is_cut for one in self._conditions))
        if self._places is not None:
            number = self._places.number
            if number is None:
                is_whole = is_whole and not (page.before or page.after)
                number = len(page.places)
            return ListTotal(min(number, MOST_ROWS), is_whole)
        if not (page.before or page.after):
            return ListTotal(len(page.places), is_whole)
        number = self._keys.count() if self.asked.is_counted else self._keys.cheap_count()
        if number is None:
            return ListTotal(len(page.places), is_exact=False)
        return ListTotal(number, is_whole)
