"""Check of the read replicas."""

from collections.abc import Iterator

from articles.database.replica_reads import replica_aliases
from articles.database.replica_watch import ReplicaWatch, replica_watch
from articles.doctor.checks import Problem, check, warning


@check("replicas", "Read replicas", asks_database=True)
def replicas_are_read() -> Iterator[Problem]:
    """Every replica of REPLICA_URLS is well enough to be read; else the primary does its work."""
    if not replica_aliases():
        return
    for alias, reason in sorted(left_out_replicas().items()):
        yield warning(
            f"{alias} is not read: {' '.join(reason.split())}",
            mend="See whether it runs and follows the primary (docs/configuration.md).",
        )


def left_out_replicas() -> dict[str, str]:
    """Return the replicas that are not read, each with the reason: as this process' watch knows, or
    as a look of our own finds, of a command."""
    watch = replica_watch()
    if watch is None:
        watch = ReplicaWatch()
        watch.look()
    return watch.left_out()
