"""Full-text search of articles: one interface, with back ends for SQLite and PostgreSQL.

`search` and `suggest` serve readers, `search_ids` and
`ids_holding` serve the admin; `best_passage` and `snippet`
show the matching part of a text.
"""

from articles.search.engine import Hit, Results, ids_holding, search, search_ids
from articles.search.snippets import Passage, Piece, best_passage, highlight, snippet
from articles.search.suggestions import Suggestion, suggest

__all__ = [
    "Hit",
    "Passage",
    "Piece",
    "Results",
    "Suggestion",
    "best_passage",
    "highlight",
    "ids_holding",
    "search",
    "search_ids",
    "snippet",
    "suggest",
]
