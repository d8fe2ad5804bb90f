"""List of background tasks, the page of one, and the button that stops it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import ReadOnlyMixin
from articles.admin.tasks.task_progress import progress_of
from articles.models import TaskRun
from articles.rights import may_see_tasks, may_stop_task
from articles.tasks import ask_to_stop, title_of


class TaskRunAdmin(ReadOnlyMixin, CappedListMixin, FilterLookupsMixin, admin.ModelAdmin):
    list_display = ("title", "state", "progress", "user", "made_at", "ended_at", "sentence")
    list_filter = ("state",)
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskRun]:
        return super().get_queryset(request).select_related("user").defer("report")

    def get_urls(self) -> list[URLPattern]:
        stop = self.admin_site.admin_view(require_POST(self.stop))
        return [path("<int:pk>/stop/", stop, name="articles_taskrun_stop"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see_tasks(request.user)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """How far it is, or what became of it."""
        run = self.get_object(request, object_id)
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": title_of(run.kind),
            "progress": progress_of(run, request.user),
        }
        return TemplateResponse(request, "admin/articles/taskrun/page.html", context)

    def stop(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(TaskRun, pk=pk)
        if not may_stop_task(request.user, run.user_id):
            raise PermissionDenied
        if ask_to_stop(run):
            self.log_change(request, run, "Asked to stop.")
        else:
            self.message_user(request, "It had ended already.", messages.INFO)
        return HttpResponseRedirect(reverse("admin:articles_taskrun_change", args=[pk]))

    @admin.display(description="task")
    def title(self, run: TaskRun) -> str:
        return title_of(run.kind)

    @admin.display(description="done")
    def progress(self, run: TaskRun) -> str:
        return f"{run.done:,} of {run.total:,}" if run.total else ""
