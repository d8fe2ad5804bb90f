"""The imports of the last seven days: what each brought, changed, refused, and left to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.admin.imports.import_run import summary_of
from articles.models import Article, Conflict, Delivery, ImportRun, Revision
from articles.rights import may_see_deliveries, scope_of, within

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Delivered:
    """An import: the articles that it made and that are there, its changes of others, and conflicts
    of it that are open, in the user's subjects; and all files that it refused, as its page tells
    them."""

    run: ImportRun
    name: str
    report: str
    new: Figure
    changed: Figure
    failed: Figure
    held: Figure


@dataclass(frozen=True, slots=True)
class DeliveriesOfWeek:
    """The newest first; `latest` is the last import where there was none in seven days, `waiting`
    the deliveries that wait for approval."""

    rows: Sequence[Delivered]
    has_more: bool
    latest: ImportRun | None
    waiting: Figure | None


def read_runs(user: Any) -> list[ImportRun]:
    """Return the newest imports, one more than is shown; none for who may not see imports."""
    if not (user.has_perm("articles.view_importrun") or user.has_perm("articles.change_importrun")):
        return []
    return list(ImportRun.objects.order_by("-pk")[: _SHOWN + 1])


def ask(tally: Tally, user: Any, runs: Sequence[ImportRun]) -> None:
    """Say what is to be counted of them in the user's subjects, along the indexes of the runs'
    keys."""
    keys = [run.pk for run in _of_week(runs)]
    if keys:
        new = Article.objects.filter(created_by_run__in=keys)
        tally.group("new", within(user, new), "created_by_run")
        changed = Revision.objects.filter(import_run__in=keys)
        if (scope := scope_of(user)) is not None:
            changed = changed.filter(subject_slug__in=scope.slugs)
        tally.group("changed", changed, "import_run")
        held = Conflict.objects.filter(closed_at__isnull=True, import_run__in=keys)
        tally.group("held", within(user, held, "article__subject"), "import_run")
    if may_see_deliveries(user):
        waiting = Delivery.objects.filter(state=Delivery.State.PLANNED)
        tally.count("planned", waiting)


def deliveries_of_week(
    user: Any, runs: Sequence[ImportRun], counts: Counts
) -> DeliveriesOfWeek | None:
    """Return what to show; None for who may see neither imports nor deliveries, and where there is
    nothing to tell."""
    new, changed, held = (counts.by_key(what) for what in ("new", "changed", "held"))
    rows = [
        Delivered(
            run=run,
            name=", ".join(source.rsplit("/", 1)[-1] for source in run.sources[:3]),
            report=summary_of(run),
            new=Figure(new.get(run.pk, 0), list_url("article", brought_by=run.pk)),
            changed=Figure(
                changed.get(run.pk, 0), reverse("admin:articles_importrun_changes", args=[run.pk])
            ),
            failed=Figure(
                len(run.failures), reverse("admin:articles_importrun_change", args=[run.pk])
            ),
            held=Figure(held.get(run.pk, 0), list_url("conflict", import_run__id__exact=run.pk)),
        )
        for run in _of_week(runs)[:_SHOWN]
    ]
    waiting = None
    if may_see_deliveries(user) and counts.of("planned"):
        url = list_url("delivery", state__exact=Delivery.State.PLANNED.value)
        waiting = Figure(counts.of("planned"), url)
    if not runs and not waiting:
        return None
    latest = runs[0] if runs and not rows else None
    return DeliveriesOfWeek(rows, len(_of_week(runs)) > _SHOWN, latest, waiting)


def _of_week(runs: Sequence[ImportRun]) -> list[ImportRun]:
    since: datetime = timezone.now() - timedelta(days=7)
    return [run for run in runs if run.started_at >= since]
