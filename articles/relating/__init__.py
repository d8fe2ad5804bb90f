"""Computed related questions: they fill lists of fewer than four and give every article two inbound
links.

This package never changes related questions of a file or an editor.
"""

from articles.relating.queue_worker import Filled, count_due, relate_due, start_over

__all__ = ["Filled", "count_due", "relate_due", "start_over"]
