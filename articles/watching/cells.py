"""Numbers of one process that others can read: a row of doubles, in memory that may be shared.

Every process of a server writes its own row, and whoever is asked for the metrics adds all rows up
(docs/decisions/0038-metrics-in-shared-memory.md). A row is written under a lock of its process and
read without one: a double that stands at a multiple of eight is written in one step.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from threading import Lock

from articles.watching.page_kinds import KINDS

# Seconds. A stored answer takes some 0.0001, a page that is made 0.005, a search 0.05.
BOUNDS = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
STORED, MADE = 0, 1
SOURCES = ("stored", "made")
STATUSES = ("2xx", "3xx", "4xx", "5xx")
STATEMENTS = ("number", "seconds", "slow", "failed")

# The buckets of a histogram, the one without a bound, and the sum of the seconds.
_WIDTH = len(BOUNDS) + 2
_KIND_WIDTH = len(SOURCES) * len(STATUSES) * _WIDTH
_REQUESTS = 1 + len(KINDS) * _KIND_WIDTH
# The first cell says what the others mean: a worker of a newer version may share the memory.
LENGTH = _REQUESTS + len(KINDS) * len(STATEMENTS)
_PLAN = repr((BOUNDS, SOURCES, STATUSES, STATEMENTS, KINDS)).encode()
# A whole number that a double holds exactly.
_PLAN_NUMBER = float(int.from_bytes(blake2b(_PLAN, digest_size=6).digest(), "big") or 1)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}

Row = Sequence[float]


class Cells:
    """The row of this process. `row` is at least LENGTH doubles, `rows` returns those of all
    processes, this one's among them."""

    def __init__(
        self, row: memoryview | array, rows: Callable[[], Iterable[Row]] | None = None
    ) -> None:
        self._row = row
        self._rows = rows or (lambda: [row])
        self._lock = Lock()
        # A worker that takes a dead one's place goes on with its numbers: counters never fall.
        if row[0] != _PLAN_NUMBER:
            for index in range(len(row)):
                row[index] = 0.0
            row[0] = _PLAN_NUMBER

    def add_request(self, kind: int, source: int, status: int, seconds: float) -> None:
        """Count an answer: the number of its kind, STORED or MADE, an HTTP status, its time."""
        start = 1 + kind * _KIND_WIDTH + (source * 4 + status // 100 - 2) * _WIDTH
        row = self._row
        bucket = start + bisect_left(BOUNDS, seconds)
        with self._lock:
            row[bucket] += 1.0
            row[start + _WIDTH - 1] += seconds

    def add_statement(self, kind: int, seconds: float, *, is_slow: bool, failed: bool) -> None:
        """Count a statement of the database."""
        start, row = _REQUESTS + kind * len(STATEMENTS), self._row
        with self._lock:
            row[start] += 1.0
            row[start + 1] += seconds
            row[start + 2] += is_slow
            row[start + 3] += failed

    def total(self) -> list[float]:
        """Return the sum of all processes' rows; those of another version are left out."""
        rows = [list(row[:LENGTH]) for row in self._rows() if row[0] == _PLAN_NUMBER]
        return [sum(column) for column in zip(*rows, strict=True)]


def number_of_kind(kind: str) -> int:
    """Return the number by which a kind is counted."""
    return _KIND_NUMBERS[kind]


def requests_in(total: Row, kind: str, source: str, status: str) -> tuple[list[float], float]:
    """Return the buckets (not yet added up, the last without a bound) and the sum of seconds."""
    start = 1 + _KIND_NUMBERS[kind] * _KIND_WIDTH
    start += (SOURCES.index(source) * len(STATUSES) + STATUSES.index(status)) * _WIDTH
    return list(total[start : start + _WIDTH - 1]), total[start + _WIDTH - 1]


def statements_in(total: Row, kind: str) -> dict[str, float]:
    """Return {name of STATEMENTS: number} of a kind."""
    start = _REQUESTS + _KIND_NUMBERS[kind] * len(STATEMENTS)
    return dict(zip(STATEMENTS, total[start : start + len(STATEMENTS)], strict=True))


def private() -> Cells:
    """Return cells that no other process sees: of a server of one process, of a test."""
    return Cells(array("d", bytes(8 * LENGTH)))
