"""What hangs on an article beside its content: kept when it is deleted, brought back with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from articles.models import (
    Article,
    Conflict,
    Feedback,
    Finding,
    ImportRun,
    Readership,
    Redirect,
    SourceFile,
)
from articles.publishing.kept_decisions import bring_back_decisions, decisions_of

_CONFLICT_COLUMNS = ("field", "base", "ours", "theirs", "theirs_source_id", "source_path")
_FINDING_COLUMNS = ("path", "kind", "severity", "field", "line", "detail", "is_dismissed")
_FINDING_COLUMNS += ("assignee_id",)
_NUMBERS = ("views", "helpful", "unhelpful")
# Of the notes the newest: a revision is no place for thousands.
_MOST_NOTES = 200


def attachments_of(article: Article) -> dict[str, Any]:
    """Return, as JSON, what the database forgets with the article, or forgets the article of.

    `files` and `redirects` are paths; of the conflicts only those that wait for a decision; of the
    readers' numbers not the days, whose window will have moved on.
    """
    waiting = article.conflicts.open()
    return {
        "files": list(article.source_files.order_by("path").values_list("path", flat=True)),
        "redirects": list(article.redirects.values_list("old_path", flat=True)),
        "conflicts": [
            {name: getattr(conflict, name) for name in _CONFLICT_COLUMNS}
            | {"import_run": conflict.import_run_id, "opened_at": conflict.opened_at.isoformat()}
            for conflict in waiting
        ],
        "readership": Readership.objects.filter(pk=article.pk).values(*_NUMBERS).first(),
        "notes": _notes_of(article),
        "decisions": decisions_of(article),
        "findings": list(article.findings.order_by("pk").values(*_FINDING_COLUMNS)),
        "created_by_run": article.created_by_run_id,
        "created_at": article.created_at.isoformat(),
        "content_modified_at": article.content_modified_at.isoformat(),
        "change_note": article.change_note,
    }


def bring_back(article: Article, kept: Mapping[str, Any]) -> set[str]:
    """Give a new row of an article what `attachments_of` kept of the old one; return the old
    addresses that shall lead to it again. A file or an old address that belongs to another article
    by now stays there."""
    SourceFile.objects.filter(path__in=kept["files"], article=None).update(article=article)
    paths = kept["redirects"]
    leading_elsewhere = Redirect.objects.filter(old_path__in=paths, is_gone=False)
    free = set(paths) - set(leading_elsewhere.values_list("old_path", flat=True))
    runs = ImportRun.objects.in_bulk(
        [kept["created_by_run"], *(values["import_run"] for values in kept["conflicts"])]
    )
    for values in kept["conflicts"]:
        # One that was deleted before a column came has none of it.
        columns = {name: values[name] for name in _CONFLICT_COLUMNS if name in values}
        run = runs.get(values["import_run"])
        conflict = Conflict.objects.create(article=article, import_run=run, **columns)
        opened_at = datetime.fromisoformat(values["opened_at"])
        Conflict.objects.filter(pk=conflict.pk).update(opened_at=opened_at)
    if kept.get("readership"):
        Readership.objects.create(article=article, **kept["readership"])
    _bring_back_notes(article, kept.get("notes", ()))
    if "decisions" in kept:
        bring_back_decisions(kept["decisions"])
    # Before the effects of the bringing back, which find the text's own anew, and let what was
    # dismissed stay so.
    _bring_back_findings(article, kept.get("findings", ()))
    Article.objects.filter(pk=article.pk).update(
        created_by_run=runs.get(kept["created_by_run"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        content_modified_at=datetime.fromisoformat(kept["content_modified_at"]),
        change_note=kept.get("change_note", ""),
    )
    return free


def _bring_back_findings(article: Article, findings: Sequence[Mapping[str, Any]]) -> None:
    """One of somebody who is gone is nobody's. Who may not work on it any more loses it as all
    that is his (`articles.assigning.release_unfit`)."""
    keys = {values.get("assignee_id") for values in findings} - {None}
    people = {None, *get_user_model().objects.filter(pk__in=keys).values_list("pk", flat=True)}
    Finding.objects.bulk_create(
        Finding(article=article, **values | ({} if is_his else {"assignee_id": None}))
        for values in findings
        for is_his in [values.get("assignee_id") in people]
    )


def _notes_of(article: Article) -> list[dict[str, Any]]:
    """The oldest first, as they will get their keys again."""
    notes = article.feedback.exclude(state=Feedback.State.VOTE).order_by("-pk")[:_MOST_NOTES]
    rows = notes.values("is_helpful", "is_report", "note", "state", "created_at")
    return [row | {"created_at": row["created_at"].isoformat()} for row in reversed(rows)]


def _bring_back_notes(article: Article, notes: Iterable[Mapping[str, Any]]) -> None:
    Feedback.objects.bulk_create(
        Feedback(
            article=article,
            **{**note, "created_at": datetime.fromisoformat(note["created_at"])},
        )
        for note in notes
    )
