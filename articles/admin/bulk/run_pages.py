"""Pages of what was done in bulk: the list of runs, and each with its progress, stop and undo."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.base.bulk_actions import SECONDS_A_REQUEST, run_url
from articles.admin.base.lookup_guards import read_number
from articles.bulk_runs import begin_undo, stop, tally_of, work
from articles.models import Article, BulkItem, BulkRun, Finding
from articles.rights import may_undo_imports

_RUNS_A_PAGE = 50
_REASONS = 20


def _may_act(user: object) -> bool:
    return any(user.has_perm(f"articles.change_{model}") for model in ("article", "finding"))


def bulk_runs_page(site: object, request: HttpRequest) -> HttpResponse:
    """One's own runs, or everybody's for who may undo imports; the newest first, by the key."""
    if not _may_act(request.user):
        raise PermissionDenied
    runs = BulkRun.objects.select_related("actor").order_by("-pk")
    if not may_undo_imports(request.user):
        runs = runs.filter(actor=request.user)
    if before := read_number(request.GET.get("before", "")):
        runs = runs.filter(pk__lt=before)
    rows = list(runs[: _RUNS_A_PAGE + 1])
    shown = rows[:_RUNS_A_PAGE]
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": "Bulk runs",
        "runs": shown,
        "before": shown[-1].pk if len(rows) > _RUNS_A_PAGE else None,
    }
    return TemplateResponse(request, "admin/articles/bulkrun/list.html", context)


def bulk_run_page(site: object, request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run; POST goes on with it, stops it, or undoes it. What may be done to each row is
    asked again, of who does it."""
    if not _may_act(request.user):
        raise PermissionDenied
    run = get_object_or_404(BulkRun.objects.select_related("actor"), pk=pk)
    if run.actor_id != request.user.pk and not may_undo_imports(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _act(site, request, run)
    tally = tally_of(run)
    left = run.items.filter(state__in=(BulkItem.State.SKIPPED, BulkItem.State.KEPT)).order_by()
    model = Finding if run.is_of_findings else Article
    list_url = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    is_undo = run.state in (BulkRun.State.UNDOING, BulkRun.State.UNDONE)
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": str(run),
        "run": run,
        "tally": tally,
        "reached": run.total - (tally.done if is_undo else tally.waiting),
        "reasons": left.values_list("note")
        .annotate(number=Count("pk"))
        .order_by("-number")[:_REASONS],
        "list_url": f"{list_url}?{run.selection}" if run.selection else list_url,
    }
    return TemplateResponse(request, "admin/articles/bulkrun/run.html", context)


def _act(site: object, request: HttpRequest, run: BulkRun) -> HttpResponse:
    wish = request.POST.get("do")
    if wish == "stop":
        stop(run)
    elif wish in ("go", "undo"):
        if wish == "undo":
            begin_undo(run)
        follow = site.get_model_admin(Article).follow_of(request)
        work(run, actor=request.user, seconds=SECONDS_A_REQUEST, follow=follow)
    return HttpResponseRedirect(run_url(run))
