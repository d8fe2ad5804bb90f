"""Computed related questions: they fill lists of fewer than four and give every article two inbound
links.

This package never changes related questions of a file or an editor.
"""

from articles.relating.batch import Filled
from articles.relating.queue_worker import (
    MOST_IN_A_REQUEST,
    count_due,
    keys_due,
    relate_due,
    relate_since,
    start_over,
)

__all__ = [
    "MOST_IN_A_REQUEST",
    "Filled",
    "count_due",
    "keys_due",
    "relate_due",
    "relate_since",
    "start_over",
]
