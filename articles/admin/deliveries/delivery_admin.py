"""ModelAdmin of deliveries: the list, and the pages that bring one, show its plan and its files."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import ReadOnlyMixin
from articles.admin.deliveries.delivery_upload import DeliveryForm, reads_a_delivery
from articles.admin.deliveries.plan_page import (
    changes_of_file,
    counts_of,
    files_page,
    findings_of,
    known_files_of,
    notes_of,
)
from articles.admin.tasks.task_progress import progress_of
from articles.core.text.bidi_controls import show_directions
from articles.deliveries import (
    KINDS,
    UNDOABLE,
    BadPath,
    NothingTicked,
    NotInThisState,
    TooLarge,
    approve,
    bring,
    discard,
    forget_upload,
    keep_upload,
    plan_again,
    undo,
)
from articles.models import Delivery, DeliveryFile
from articles.rights import may_deliver, may_see_deliveries

_OVERTAKEN = "Nothing was done: it is in another state by now, which this page shows."
_NOTHING_TICKED = "Nothing was done: tick what is to be imported."


class DeliveryAdmin(ReadOnlyMixin, CappedListMixin, FilterLookupsMixin, admin.ModelAdmin):
    list_display = ("name_column", "state", "made_at", "user", "summary")
    list_filter = ("state",)
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        found = super().get_queryset(request).select_related("user", "task", "import_run")
        return found.defer("report", "moves", "notes")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "articles_delivery"
        return [
            path("<int:pk>/files/<int:file>/", view(self.file), name=f"{name}_file"),
            path("<int:pk>/order/", view(self.order), name=f"{name}_order"),
            path("<int:pk>/report/", view(self.report), name=f"{name}_report"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see_deliveries(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_deliver(request.user)

    @reads_a_delivery
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for an archive, or what lies on the server; have it read."""
        form = DeliveryForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                delivery = self._bring(request, form.cleaned_data)
            except (BadPath, TooLarge, OSError) as error:
                form.add_error(None, _sentence_of(error))
            else:
                self.log_addition(request, delivery, "Brought, to be read.")
                return HttpResponseRedirect(_address(delivery))
        context = self._context(request, "Bring a delivery") | {"form": form}
        return TemplateResponse(request, "admin/articles/delivery/bring.html", context)

    def _bring(self, request: HttpRequest, data: dict[str, Any]) -> Delivery:
        user = request.user
        if upload := data["archive"]:
            source = keep_upload(upload.name, upload.chunks())
            try:
                return bring(upload.name, str(source), is_upload=True, user=user)
            except BaseException:
                forget_upload(str(source))
                raise
        return bring(data["named"], data["named"], is_upload=False, user=user)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The plan, or how far the work on it is; with `kind` the files of that kind."""
        delivery = self.get_object(request, object_id)
        if delivery is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        kind = request.GET.get("kind", "")
        files = files_page(delivery, kind, request.GET.get("after", "")) if kind in KINDS else None
        run = delivery.import_run
        context = self._context(request, show_directions(delivery.name)) | {
            "delivery": delivery,
            "progress": progress_of(delivery.task, request.user) if delivery.task else None,
            "counts": counts_of(delivery),
            "findings": findings_of(delivery),
            "files": files,
            "moves": [show_directions(line) for line in delivery.moves],
            "may_deliver": may_deliver(request.user),
            "may_undo": run is not None and delivery.state in UNDOABLE,
            "notes": notes_of(delivery),
            "unchanged": known_files_of(delivery),
        }
        return TemplateResponse(request, "admin/articles/delivery/page.html", context)

    @method_decorator(require_safe)
    def file(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """What an import would change of one article."""
        row = get_object_or_404(DeliveryFile.objects.select_related("delivery"), pk=file)
        delivery = row.delivery
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        if delivery.pk != pk:
            raise Http404
        changed, collisions = changes_of_file(row)
        context = self._context(request, show_directions(row.path)) | {
            "delivery": delivery,
            "row": row,
            "label": KINDS.get(row.action, row.action),
            "changes": changed,
            "collisions": collisions,
        }
        return TemplateResponse(request, "admin/articles/delivery/file.html", context)

    @method_decorator(require_POST)
    def order(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button of the page asks for."""
        delivery = get_object_or_404(Delivery, pk=pk)
        if not may_deliver(request.user):
            raise PermissionDenied
        user = request.user
        try:
            match request.POST.get("order"):
                case "approve":
                    kinds = request.POST.getlist("kind")
                    approve(delivery, kinds, digest=request.POST.get("plan", ""), user=user)
                    words = f"Approved: {', '.join(sorted(KINDS.keys() & set(kinds)))}."
                case "again":
                    plan_again(delivery, user=user)
                    words = "Read again."
                case "undo":
                    undo(delivery, user=user)
                    words = "Undone."
                case "discard":
                    discard(delivery)
                    words = "Discarded."
                case _:
                    return HttpResponse(status=400)
        except NothingTicked:
            self.message_user(request, _NOTHING_TICKED, messages.WARNING)
        except NotInThisState:
            self.message_user(request, _OVERTAKEN, messages.WARNING)
        else:
            self.log_change(request, delivery, words)
        return HttpResponseRedirect(_address(delivery))

    @method_decorator(require_safe)
    def report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report as `import_articles --report` writes it."""
        delivery = get_object_or_404(Delivery, pk=pk)
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        name = f'attachment; filename="delivery-{pk}.json"'
        indent = {"ensure_ascii": False, "indent": 1}
        headers = {"Content-Disposition": name}
        return JsonResponse(delivery.report, json_dumps_params=indent, headers=headers)

    @admin.display(description="delivery")
    def name_column(self, delivery: Delivery) -> str:
        return show_directions(delivery.name)

    @admin.display(description="files")
    def summary(self, delivery: Delivery) -> str:
        return ", ".join(f"{count.number} {count.label.lower()}" for count in counts_of(delivery))

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title}


def _address(delivery: Delivery) -> str:
    return reverse("admin:articles_delivery_change", args=[delivery.pk])


def _sentence_of(error: Exception) -> str:
    if isinstance(error, TooLarge):
        return f"The archive is larger than {error.most_bytes // 1_000_000:,} MB."
    if isinstance(error, OSError):
        return "The archive could not be kept: the server has no room left, or its disk fails."
    return str(error)
