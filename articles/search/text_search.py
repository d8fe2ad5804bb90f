"""Search of whole texts: what finds an article by what it says, in whatever words.

The database brings the best documents that have any of the rare words in any field; they are read
and ranked here.
"""

from collections.abc import Sequence

from django.db import connection

from articles.search import backends
from articles.search.search_scope import Scope
from articles.search.text_ranking import RankedText, Text, rank_texts
from articles.search.text_terms import TextTerm

# How many documents the words that are looked for may stand in together, the rarest first: reading
# them is what a search takes its time for. Half as many find 2 of 100 less.
_READ_DOCUMENTS = 6_000
# Of so many the texts are compared; what the database puts behind them is not.
_COMPARED = 100
# Below this share of what was typed an article is about something else.
_FLOOR = 0.2


def search_texts(terms: Sequence[TextTerm], scope: Scope) -> list[RankedText]:
    """Return the articles that say what was typed, best first; none that says next to nothing of
    it."""
    words = _looked_for(terms)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*backends.current().saying(words, scope, _COMPARED))
        texts = [Text(*row) for row in cursor.fetchall()]
    return [text for text in rank_texts(texts, terms) if text.coverage >= _FLOOR]


def _looked_for(terms: Sequence[TextTerm]) -> dict[str, float]:
    """{word: weight} of those of which a text must have one: the rarest, as many as may be read."""
    known = [term for term in terms if term.texts]
    telling = [term for term in known if not term.is_little] or known
    words: dict[str, float] = {}
    documents = 0
    for term in sorted(telling, key=lambda term: term.texts):
        documents += term.texts
        if words and documents > _READ_DOCUMENTS:
            break
        words.update({form: term.weight for form, worth in term.forms.items() if worth == 1})
    return words
