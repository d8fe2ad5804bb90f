"""Whether this process counts, and where: nothing is counted unless somebody may read it."""

from django.conf import settings

from articles.watching.cells import Cells, private

_cells: Cells | None = None


def is_wanted() -> bool:
    """Return whether anybody may read the metrics."""
    return bool(settings.METRICS_TOKEN or settings.METRICS_NETWORKS)


def count_into(cells: Cells) -> None:
    """Count in these cells from now on: once, before the first request."""
    global _cells
    _cells = cells


def current_cells() -> Cells | None:
    """Return where this process counts, None where nobody may read it."""
    if not is_wanted():
        return None
    if _cells is None:
        count_into(private())
    return _cells
