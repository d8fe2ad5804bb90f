"""ModelAdmin of readers' notes, with a link to the article of each."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.admin.base.article_addresses import form_link
from articles.admin.base.article_search import SearchByArticleMixin
from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.in_subjects import InSubjectsMixin
from articles.admin.base.list_sheet import ListSheetMixin
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.models import BulkRun, Feedback

_State = Feedback.State
_SAMPLE_CHARACTERS = 100


class NoteFilter(StateFilter):
    """Unread notes unless asked otherwise. Votes without a note are no work for anybody."""

    waiting = "Unread"
    others = (("handled", "Handled"), ("all", "Unread and handled"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset.filter(state__in=[_State.UNREAD, _State.HANDLED])
        return queryset.filter(state=_State.HANDLED if self.value() else _State.UNREAD)


class FeedbackAdmin(
    InSubjectsMixin,
    SearchByArticleMixin,
    ListSheetMixin,
    BulkActionsMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    list_display = ("note_column", "place", "vote", "sent", "state_column")
    list_display_links = None
    list_filter = (NoteFilter, "is_report", "is_helpful")
    further_lookups = ("article__id__exact",)
    list_select_related = ("article__subject",)
    show_facets = admin.ShowFacets.NEVER
    searched_text = "note"
    search_help_text = "Part of the note, or words of the article, its address or number."
    actions = ("mark_handled", "mark_unread", "download_xlsx", "download_csv")
    fields = readonly_fields = ("note", "place", "vote", "created_at", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("article__answer")

    @admin.display(description="note")
    def note_column(self, row: Feedback) -> str:
        """As text: what readers write is never markup here."""
        return row.note

    @admin.display(description="article")
    def place(self, row: Feedback) -> str:
        return form_link(row.article)

    @admin.display(description="helpful?")
    def vote(self, row: Feedback) -> str:
        if row.is_report:
            return "An error report"
        return "Yes" if row.is_helpful else "No"

    @admin.display(description="sent")
    def sent(self, row: Feedback) -> str:
        return date_format(row.created_at, "j M Y")

    @admin.display(description="state")
    def state_column(self, row: Feedback) -> str:
        return row.get_state_display()

    @admin.action(description="Mark the selected notes as handled", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.HANDLE, queryset)

    @admin.action(description="Mark the selected notes as unread", permissions=["change"])
    def mark_unread(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.UNREAD, queryset)

    def sample_of(self, row: Feedback) -> str:
        return f"“{Truncator(row.note).chars(_SAMPLE_CHARACTERS)}” ({row.article.heading})"
