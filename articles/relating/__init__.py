"""Related questions that the site finds itself, for articles that have too few of their own, and
so that two lead to every article. Nothing here writes what a file or an editor said."""

from articles.relating.queue_worker import Filled, count_due, relate_due, start_over

__all__ = ["Filled", "count_due", "relate_due", "start_over"]
