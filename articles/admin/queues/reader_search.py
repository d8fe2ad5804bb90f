"""ModelAdmin of what readers looked for: the searches without a good result first."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.list_sheet import ListSheetMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.models import BulkRun, ReaderSearch, SearchNote

# Of a search that many write about, the list shows the latest.
_NOTES_SHOWN = 3


class SettledFilter(StateFilter):
    """Those that nobody has dealt with, unless asked otherwise."""

    others = (("settled", "Dealt with"), ("all", "All"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_settled=self.value() == "settled")


class OutcomeFilter(admin.SimpleListFilter):
    """What came of a search the last time."""

    title = "outcome"
    parameter_name = "outcome"
    BAD = "bad"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [
            (self.BAD, "Without a good result"),
            ("none", "No result"),
            ("weak", "Weak results"),
            ("unopened", "No result opened"),
            ("note", "With a note"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case self.BAD:
                return queryset.filter(is_good=False)
            case "none":
                return queryset.filter(results=0)
            case "weak":
                return queryset.filter(results__gt=0, is_good=False)
            case "unopened":
                return queryset.filter(results__gt=0, clicks=0)
            case "note":
                return queryset.filter(notes__isnull=False).distinct()
        return queryset


class ReaderSearchAdmin(
    ListSheetMixin, BulkActionsMixin, CappedListMixin, FilterLookupsMixin, admin.ModelAdmin
):
    list_display = ("text_column", "times", "outcome", "clicks", "last_day_column")
    list_display_links = None
    list_filter = (SettledFilter, OutcomeFilter)
    show_facets = admin.ShowFacets.NEVER
    # The table has 20,000 rows at most: it may be sorted and searched without an index.
    ordering = ("is_good", "-times", "-pk")
    sortable_by = ("times", "outcome", "clicks", "last_day_column")
    search_fields = ("text", "notes__text")
    search_help_text = "Part of the search, or of a note on it."
    actions = ("mark_settled", "mark_open", "download_xlsx", "download_csv")
    fields = readonly_fields = (
        *("linked_text", "times", "outcome", "clicks", "first_day", "last_day", "is_settled"),
        "all_notes",
    )

    class Media:
        css = {"all": ["admin/qtsite/readers.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        notes = SearchNote.objects.order_by("-pk")
        return super().get_queryset(request).prefetch_related(Prefetch("notes", queryset=notes))

    @admin.display(description="search", ordering="text")
    def text_column(self, row: ReaderSearch) -> str:
        """What was typed, which leads to its results as readers see them, with the latest notes on
        it below and a way to the others."""
        notes = row.notes.all()
        lines = format_html("{}{}", _link_to_results(row), _as_lines(notes[:_NOTES_SHOWN]))
        if len(notes) <= _NOTES_SHOWN:
            return lines
        page = reverse("admin:articles_readersearch_change", args=[row.pk])
        more = f"and {len(notes) - _NOTES_SHOWN:,} more"
        return format_html('{}<a href="{}">{}</a>', lines, page, more)

    @admin.display(description="search")
    def linked_text(self, row: ReaderSearch) -> str:
        return _link_to_results(row)

    @admin.display(description="outcome", ordering="results")
    def outcome(self, row: ReaderSearch) -> str:
        if not row.results:
            return "No result" if row.times else "Not counted"
        number = f"{row.results:,} result{'' if row.results == 1 else 's'}"
        return number if row.is_good else f"{number}, weak"

    @admin.display(description="last made", ordering="last_day")
    def last_day_column(self, row: ReaderSearch) -> str:
        return date_format(row.last_day, "j M Y")

    @admin.display(description="notes")
    def all_notes(self, row: ReaderSearch) -> str:
        return _as_lines(row.notes.all()) or "–"

    @admin.action(description="Mark the selected searches as dealt with", permissions=["change"])
    def mark_settled(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.SETTLE, queryset)

    @admin.action(description="Mark the selected searches as open", permissions=["change"])
    def mark_open(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.UNSETTLE, queryset)


def _link_to_results(row: ReaderSearch) -> str:
    if not row.text:
        return str(row)
    address = f"{reverse('search')}?{urlencode({'q': row.text})}"
    return format_html('<a href="{}">{}</a>', address, row.text)


def _as_lines(notes: Any) -> str:
    """As text: what readers write is never markup here."""
    rows = ((note.text, date_format(note.day, "j M Y")) for note in notes)
    return format_html_join("", '<p class="note">{} <span class="quiet">{}</span></p>', rows)
