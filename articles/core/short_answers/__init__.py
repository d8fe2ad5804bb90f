"""Short answers: one or two sentences that answer an article's question, found in its answer.

`answer_first` is all that the rest needs. Pure Python without Django.
"""

from articles.core.short_answers.placing import answer_first

__all__ = ["answer_first"]
