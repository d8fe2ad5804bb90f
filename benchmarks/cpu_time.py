"""The CPU time that a search takes, whichever database it asks: other work on the machine does not
count."""

import time
from functools import cache
from pathlib import Path

from django.db import connection

_NANOSECONDS = 1e9


def cpu_seconds() -> float:
    """Return the CPU time of this process and, on PostgreSQL, of the server process behind its
    connection, which must run on this machine (/proc/PID/schedstat; parallel workers would be
    others, but no query of the search has any)."""
    spent = time.process_time()
    if connection.vendor == "postgresql":
        spent += int(_backend().read_text().split()[0]) / _NANOSECONDS
    return spent


@cache
def _backend() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
