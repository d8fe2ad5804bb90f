"""Near duplicates, and questions that stand over different answers: found with every change, kept
as pairs and clusters, suggested with reasons.

This package changes no article: what an editor decides is done by `articles.publishing`.
"""

from articles.duplicates.queue_worker import (
    MOST_IN_A_REQUEST,
    count_due,
    find_due,
    start_over,
)
from articles.duplicates.suggestion import Candidate, candidates
from articles.duplicates.verdicts import differ, forget_verdict

__all__ = [
    "MOST_IN_A_REQUEST",
    "Candidate",
    "candidates",
    "count_due",
    "differ",
    "find_due",
    "forget_verdict",
    "start_over",
]
