"""Where the activity log reads who did what: versions of articles, the desk's own log, bulk runs,
imports and background tasks; of each what the user may see, and the line that tells a row.

An act is told once. A version that an import or a bulk run made is told by the run; of the log's
entries about an article those that a version tells are left out.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Left, Replace, StrIndex, Substr
from django.urls import NoReverseMatch, reverse

from articles.admin.base.bulk_actions import run_url
from articles.admin.base.field_changes import label_of
from articles.admin.history.activity_line import (
    BULK,
    DECISIONS,
    IMPORTS,
    OTHER,
    READERS,
    TASKS,
    TEXT,
    Line,
    Source,
)
from articles.core.text.bidi_controls import show_directions
from articles.models import (
    Article,
    BulkItem,
    BulkRun,
    Delivery,
    ImportRun,
    Revision,
    Status,
    TaskRun,
)
from articles.rights import may_see_tasks, may_undo_imports, scope_of
from articles.tasks.kinds import title_of

# How the log's entries about articles begin that a version, or a run, tells as well.
_TOLD_BY_VERSIONS = ("[", "Restored version", "Brought back", "Undone.", "Bulk run ")
Kind = Revision.Kind


# Versions of articles


def _revisions(user: Any, kind: str) -> QuerySet | None:
    kinds = {TEXT: [Kind.EDITED, Kind.RESTORED], READERS: [Kind.STATUS, Kind.MOVED, Kind.DELETED]}
    if kind and kind not in kinds:
        return None
    chosen = kinds[kind] if kind else [one for some in kinds.values() for one in some]
    rows = Revision.objects.filter(import_run=None, kind__in=chosen)
    # A person's note may begin as a run's reason does, of an article that is no item of it.
    told = BulkItem.objects.filter(run=OuterRef("bulk_run"), key=OuterRef("article_key"))
    told_by_run = Q(reason__startswith="Bulk run ") & Q(Exists(told))
    rows = rows.alias(bulk_run=_bulk_run()).exclude(told_by_run)
    rows = rows.defer("packed", "attachments")
    scope = scope_of(user)
    return rows if scope is None else rows.filter(subject_slug__in=scope.slugs)


def _bulk_run() -> Cast | Case:
    """The number of the bulk run that a version's reason begins with; 0 or null without one. SQLite
    makes 0 of any words, and would ask Python for the pattern, once for each version of a run."""
    rest = Concat(Replace(Substr("reason", 10), Value(":"), Value(" ")), Value(" "))
    number = Cast(Left(rest, StrIndex(rest, Value(" ")) - 1), BigIntegerField())
    if connection.vendor == "sqlite":
        return number
    return Case(When(reason__regex=r"^Bulk run [0-9]{1,18}(:| |$)", then=number))


def _of_revision(row: Revision) -> Line:
    if row.kind == Kind.EDITED:
        words = f"changed {_lower(label_of(row.fields)) or 'the article'}"
        reason = row.reason
    elif row.kind == Kind.STATUS and row.reason in _NOW:
        words, reason = _NOW[row.reason], ""
    else:
        words, reason = _VERBS[row.kind], row.reason
    return Line(
        source="r",
        key=row.pk,
        made_at=row.created_at,
        person=_name(row.actor),
        words=f"{words} ({reason})" if reason else words,
        thing=show_directions(f"{row.subject_slug}/{row.slug}"),
        change_url=_comparison(row) if row.kind != Kind.DELETED else "",
        url=""
        if row.article_id
        else reverse("admin:articles_article_deleted", args=[row.article_key]),
        article=row.article_id,
    )


_VERBS = {
    Kind.RESTORED: "went back to an older version of",
    Kind.STATUS: "changed the status",
    Kind.MOVED: "moved",
    Kind.DELETED: "deleted",
}
# The reasons that `articles.publishing` gives by itself.
_NOW = {
    f"Now {Status.PUBLISHED.label}": "published",
    f"Now {Status.DRAFT.label}": "made a draft of",
    f"Now {Status.WITHDRAWN.label}": "withdrew",
}


def _comparison(row: Revision) -> str:
    if row.article_id is None:
        return ""
    url = reverse("admin:articles_article_history", args=[row.article_id])
    return f"{url}?from={row.version}&to={row.version + 1}"


# The desk's own log


def _entries(user: Any, kind: str) -> QuerySet | None:
    article = ContentType.objects.get_for_model(Article).pk
    of_imports = {ContentType.objects.get_for_model(one).pk for one in (Delivery, ImportRun)}
    seen = _seen_types(user)
    told = Q(action_flag=CHANGE)
    for start in _TOLD_BY_VERSIONS:
        told &= ~Q(change_message__startswith=start)
    parts = {
        TEXT: Q(of_type=article, action_flag=ADDITION),
        DECISIONS: Q(of_type=article) & told,
        IMPORTS: Q(of_type__in=of_imports & seen),
        OTHER: Q(of_type__in=seen - of_imports - {article}),
    }
    if kind and kind not in parts:
        return None
    condition = parts[kind] if kind else Q()
    if not kind:
        for part in parts.values():
            condition |= part
    # By an expression: SQLite else gathers the whole log by its types, and sorts it.
    rows = LogEntry.objects.alias(of_type=Coalesce("content_type_id", 0)).filter(condition)
    rows = rows.select_related("content_type")
    scope = scope_of(user)
    if scope is None:
        return rows
    mine = Article.objects.filter(subject__in=scope.keys).order_by()
    mine = mine.values_list(Cast("pk", CharField()), flat=True)
    return rows.filter(Q(user=user) | Q(content_type=article, object_id__in=mine))


def _seen_types(user: Any) -> set[int]:
    """The kinds of things that the user may see in the desk."""
    models = [
        model
        for model in admin.site._registry
        if any(
            user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
            for verb in ("view", "change")
        )
    ]
    found = ContentType.objects.get_for_models(*models) if models else {}
    return {content_type.pk for content_type in found.values()}


def _of_entry(entry: LogEntry) -> Line:
    is_article = entry.content_type is not None and entry.content_type.model == "article"
    message = entry.get_change_message()
    words = {ADDITION: "made", CHANGE: "changed", DELETION: "deleted"}[entry.action_flag]
    if message and message != "Added.":
        words = _lower(message.rstrip("."))
    name = "" if is_article or entry.content_type is None else f"{entry.content_type.name} "
    return Line(
        source="l",
        key=entry.pk,
        made_at=entry.action_time,
        person=_name(entry.user),
        words=words,
        thing=f"{name}“{show_directions(entry.object_repr)}”",
        url="" if entry.action_flag == DELETION else _entry_url(entry),
        article=int(entry.object_id) if is_article and entry.object_id.isdecimal() else None,
    )


def _entry_url(entry: LogEntry) -> str:
    try:
        return entry.get_admin_url() or ""
    except NoReverseMatch:
        return ""


# Runs and tasks


def _bulk_runs(user: Any, kind: str) -> QuerySet | None:
    if kind not in ("", BULK):
        return None
    # A plan has changed nothing yet.
    prepared = (BulkRun.State.CHOOSING, BulkRun.State.PLANNING, BulkRun.State.PLANNED)
    rows = BulkRun.objects.select_related("assignee").exclude(state__in=prepared)
    return rows if may_undo_imports(user) else rows.filter(actor=user)


def _of_bulk_run(run: BulkRun) -> Line:
    to = f", to {run.assignee}" if run.assignee else ""
    return Line(
        source="b",
        key=run.pk,
        made_at=run.created_at,
        person=_name(run.actor),
        words=f"in bulk{_unless(run, BulkRun.State.FINISHED)}",
        thing=f"{run}{to}",
        url=run_url(run),
        change_url=run_url(run),
    )


def _imports(user: Any, kind: str) -> QuerySet | None:
    sees = user.has_perm("articles.view_importrun") or user.has_perm("articles.change_importrun")
    if kind not in ("", IMPORTS) or not sees:
        return None
    return ImportRun.objects.defer("failures", "problems")


def _of_import(run: ImportRun) -> Line:
    names = ", ".join(source.rsplit("/", 1)[-1] for source in run.sources[:3])
    return Line(
        source="i",
        key=run.pk,
        made_at=run.started_at,
        person=_name(run.actor),
        words=f"imported{_unless(run, ImportRun.State.FINISHED)}",
        thing=f"{names or 'files'}",
        url=reverse("admin:articles_importrun_change", args=[run.pk]),
        change_url=reverse("admin:articles_importrun_changes", args=[run.pk]),
    )


def _tasks(user: Any, kind: str) -> QuerySet | None:
    if kind not in ("", TASKS) or not may_see_tasks(user):
        return None
    return TaskRun.objects.filter(user__isnull=False)


def _of_task(run: TaskRun) -> Line:
    return Line(
        source="t",
        key=run.pk,
        made_at=run.made_at,
        person=_name(run.user),
        words=f"started in the background{_unless(run, TaskRun.State.DONE)}",
        thing=title_of(run.kind),
        url=reverse("admin:articles_taskrun_change", args=[run.pk]),
    )


SOURCES = (
    Source("r", _revisions, _of_revision, "actor", "created_at"),
    Source("l", _entries, _of_entry, "user", "action_time"),
    Source("b", _bulk_runs, _of_bulk_run, "actor", "created_at"),
    Source("i", _imports, _of_import, "actor", "started_at"),
    Source("t", _tasks, _of_task, "user", "made_at"),
)


def _unless(run: Any, usual: str) -> str:
    """The state of a run in brackets, where it is not what becomes of most."""
    return "" if run.state == usual else f" ({_lower(run.get_state_display())})"


def _name(user: Any) -> str:
    return user.get_username() if user else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
