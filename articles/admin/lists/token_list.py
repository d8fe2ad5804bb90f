"""ModelAdmin mixin of a list that is narrowed by tokens, paged by keyset, laid out by a person."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from articles.admin.base.work_list import Step
from articles.admin.lists.asked_list import AnyOrder, read_list
from articles.admin.lists.bar import Bar, bar_of
from articles.admin.lists.conditions import Condition, by_column, by_far_column
from articles.admin.lists.kept_lists import change_list, chosen_columns, keep_columns, keep_list
from articles.admin.lists.token_change_list import TokenChangeList
from articles.admin.lists.tokens import Token
from articles.rights import scope_of


class TokenListMixin:
    """For a ModelAdmin with InSubjectsMixin. It declares `tokens`, `orders` (the first that fits is
    the usual one) and `columns`: those that a person may choose behind `first_columns`, which
    stand always; `usual_columns` are shown until somebody has chosen."""

    tokens: Sequence[Token] = ()
    orders: Sequence[AnyOrder] = ()
    first_columns: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    usual_columns: tuple[str, ...] = ()
    list_per_page = 100
    list_max_show_all = 0
    list_filter = ()
    list_select_related = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)
    change_list_template: Any = None

    # What a list says of its rows

    def search_condition(
        self, request: HttpRequest, term: str, *, is_ranked: bool
    ) -> tuple[Condition, Sequence[int] | None]:
        """Return the condition of a search, and the keys that it found, the best first if they are
        to be ranked; None where no order of the list is by them."""
        raise NotImplementedError

    def rows_of_page(self, rows: QuerySet, columns: Sequence[str]) -> Iterable[Model]:
        """Return the rows of a page with what its columns print."""
        return rows

    def complete_rows(self, request: HttpRequest, changelist: TokenChangeList) -> None:
        """Give the rows what all of a page have from elsewhere, as `changelist.result_list`."""

    def step_to(self, row: Model) -> Step | None:
        """Return where a row leads whoever works through the list; None: to no article."""
        return None

    def scope_condition(self, request: HttpRequest) -> Condition | None:
        """Return the condition that a row is of the user's subjects; None: he works in all."""
        scope = scope_of(request.user)
        if scope is None:
            return None
        if "__" in self.subject_path:
            return by_far_column(self.subject_path, "in", sorted(scope.keys))
        return by_column(self.model, self.subject_path, "in", sorted(scope.keys))

    # Django's own

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TokenChangeList]:
        return TokenChangeList

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        chosen = chosen_columns(request, self)
        return (*self.first_columns, *(name for name in self.columns if name in chosen))

    def get_sortable_by(self, request: HttpRequest) -> tuple[str, ...]:
        names = {order.name for order in self.orders}
        shown = (*self.first_columns, *self.columns)
        return tuple(
            name
            for name in shown
            if getattr(getattr(self, name, None), "admin_order_field", "") in names
        )

    def get_urls(self) -> list[URLPattern]:
        site, name = self.admin_site, f"articles_{self.opts.model_name}"
        pages = (("columns/", keep_columns, "columns"), ("lists/", keep_list, "keep"))
        own = [
            path(address, site.admin_view(lambda r, view=view: view(r, self)), name=f"{name}_{end}")
            for address, view, end in pages
        ]
        one = site.admin_view(lambda request, pk: change_list(request, self, pk))
        return [*own, path("lists/<int:pk>/", one, name=f"{name}_kept_list"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Boxes that were left empty are no part of the address."""
        if request.method == "GET" and any(not value for _, value in request.GET.items()):
            asked = read_list(request, self.model, self.tokens, self.orders)
            return HttpResponseRedirect(f"{request.path}?{asked.query()}".rstrip("?"))
        response = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", None) and response.context_data.get("cl")
        if changelist is not None:
            response.context_data["bar"] = self.bar(request, changelist)
        return response

    def bar(self, request: HttpRequest, changelist: TokenChangeList) -> Bar:
        """Return what stands above the list."""
        return bar_of(request, self, changelist)
