"""Pagination of admin lists without COUNT(*) or OFFSET over the whole table."""

from functools import cached_property

from django.core.paginator import Paginator

from articles.bulk_runs import MOST_ROWS

COUNTED_ROWS = 5_000


class CappedPaginator(Paginator):
    """Counts at most `cap` + 1 rows; pages end there.

    `COUNT(*)` and a deep OFFSET read every row before the page: at a million articles that is a
    second a click. Who wants row 5,001 narrows the list by a filter or a search instead; the
    list says so (templates/admin/articles/pagination.html).
    """

    cap = COUNTED_ROWS

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[: self.cap + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.count > self.cap

    @cached_property
    def number_of_all(self) -> int | None:
        """How many rows "Select all" selects: counted to the end, for it is the number that an
        action asks about and acts on; None where that are more than one run takes. A template
        asks for it only where something can be done with more than a page."""
        if not self.is_capped:
            return self.count
        number = self.object_list.order_by().values("pk")[: MOST_ROWS + 1].count()
        return number if number <= MOST_ROWS else None


class CappedListMixin:
    """A ModelAdmin whose list stays fast at a million rows: no total, no sorting by a column
    that has no index, no count beside every filter."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    sortable_by = ()
    ordering = ("-pk",)
