"""Read-only ModelAdmin of import runs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import ReadOnlyMixin
from articles.admin.imports.import_undo import ImportUndoMixin
from articles.admin.queues.finding import kind_label
from articles.core.text.bidi_controls import show_directions
from articles.importer.planning.decision import Action
from articles.importer.undo.undo_import import changes_of
from articles.models import ImportRun
from articles.rights import may_undo_imports

_SHOWN_FAILURES = 200


class ImportRunAdmin(
    ReadOnlyMixin, ImportUndoMixin, CappedListMixin, FilterLookupsMixin, admin.ModelAdmin
):
    list_display = ("started_at", "number", "state", "duration", "summary", "source_list")
    list_filter = ("state",)
    show_facets = admin.ShowFacets.NEVER
    # Not by the clock, which may have been set back between two.
    ordering = ("-pk",)
    fields = readonly_fields = (
        "number",
        "state",
        "started_at",
        "finished_at",
        "duration",
        "actor",
        "source_list",
        "revision_note",
        "summary",
        "change_list",
        "conflict_list",
        "finding_list",
        "failure_list",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("actor")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        run = context["original"]
        undone = ImportRun.State.UNDONE
        context["may_undo"] = (
            may_undo_imports(request.user) and run is not None and run.state != undone
        )
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="number")
    def number(self, run: ImportRun) -> str:
        """What timelines and `manage.py undo_import` call it."""
        return str(run.pk)

    @admin.display(description="took")
    def duration(self, run: ImportRun) -> str:
        if run.finished_at is None:
            return ""
        seconds = round((run.finished_at - run.started_at).total_seconds())
        return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"

    @admin.display(description="files")
    def summary(self, run: ImportRun) -> str:
        return summary_of(run)

    @admin.display(description="read from")
    def source_list(self, run: ImportRun) -> str:
        return ", ".join(run.sources)

    @admin.display(description="articles changed")
    def change_list(self, run: ImportRun) -> str:
        """How many revisions it made: what it found and wrote over."""
        url = reverse("admin:articles_importrun_changes", args=[run.pk])
        return format_html('<a href="{}">{}</a>', url, f"{changes_of(run).count():,}")

    @admin.display(description="conflicts")
    def conflict_list(self, run: ImportRun) -> str:
        """Those that it opened, or gave new words to, and how many still wait."""
        closed = run.conflicts.values_list("closed_at", flat=True)
        if not closed:
            return "none"
        url = reverse("admin:articles_conflict_changelist")
        return format_html(
            '<a href="{}?import_run__id__exact={}&amp;state=all">{}</a>, {} open',
            url,
            run.pk,
            f"{len(closed):,}",
            f"{sum(moment is None for moment in closed):,}",
        )

    @admin.display(description="findings in these files")
    def finding_list(self, run: ImportRun) -> str:
        """Each kind with its number, linked to what is open of it today."""
        url = reverse("admin:articles_finding_changelist")
        rows = sorted(run.problems.items(), key=lambda item: -item[1])
        return format_html(
            '<ul class="plain">{}</ul>',
            format_html_join(
                "",
                '<li><a href="{}?kind={}">{}</a> {}</li>',
                ((url, kind, kind_label(kind), f"{number:,}") for kind, number in rows),
            ),
        )

    @admin.display(description="refused files")
    def failure_list(self, run: ImportRun) -> str:
        """The first of them with their reasons; the run keeps up to 1,000."""
        shown = run.failures[:_SHOWN_FAILURES]
        items = format_html_join(
            "",
            "<li><code>{}</code> {}</li>",
            (
                (show_directions(failure["path"]), show_directions(failure["reason"]))
                for failure in shown
            ),
        )
        rest = len(run.failures) - len(shown)
        more = format_html("<li>and {} more</li>", f"{rest:,}") if rest else ""
        return format_html('<ul class="plain">{}{}</ul>', items, more) if run.failures else "none"


def summary_of(run: ImportRun) -> str:
    """`"1,404 created, 8 held"`: what became of its files, in the order of `Action`.

    PostgreSQL keeps the keys of JSON in an order of its own.
    """
    order = [*Action, *sorted(run.counts.keys() - set(Action))]
    return ", ".join(f"{run.counts[name]:,} {name}" for name in order if run.counts.get(name))
