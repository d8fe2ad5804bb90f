"""Numbering the changes that the public can see, so that nobody who follows them misses one.

The order of the numbers is the order of the commits. SQLite's transactions write one at a time.
On PostgreSQL the counting stands behind a lock that its transaction keeps to its end: a number
becomes visible only after every lower one has. (A sequence alone would not do: its numbers are
given before the commit, and a reader who had seen 8 would never ask for a 7 that came late.)
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection
from django.utils import timezone

from articles.core.source.article_paths import article_path
from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Change, Status
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.shared_titles import pages_titled

_KEYS_A_QUERY = 500
_COLUMNS = ("article_key", "number", "kind", "path", "changed_at")
_RENUMBER = "(article_key) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}" for column in _COLUMNS[1:]
)
_STANDING = CompiledQuery(
    lambda keys: (
        Article.objects.filter(among("id", keys))
        .order_by("pk")
        .values_list("pk", "status", "subject__slug", "slug")
    ),
    keys=list,
)
_KNOWN = CompiledQuery(
    lambda keys: (
        Change.objects.filter(among("article_key", keys))
        .order_by()
        .values_list("article_key", "kind", "path")
    ),
    keys=list,
)
_LAST = CompiledQuery(
    lambda: Change.objects.order_by("-number").values_list("number", flat=True)[:1]
)
_REMOVED = {Status.WITHDRAWN: Change.Kind.WITHDRAWN, Status.DRAFT: Change.Kind.UNPUBLISHED}


def follow(changes: ChangeSet) -> None:
    """Number what the public can see of the change: the last of all effects, for on PostgreSQL
    nobody else can number anything until the transaction is over."""
    showing = changes.showing | pages_titled(changes.titles)
    changes.note_changed(showing.difference(changes.deleted, changes.inserted))
    if not (changes.inserted or changes.changed or changes.deleted):
        return
    lock_until_commit(Lock.CHANGE_NUMBERS)
    new = changes.inserted | changes.created
    known: dict[int, tuple[str, str]] = {}
    others = sorted(changes.changed.keys() - new.keys() - changes.deleted.keys())
    changed = list(_new_among(changes.created))
    for some in batches(others, _KEYS_A_QUERY):
        known |= _read_known(some)
        changed += _visible_changes(some, changes.changed, known)
    rows = [*_new_among(changes.inserted), *sorted(changed)]
    known |= _read_known(list(changes.deleted))
    for key, path in changes.deleted.items():
        if key in known:
            rows.append((key, Change.Kind.DELETED, known[key][1] or path))
    _write_numbered(rows, known)


def _new_among(articles: Mapping[int, Article]) -> Iterator[tuple[int, str, str]]:
    for key, article in articles.items():
        if article.status == Status.PUBLISHED:
            yield key, Change.Kind.NEW, ""


def _visible_changes(
    keys: Sequence[int], kinds: Mapping[int, Change.Kind], known: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[int, str, str]]:
    """Yield (key, kind, path of a removal) of the articles whose change the public can see.

    An article that has become public is new, one that is public no more is a removal, a draft that
    never was public leaves nothing. A removal gives the address that readers knew: one that was
    removed before keeps the address of that removal, wherever a draft has moved since.
    """
    for key, status, subject_slug, slug in _STANDING.rows(keys=keys):
        before, last_path = known.get(key, (None, ""))
        if status != Status.PUBLISHED:
            if before is not None and before != _REMOVED[status]:
                yield key, _REMOVED[status], last_path or article_path(subject_slug, slug)
        elif before is None or before in Change.REMOVALS:
            yield key, Change.Kind.NEW, ""
        else:
            yield key, kinds[key], ""


def _read_known(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """{key: (the last kind of change, its path: "" while public)} of those that are or were."""
    if not keys:
        return {}
    return {key: (kind, path) for key, kind, path in _KNOWN.rows(keys=keys)}


def _write_numbered(
    found: Sequence[tuple[int, str, str]], known: Mapping[int, tuple[str, str]]
) -> None:
    """Write (key, kind, path) under the next numbers; new rows by a plain insert, which takes a
    third of the time: those of an import are all new."""
    if not found:
        return
    last = max(_LAST.flat(), default=0)
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [
        (key, number, str(kind), path, moment)
        for number, (key, kind, path) in enumerate(found, start=last + 1)
    ]
    insert_rows(Change, _COLUMNS, [row for row in rows if row[0] not in known])
    insert_rows(Change, _COLUMNS, [row for row in rows if row[0] in known], on_conflict=_RENUMBER)
