"""Pages that list the changes of an import per article and undo them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.base.field_changes import label_of
from articles.admin.base.lookup_guards import read_number
from articles.importer.undo.undo_import import (
    NotUndoable,
    Undone,
    changes_of,
    costs_by_changes,
    count_changes,
    foresee_undo,
    undo_import,
)
from articles.models import ImportRun, Revision
from articles.relating import MOST_IN_A_REQUEST
from articles.rights import may_undo_imports, scope_of

# Each takes 20 to 30 ms: more is a command's work, not a request's.
MOST_CHANGES = 200
_ROWS_A_PAGE = 100
_NAMED_ARTICLES = 5


class ImportUndoMixin:
    """Two pages of an import run, for its ModelAdmin."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/changes/", view(self.changes), name="articles_importrun_changes"),
            path("<int:pk>/undo/", view(self.undo), name="articles_importrun_undo"),
            *super().get_urls(),
        ]

    def changes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The revisions that the run made, each a click from the article's timeline; by the key,
        `after` being the last one of the page before."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        after = read_number(request.GET.get("after", "")) or 0
        found = changes_of(run).filter(pk__gt=after).order_by("pk").defer("packed")
        if (scope := scope_of(request.user)) is not None:
            found = found.filter(subject_slug__in=scope.slugs)
        rows = list(found[: _ROWS_A_PAGE + 1])
        shown = rows[:_ROWS_A_PAGE]
        context = self._context(request, run, "What it changed") | {
            "rows": [_row(revision) for revision in shown],
            "after": shown[-1].pk if len(rows) > _ROWS_A_PAGE else None,
        }
        return TemplateResponse(request, "admin/articles/importrun/changes.html", context)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, with the numbers; POST undoes."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not may_undo_imports(request.user):
            raise PermissionDenied
        number = count_changes(run)
        is_small = number <= MOST_CHANGES
        is_bounded = costs_by_changes(run)
        is_undoable = run.state in {ImportRun.State.FINISHED, ImportRun.State.INTERRUPTED}
        if request.method == "POST" and is_small and is_bounded and is_undoable:
            try:
                undone = undo_import(run, actor=request.user)
            except NotUndoable:
                self.message_user(request, "It was undone already.", messages.INFO)
            else:
                self.log_change(request, run, "Undone.")
                self.message_user(request, _told(undone), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[pk]))
        context = self._context(request, run, "Undo this import") | {
            "number": f"{number:,}",
            "most": f"{MOST_CHANGES:,}",
            "is_small": is_small,
            "is_bounded": is_bounded,
            "most_related": f"{MOST_IN_A_REQUEST:,}",
            "is_undoable": is_undoable,
            "outlook": foresee_undo(run) if is_small and is_bounded and is_undoable else None,
        }
        return TemplateResponse(request, "admin/articles/importrun/undo.html", context)

    def _context(self, request: HttpRequest, run: ImportRun, title: str) -> dict[str, Any]:
        common = self.admin_site.each_context(request)
        return {
            **common,
            "opts": self.opts,
            "run": run,
            "title": title,
            "subtitle": f"Import {run.pk}, {run}",
        }


def _row(revision: Revision) -> dict[str, Any]:
    return {
        "key": revision.article_key,
        "version": revision.version + 1,
        "path": f"{revision.subject_slug}/{revision.slug}",
        "kind": revision.get_kind_display(),
        "fields": label_of(revision.fields),
    }


def _told(undone: Undone) -> str:
    text = (
        f"Undone: {len(undone.restored):,} articles put back, {len(undone.removed):,} removed,"
        f" {len(undone.kept):,} left as they are."
    )
    named = [f"{path} ({reason})" for path, reason in undone.kept[:_NAMED_ARTICLES]]
    more = ", …" if len(undone.kept) > len(named) else ""
    return f"{text} These stay: {', '.join(named)}{more}." if named else text
