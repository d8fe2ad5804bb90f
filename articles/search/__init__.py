"""Finding articles by words: one interface, a back end for SQLite and one for PostgreSQL.

`search` and `suggest` answer readers, `search_ids` the desk; `snippet` shows why a text was found.
"""

from articles.search.engine import Hit, Results, search, search_ids
from articles.search.snippets import Piece, highlight, snippet
from articles.search.suggestions import Suggestion, suggest

__all__ = [
    "Hit",
    "Piece",
    "Results",
    "Suggestion",
    "highlight",
    "search",
    "search_ids",
    "snippet",
    "suggest",
]
