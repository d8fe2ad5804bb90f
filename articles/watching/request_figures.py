"""Numbers of requests and statements, as Prometheus' client wants them."""

from collections.abc import Iterator
from itertools import accumulate, product

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from articles.watching.cells import (
    BOUNDS,
    SOURCES,
    STATUSES,
    Cells,
    requests_in,
    statements_in,
)
from articles.watching.page_kinds import KINDS

_BUCKETS = (*map(str, BOUNDS), "+Inf")


class RequestFigures:
    """A collector, of one answer: registered for it and forgotten with it."""

    def __init__(self, cells: Cells) -> None:
        self._total = cells.total()

    def collect(self) -> Iterator[Metric]:
        """Yield the families; a series that has never counted is left out."""
        yield self._requests()
        yield from self._statements()

    def _requests(self) -> Metric:
        family = HistogramMetricFamily(
            "qtsite_request_seconds",
            "Time until an answer began, by the kind of the page, whether it was stored or made,"
            " and its status. _count is the number of requests.",
            labels=("kind", "answer", "status"),
        )
        for labels in product(KINDS, SOURCES, STATUSES):
            counts, seconds = requests_in(self._total, *labels)
            if any(counts):
                buckets = list(zip(_BUCKETS, accumulate(counts), strict=True))
                family.add_metric(labels, buckets, seconds)
        return family

    def _statements(self) -> Iterator[Metric]:
        words = {
            "number": ("statements", "Statements that the database was asked."),
            "seconds": ("statement_seconds", "Seconds that the database took for them."),
            "slow": ("slow_statements", "Statements slower than SLOW_QUERY_MS."),
            "failed": ("failed_statements", "Statements that the database refused."),
        }
        by_kind = {kind: statements_in(self._total, kind) for kind in KINDS}
        for name, (metric, text) in words.items():
            family = CounterMetricFamily(f"qtsite_database_{metric}", text, labels=("kind",))
            for kind, numbers in by_kind.items():
                if numbers["number"]:
                    family.add_metric((kind,), numbers[name])
            yield family
