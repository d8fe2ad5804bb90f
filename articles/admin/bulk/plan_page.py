"""The page on which a run of changes is told what to do, and its plan is read before it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.base.article_addresses import form_url
from articles.admin.base.bulk_actions import SECONDS_A_REQUEST, run_url
from articles.admin.base.field_changes import FieldChange, changes, content_values
from articles.admin.base.lookup_guards import read_number
from articles.admin.bulk.order_forms import form_of, forms_for
from articles.admin.bulk.run_pages import list_url, own_run
from articles.bulk_runs import tally_of, work
from articles.bulk_runs.bulk_tasks import go_on_in_background, is_in_background, is_queued
from articles.bulk_runs.kept_runs import discard
from articles.bulk_runs.orders import BadOrder, status_of
from articles.bulk_runs.orders.kinds import SHEET
from articles.bulk_runs.planning import (
    Discarded,
    begin_planned,
    give_order,
    leave_out,
    plan,
    wished_of,
)
from articles.bulk_runs.tallies import reached
from articles.core.source.article_paths import article_path
from articles.database.among import among
from articles.models import Article, BulkItem, BulkRun, Status
from articles.rights import may_view

ROWS_A_PAGE = 20
_REASONS = 30
_AWAY = "It is gone, or in a subject that is not yours any more."
_SLOW = "What it becomes takes too long to be shown here."
State, Item = BulkRun.State, BulkItem.State


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """An article of the plan: what it is called, where its form is, and what changes. `note` says
    why there is nothing to show of it, or why it is skipped."""

    key: int
    heading: str
    address: str
    url: str
    changes: Sequence[FieldChange]
    note: str = ""


def bulk_plan_page(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the forms, how far the plan is, or the plan; POST gives an order, goes on with the plan,
    leaves an article out, begins the run, or discards it."""
    run = own_run(request, pk)
    if not run.is_being_prepared:
        return HttpResponseRedirect(run_url(run))
    if request.method == "POST":
        return _act(site, request, run)
    is_sheet = bool(run.order) and run.order["kind"] == SHEET
    asks_again = run.state == State.PLANNED and "edit" in request.GET and not is_sheet
    if run.state == State.CHOOSING or asks_again:
        return _choose(site, request, run, forms_for(request.user, run.order))
    tally = tally_of(run)
    context = _context(site, request, run) | {"tally": tally, "total": run.total}
    context["is_sheet"] = is_sheet
    if run.state == State.PLANNING:
        context |= {"reached": reached(run, tally)[0], "is_away": is_in_background(run)}
    else:
        try:
            context |= _plan_context(request, run)
        except BadOrder as error:  # what it names has gone since it was planned
            messages.error(request, str(error))
            return _choose(site, request, run, forms_for(request.user, run.order))
    return TemplateResponse(request, "admin/articles/bulkrun/plan.html", context)


def plan_url(run: BulkRun) -> str:
    """Return the address of a run's plan."""
    return reverse("admin:bulk_plan", args=[run.pk])


def _context(site: Any, request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    return {
        **site.each_context(request),
        "opts": Article._meta,
        "title": run.order["words"] if run.order else f"Change {run.total:,} articles",
        "run": run,
        "list_url": list_url(run),
    }


def _choose(
    site: Any, request: HttpRequest, run: BulkRun, forms: Sequence[Any], sent: str = ""
) -> HttpResponse:
    context = _context(site, request, run) | {
        "title": f"Change {run.total:,} article{'s' if run.total != 1 else ''}",
        "forms": forms,
        "open": sent or (run.order["kind"] if run.order else "replace"),
        "most_shown": ROWS_A_PAGE,
    }
    return TemplateResponse(request, "admin/articles/bulkrun/choose.html", context)


def _plan_context(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """The rows of a page, by the key of the item: page 300 costs what page 1 does."""
    reason = request.GET.get("left")
    items = run.items.filter(state=Item.WAITING if reason is None else Item.SKIPPED)
    if reason is not None:
        items = items.filter(note=reason)
    after = read_number(request.GET.get("after", "")) or 0
    found = list(items.filter(pk__gt=after).order_by("pk")[: ROWS_A_PAGE + 1])
    shown = found[:ROWS_A_PAGE]
    skipped = run.items.filter(state=Item.SKIPPED).order_by().values_list("note")
    return {
        "rows": _rows(request, run, shown),
        "left": reason,
        "after": after,
        "next": shown[-1].pk if len(found) > ROWS_A_PAGE else None,
        "reasons": skipped.annotate(number=Count("pk")).order_by("-number")[:_REASONS],
    }


def _rows(request: HttpRequest, run: BulkRun, items: Sequence[BulkItem]) -> list[PlannedRow]:
    rows = Article.objects.filter(among("pk", [item.key for item in items]))
    articles = {one.pk: one for one in rows.select_related("subject").defer("answer")}
    status = status_of(run.order)
    wishes = dict.fromkeys([item.key for item in items]) if status else wished_of(run, items)
    user = request.user
    return [
        _row(item, article, wishes.get(item.key), status, is_slow=item.key not in wishes)
        if (article := articles.get(item.key)) and may_view(user, article)
        else PlannedRow(item.key, f"Article {item.key}", "", "", (), item.note or _AWAY)
        for item in items
    ]


def _row(
    item: BulkItem, article: Article, found: Any, status: Status | None, *, is_slow: bool
) -> PlannedRow:
    note, differing = item.note or (_SLOW if is_slow else ""), ()
    if status is not None:
        old, new = article.get_status_display(), status.label
        differing = changes({"status": old}, {"status": new})
    elif found is not None:
        chosen, wish = found
        differing = changes(
            content_values(chosen.content) | {"address": article.get_absolute_url()},
            content_values(wish.content)
            | {"address": article_path(wish.subject.slug, article.slug)},
        )
    if item.state == Item.WAITING and item.plan["version"] != article.version:
        note = "Somebody has changed it since the plan: the run will leave it as it is."
    address = article.get_absolute_url()
    return PlannedRow(item.key, article.heading, address, form_url(article.pk), differing, note)


def _act(site: Any, request: HttpRequest, run: BulkRun) -> HttpResponse:
    wish = request.POST.get("do")
    if wish == "order":
        return _order(site, request, run)
    if wish == "discard":
        target = list_url(run)
        if discard(run):
            messages.success(request, "The plan is discarded. Nothing was changed.")
        return HttpResponseRedirect(target)
    if wish == "go" and run.state == State.PLANNING:
        go_on_planning(request, run)
    elif wish == "leave":
        key = read_number(request.POST.get("key", ""))
        if key is not None and leave_out(run, key):
            messages.success(request, "It is left out of the plan.")
        after = read_number(request.POST.get("after", ""))
        return HttpResponseRedirect(f"{plan_url(run)}?after={after}" if after else plan_url(run))
    elif wish == "run":
        return _begin(site, request, run)
    return HttpResponseRedirect(plan_url(run))


def _order(site: Any, request: HttpRequest, run: BulkRun) -> HttpResponse:
    form = form_of(request.POST, request.user)
    if form is None:
        return HttpResponseRedirect(plan_url(run))
    if not form.is_valid():
        others = forms_for(request.user, run.order)
        shown = [form if one.kind == form.kind else one for one in others]
        return _choose(site, request, run, shown, form.kind)
    try:
        if give_order(run, form.order):
            go_on_planning(request, run)
    except BadOrder as error:  # what it names has gone since the form looked
        messages.error(request, str(error))
    return HttpResponseRedirect(plan_url(run))


def go_on_planning(request: HttpRequest, run: BulkRun) -> None:
    """Plan for as long as a request may; a worker goes on with the rest, or the page."""
    try:
        is_over = plan(run, actor=run.actor, seconds=SECONDS_A_REQUEST)
    except BadOrder as error:  # what it names has gone meanwhile: the page asks for another order
        messages.error(request, str(error))
        return
    except Discarded:
        raise Http404 from None
    if not is_over and not is_queued(run):
        go_on_in_background(run, user=run.actor)


def _begin(site: Any, request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Begin it where the number that was read is the number that is done; else show it again."""
    number = read_number(request.POST.get("number", ""))
    if not begin_planned(run, number):
        text = "The plan is another by now, so nothing was begun: look at it again."
        messages.warning(request, text)
        return HttpResponseRedirect(plan_url(run))
    follow = site.get_model_admin(Article).follow_of(request, run)
    is_over = work(run, actor=request.user, seconds=SECONDS_A_REQUEST, follow=follow)
    if not is_over:
        go_on_in_background(run, user=request.user)
    return HttpResponseRedirect(run_url(run))
