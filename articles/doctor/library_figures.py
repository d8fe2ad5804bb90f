"""Numbers of the library, its queues and its database, as Prometheus' client wants them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.models import Max
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from articles.database.replica_reads import replica_aliases
from articles.doctor.due_work import due_work
from articles.doctor.replica_checks import left_out_replicas
from articles.models import Change, ImportRun

_REASON_CHARACTERS = 120


class LibraryFigures:
    """A collector. The database is asked as the answer is made: about ten short queries. Where it
    does not answer, that it is down is all that is said."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        try:
            families = [*_of_database(), *_of_queues(), *_of_imports()]
        except Error:
            families = []
        is_up = GaugeMetricFamily("qtsite_database_up", "Whether the database answers.")
        is_up.add_metric((), float(bool(families)))
        yield is_up
        yield from families
        # Without the primary, too: that is why none of them is read.
        yield from _of_replicas()


def _of_database() -> Iterator[Metric]:
    size = GaugeMetricFamily("qtsite_database_bytes", "Size of the database.")
    size.add_metric((), _size())
    yield size
    if connection.vendor == "postgresql":
        yield _connections()


def _of_replicas() -> Iterator[Metric]:
    """Of the process that answers: each looks for itself."""
    if not replica_aliases():
        return
    left_out = left_out_replicas()
    is_read = GaugeMetricFamily(
        "qtsite_replica_read", "Whether a read replica is read.", labels=("replica",)
    )
    reasons = GaugeMetricFamily(
        "qtsite_replica_left_out",
        "A read replica that is not read, and why.",
        labels=("replica", "reason"),
    )
    for alias in replica_aliases():
        is_read.add_metric((alias,), float(alias not in left_out))
        if reason := left_out.get(alias):
            reasons.add_metric((alias, " ".join(reason.split())[:_REASON_CHARACTERS]), 1.0)
    yield is_read
    yield reasons


def _of_queues() -> Iterator[Metric]:
    due = due_work(timezone.now())
    family = GaugeMetricFamily("qtsite_due", "Work that waits to be done.", labels=("what",))
    family.add_metric(("scheduled changes",), due.scheduled)
    family.add_metric(("scheduled changes that failed",), due.failed)
    family.add_metric(("related questions",), due.unrelated)
    family.add_metric(("duplicates",), due.uncompared)
    family.add_metric(("announcements",), due.announcements)
    if settings.CDN_KIND != "NONE":
        family.add_metric(("purges of the CDN",), due.purges)
    family.add_metric(("background tasks",), due.tasks)
    yield family


def _of_imports() -> Iterator[Metric]:
    """An import writes its counts as it ends; the numbers of changes rise while it runs."""
    files: Counter[str] = Counter()
    for counts in ImportRun.objects.values_list("counts", flat=True).iterator():
        files.update(counts)
    family = CounterMetricFamily(
        "qtsite_imported_files", "Files that imports have read, by outcome.", labels=("outcome",)
    )
    for outcome, number in sorted(files.items()):
        family.add_metric((outcome,), number)
    yield family
    changes = CounterMetricFamily(
        "qtsite_changes", "Changes of articles that readers can see: imported or edited."
    )
    changes.add_metric((), Change.objects.aggregate(last=Max("number"))["last"] or 0)
    yield changes
    running = GaugeMetricFamily("qtsite_imports_running", "Imports that run, or have died.")
    running.add_metric((), ImportRun.objects.filter(state=ImportRun.State.RUNNING).count())
    yield running


def _size() -> float:
    """Bytes; with SQLite's journal, which says how far a checkpoint is behind."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        files = (file, file.with_name(f"{file.name}-wal"))
        return float(sum(one.stat().st_size for one in files if one.exists()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0])


def _connections() -> Metric:
    family = GaugeMetricFamily(
        "qtsite_database_connections", "Connections to the database, by state.", labels=("state",)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'none'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        for state, number in cursor.fetchall():
            family.add_metric((state,), number)
    return family
