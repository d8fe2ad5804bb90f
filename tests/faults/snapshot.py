"""`python -m tests.faults.snapshot`: prints all that a database holds as JSON, but keys, times and
the runs themselves; and what is broken in it.

`content_modified_at` is left out where it is the moment of a run (every version but the first).
"""

import json
import sys
from hashlib import sha256

import django
from django.db import connection


def main() -> None:
    django.setup()
    json.dump(take(), sys.stdout, sort_keys=True, default=str)


def take() -> dict:
    from articles.models import (  # noqa: PLC0415 - after django.setup
        Article,
        Finding,
        ImportRun,
        Redirect,
        ReplacedFile,
        SourceFile,
        Subject,
    )

    articles = (
        Article.objects.select_related("subject", "rendering", "canonical__subject")
        .prefetch_related("related__target__subject", "revisions", "conflicts", "findings")
        .order_by("pk")
    )
    return {
        "broken": _broken(),
        # In pieces: SQLite takes no list of thousands of keys.
        "articles": {
            article.get_absolute_url(): _article(article)
            for article in articles.iterator(chunk_size=200)
        },
        "subjects": sorted(
            Subject.objects.values_list("slug", "name", "is_listed", "position"), key=str
        ),
        "files": {
            file.path: [
                file.sha256,
                file.reader_version,
                file.source_id,
                file.article and file.article.get_absolute_url(),
                _digest(file.data),
                _digest(file.base),
            ]
            for file in SourceFile.objects.select_related("article__subject")
        },
        "replaced": sorted(
            [file.path, file.sha256, file.source_id or 0, _digest(file.data), _digest(file.base)]
            for file in ReplacedFile.objects.all()
        ),
        "refused": sorted(Finding.objects.filter(article=None).values_list("path", "kind")),
        "redirects": sorted(Redirect.objects.values_list("old_path", "is_gone")),
        "unsettled": ImportRun.objects.filter(is_settled=False).count(),
    }


def _article(article) -> dict:
    from articles.core.article_content import to_values  # noqa: PLC0415 - after django.setup

    rendering = article.rendering
    return {
        "content": to_values(article.content()),
        "source_id": article.source_id,
        "status": article.status,
        "index_status": article.index_status,
        "canonical": article.canonical and article.canonical.get_absolute_url(),
        "version": article.version,
        "digest": article.content_digest,
        "modified": article.content_modified_at if article.version == 1 else None,
        "rendering": [
            rendering.html,
            rendering.plain_text,
            rendering.excerpt,
            rendering.short_answer,
            rendering.renderer_version,
            rendering.formula_count,
            rendering.unconverted_count,
        ],
        "targets": [
            link.target and link.target.get_absolute_url()
            for link in sorted(article.related.all(), key=lambda link: link.position)
        ],
        "revisions": [
            [row.version, row.kind, row.fields, row.status, to_values(row.content())]
            for row in sorted(article.revisions.all(), key=lambda row: row.version)
        ],
        "conflicts": sorted(
            (
                [row.field, row.base, row.ours, row.theirs, row.theirs_source_id, row.decision]
                for row in article.conflicts.all()
            ),
            key=str,
        ),
        "findings": sorted(
            (
                [row.kind, row.severity, row.field, row.line, row.detail, row.path]
                for row in article.findings.all()
            ),
            key=str,
        ),
    }


def _broken() -> list:
    """What no crash may leave behind: a damaged file, a row that points nowhere, an article that
    lacks a part, a rendering of another text."""
    from articles.core.computed_from_content import compute  # noqa: PLC0415 - after django.setup
    from articles.models import Article  # noqa: PLC0415

    found = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found += [row for row in cursor.fetchall() if row != ("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            found += cursor.fetchall()
    found += Article.objects.filter(rendering=None).values_list("slug", "subject__slug")
    articles = Article.objects.select_related("rendering").prefetch_related("related", "revisions")
    for article in articles.iterator(chunk_size=200):
        computed = compute(article.content())
        if article.rendering.html != computed.rendered.html:
            found.append(["rendering", article.slug])
        if article.content_digest != computed.digest:
            found.append(["digest", article.slug])
        versions = sorted(revision.version for revision in article.revisions.all())
        if versions != list(range(1, article.version)):
            found.append(["revisions", article.slug])
    return found


def _digest(data: bytes) -> str:
    return sha256(bytes(data)).hexdigest()


if __name__ == "__main__":
    main()
