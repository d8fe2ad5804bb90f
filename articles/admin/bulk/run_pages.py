"""Pages of what was done in bulk: the list of runs, and each with its progress, stop and undo."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.base.article_addresses import form_url
from articles.admin.base.bulk_actions import SECONDS_A_REQUEST, run_url
from articles.admin.base.lookup_guards import read_number
from articles.bulk_runs import begin_undo, stop, tally_of, work
from articles.bulk_runs.bulk_tasks import go_on_in_background, is_in_background
from articles.bulk_runs.mark_changes import MARKS
from articles.bulk_runs.runs import follow_left
from articles.bulk_runs.tallies import reached
from articles.database.among import among
from articles.models import Article, BulkItem, BulkRun, Finding, Redirect
from articles.rights import may_undo_imports, within

_RUNS_A_PAGE = 50
_REASONS = 20
# Of the articles that were left for a reason so many are named.
_NAMED = 200


def _may_act(user: Any) -> bool:
    rights = {f"articles.change_{name}" for name in ("article", "finding", "redirect")}
    return any(map(user.has_perm, rights | {mark.right for mark in MARKS.values()}))


def _model_of(run: BulkRun) -> type[Model]:
    """What the list shows that a run was started from."""
    if run.is_of_marks:
        return MARKS[run.action].model
    if run.is_of_redirects:
        return Redirect
    return Finding if run.is_of_findings else Article


def own_run(request: HttpRequest, pk: int) -> BulkRun:
    """Return a run of the user's own, or anybody's for who may undo imports; raises
    PermissionDenied."""
    if not _may_act(request.user):
        raise PermissionDenied
    run = get_object_or_404(BulkRun.objects.select_related("actor", "task"), pk=pk)
    if run.actor_id != request.user.pk and not may_undo_imports(request.user):
        raise PermissionDenied
    return run


def list_url(run: BulkRun) -> str:
    """Return the address of the list that a run was started from."""
    model = _model_of(run)
    url = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    return f"{url}?{run.selection}" if run.selection else url


def bulk_runs_page(site: Any, request: HttpRequest) -> HttpResponse:
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


def bulk_run_page(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run; POST goes on with it, stops it, or undoes it. What may be done to each row is
    asked again, of who does it."""
    run = own_run(request, pk)
    if run.is_being_prepared:
        return HttpResponseRedirect(reverse("admin:bulk_plan", args=[run.pk]))
    if request.method == "POST":
        return _act(site, request, run)
    tally = tally_of(run)
    left = run.items.filter(state__in=(BulkItem.State.SKIPPED, BulkItem.State.KEPT)).order_by()
    done, total = reached(run, tally)
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": str(run),
        "run": run,
        "tally": tally,
        "reached": done,
        "total": total,
        "is_away": run.is_at_work and is_in_background(run),
        "reasons": left.values_list("note")
        .annotate(number=Count("pk"))
        .order_by("-number")[:_REASONS],
        "list_url": list_url(run),
        "named": _named(request, left) if "left" in request.GET and run.is_of_articles else (),
    }
    return TemplateResponse(request, "admin/articles/bulkrun/run.html", context)


def _named(request: HttpRequest, left: QuerySet[BulkItem]) -> list[tuple[str, str]]:
    """(heading, address of the form) of the first articles that were left for a reason."""
    items = left.filter(note=request.GET["left"]).order_by("pk")
    keys = list(items.values_list("key", flat=True)[:_NAMED])
    rows = Article.objects.filter(among("pk", keys)).defer("answer").order_by("pk")
    return [(article.heading, form_url(article.pk)) for article in within(request.user, rows)]


def _act(site: Any, request: HttpRequest, run: BulkRun) -> HttpResponse:
    wish = request.POST.get("do")
    follow = site.get_model_admin(Article).follow_of(request, run)
    follow_left(run, follow)
    if wish == "stop":
        stop(run)
    elif wish in ("go", "undo"):
        is_begun = wish == "undo" and begin_undo(run)
        is_over = work(run, actor=request.user, seconds=SECONDS_A_REQUEST, follow=follow)
        if is_begun and not is_over:
            go_on_in_background(run, user=request.user)
    return HttpResponseRedirect(run_url(run))
