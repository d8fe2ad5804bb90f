"""One action over many articles, findings, or what readers have left: begun with the rows that a
person was asked about, worked through in short batches, stopped, and undone."""

from articles.bulk_runs.outcome import Outcome
from articles.bulk_runs.runs import (
    MOST_ROWS,
    begin,
    begin_undo,
    stop,
    work,
)
from articles.bulk_runs.tallies import Tally, tally_of

__all__ = ["MOST_ROWS", "Outcome", "Tally", "begin", "begin_undo", "stop", "tally_of", "work"]
