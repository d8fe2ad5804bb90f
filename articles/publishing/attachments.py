"""What hangs on an article beside its content: kept when it is deleted, brought back with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from articles.models import Article, Conflict, ImportRun, Redirect, SourceFile
from articles.publishing.redirects import point

_CONFLICT_COLUMNS = ("field", "base", "ours", "theirs", "theirs_source_id")


def attachments_of(article: Article) -> dict[str, Any]:
    """Return, as JSON, what the database forgets with the article, or forgets the article of.

    `files` and `redirects` are paths; of the conflicts only those that wait for a decision.
    """
    waiting = article.conflicts.filter(closed_at=None)
    return {
        "files": list(article.source_files.order_by("path").values_list("path", flat=True)),
        "redirects": list(article.redirects.values_list("old_path", flat=True)),
        "conflicts": [
            {name: getattr(conflict, name) for name in _CONFLICT_COLUMNS}
            | {"import_run": conflict.import_run_id, "opened_at": conflict.opened_at.isoformat()}
            for conflict in waiting
        ],
        "created_by_run": article.created_by_run_id,
        "created_at": article.created_at.isoformat(),
        "content_modified_at": article.content_modified_at.isoformat(),
    }


def bring_back(article: Article, kept: Mapping[str, Any]) -> None:
    """Give a new row of an article what `attachments_of` kept of the old one. A file or an old
    address that belongs to another article by now stays there."""
    SourceFile.objects.filter(path__in=kept["files"], article=None).update(article=article)
    paths = kept["redirects"]
    leading_elsewhere = Redirect.objects.filter(old_path__in=paths, is_gone=False)
    for path in set(paths) - set(leading_elsewhere.values_list("old_path", flat=True)):
        point(path, article)
    runs = ImportRun.objects.in_bulk(
        [kept["created_by_run"], *(values["import_run"] for values in kept["conflicts"])]
    )
    for values in kept["conflicts"]:
        columns = {name: values[name] for name in _CONFLICT_COLUMNS}
        run = runs.get(values["import_run"])
        conflict = Conflict.objects.create(article=article, import_run=run, **columns)
        opened_at = datetime.fromisoformat(values["opened_at"])
        Conflict.objects.filter(pk=conflict.pk).update(opened_at=opened_at)
    Article.objects.filter(pk=article.pk).update(
        created_by_run=runs.get(kept["created_by_run"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        content_modified_at=datetime.fromisoformat(kept["content_modified_at"]),
    )
