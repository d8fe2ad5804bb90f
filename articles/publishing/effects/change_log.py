"""Numbering the changes that the public can see, so that nobody who follows them misses one.

The order of the numbers is the order of the commits. SQLite's transactions write one at a time.
On PostgreSQL the counting stands behind a lock that its transaction keeps to its end: a number
becomes visible only after every lower one has. (A sequence alone would not do: its numbers are
given before the commit, and a reader who had seen 8 would never ask for a 7 that came late.)
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from articles.core.source.article_paths import article_path
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import Article, Change, Status

_KEYS_A_QUERY = 500
_CHANGES_LOCK = 7_246_102  # any number that nothing else on the database takes
_COLUMNS = ("article_key", "number", "kind", "path", "changed_at")
_REMOVED = {Status.WITHDRAWN: Change.Kind.WITHDRAWN, Status.DRAFT: Change.Kind.UNPUBLISHED}


def note_changes(keys: Iterable[int], kind: Change.Kind = Change.Kind.CHANGED) -> None:
    """Give each of the articles the next number, if the public can see what changed.

    `kind` is what happened to those that were public before and still are; one that has become
    public is new, one that is no more is a removal, and a draft that never was public leaves
    nothing. A removal tells the address that readers knew: one that was removed before keeps the
    address of that removal, wherever a draft has moved since.

    Call it inside the transaction that writes, near its end: on PostgreSQL nobody else can note
    anything until that transaction is over.
    """
    for some in batches(sorted(set(keys)), _KEYS_A_QUERY):
        _lock()
        known = _known(some)
        rows = Article.objects.filter(pk__in=some).order_by("pk")
        states = rows.values_list("pk", "status", "subject__slug", "slug")
        found = []
        for key, status, subject_slug, slug in states:
            before, last_path = known.get(key, (None, ""))
            if status != Status.PUBLISHED:
                if before is not None and before != _REMOVED[status]:
                    path = last_path or article_path(subject_slug, slug)
                    found.append((key, _REMOVED[status], path))
            elif before is None or before in Change.REMOVALS:
                found.append((key, Change.Kind.NEW, ""))
            else:
                found.append((key, kind, ""))
        _write(found, known)


def note_new(articles: Iterable[Article]) -> None:
    """Give each published one of some articles that were inserted in this transaction the next
    number: as `note_changes`, but nothing has to be asked about them."""
    _lock()
    _write(
        [(x.pk, Change.Kind.NEW, "") for x in articles if x.status == Status.PUBLISHED], known={}
    )


def note_deletion(key: int, path: str) -> None:
    """Note that the article of this key, which stood at `path`, has been removed; one that was no
    longer public keeps the address that it had when it was."""
    _lock()
    known = _known([key])
    if known:
        _, last_path = known[key]
        _write([(key, Change.Kind.DELETED, last_path or path)], known)


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGES_LOCK])


def _known(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """{key: (the last kind of change, its path: "" while public)} of those that are or were."""
    rows = Change.objects.filter(pk__in=keys).values_list("article_key", "kind", "path")
    return {key: (kind, path) for key, kind, path in rows}


def _write(found: Sequence[tuple[int, str, str]], known: Mapping[int, tuple[str, str]]) -> None:
    """Write (key, kind, path) under the next numbers; new rows by a plain insert, which takes a
    third of the time: those of an import are all new."""
    if not found:
        return
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    rows = [
        Change(article_key=key, number=number, kind=kind, path=path, changed_at=now)
        for number, (key, kind, path) in enumerate(found, start=last + 1)
    ]
    moment = connection.ops.adapt_datetimefield_value(now)
    insert_rows(
        Change,
        _COLUMNS,
        [
            (row.article_key, row.number, row.kind, row.path, moment)
            for row in rows
            if row.article_key not in known
        ],
    )
    Change.objects.bulk_create(
        [row for row in rows if row.article_key in known],
        update_conflicts=True,
        unique_fields=["article_key"],
        update_fields=list(_COLUMNS[1:]),
    )
