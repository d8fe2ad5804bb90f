"""Advisory lock: one transaction at a time does what the lock stands for."""

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """The locks, in the order in which a transaction may take them. The numbers are any that
    nothing else on the database takes."""

    ELECTION = 7_246_101
    CHANGE_NUMBERS = 7_246_102
    SIGN_IN_ATTEMPTS = 7_246_103
    VECTOR_NUMBERS = 7_246_104
    # Beside a number of the worker's own (articles.tasks.worker_locks).
    TASK_WORKER = 7_246_105
    DUPLICATES = 7_246_106


def lock_until_commit(lock: Lock) -> None:
    """Wait until no other transaction holds the lock, and hold it to the end of this one. On SQLite
    every transaction that writes is alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
