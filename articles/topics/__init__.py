"""Topics of subjects: found among their articles, and each article put under one to three.

This package changes no article; names, introductions and what is hidden are the editors'.
"""

from articles.topics.filling import Filled, count_due, fill_topics

__all__ = ["Filled", "count_due", "fill_topics"]
