"""What a run of changes is told to do: an order, as JSON `{"kind": …, "words": …, …}`, and what it
makes of an article.

A kind is a function that reads the order's values and returns a `Change`; it writes nothing. The
words say for people what is done.
"""

from articles.bulk_runs.orders.change import BadOrder, Change, Wished
from articles.bulk_runs.orders.kinds import change_of, status_of, words_of

__all__ = ["BadOrder", "Change", "Wished", "change_of", "status_of", "words_of"]
