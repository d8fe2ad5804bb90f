"""Search of whole texts: what finds an article by what it says, in whatever words.

The database brings the best documents that have any of the rare words in any field; they are read
and ranked here.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from articles.database.replica_reads import reading_connection
from articles.models import SearchDocument
from articles.search import backends
from articles.search.query_terms import known_words
from articles.search.search_scope import Scope
from articles.search.text_ranking import RankedText, Text, rank_texts
from articles.search.text_terms import TextTerm

# How many documents the words that are looked for may stand in together, the rarest first: reading
# them is what a search takes its time for. Half as many find 2 of 100 less.
_READ_DOCUMENTS = 6_000
# Synonyms are looked for where the typed words stand in fewer: where they do in more, the hundred
# best texts are the same with and without, and looking for them takes 3 ms.
_FEW_DOCUMENTS = 1_500
# In how many texts a word stands, about, for each question or keywords that have it.
_TEXTS_FOR_ONE_QUESTION = 4
# Of so many the texts are compared; what the database puts behind them is not.
_COMPARED, _NEAR = 80, 10
# Below this share of what was typed an article is about something else.
_FLOOR = 0.25
# Where the best has less than this, nothing here is about what was typed; more is wanted of so few
# words as these, of which one that is there by chance is a third. Of 129 readers' queries whose
# article is there it hides none (benchmarks/finding.py), and of 30 about nothing in a library of
# school subjects ("how long to boil an egg") it leaves 15 that find something, where 0.40 for all
# left 22 (anything from 0.52 to 0.57 does the same). 0.45 for all hid 2 for 4 of these.
_FLOOR_OF_BEST, _FLOOR_OF_FEW_WORDS, _FEW_WORDS = 0.40, 0.53, 4


@dataclass(frozen=True, slots=True)
class Found:
    """Texts, best first; `compared` are all that were read, also those that say too little of what
    was typed; `is_cut`: more were there than are compared."""

    texts: tuple[RankedText, ...] = ()
    compared: tuple[RankedText, ...] = ()
    is_cut: bool = False

    @property
    def near(self) -> tuple[RankedText, ...]:
        """Where there are none, the best of those that say next to nothing of what was typed."""
        return () if self.texts else self.compared[:_NEAR]


def search_texts(terms: Sequence[TextTerm], scope: Scope) -> Found:
    """Return the articles that say what was typed."""
    words = _looked_for(terms)
    if not words:
        return Found()
    with reading_connection().cursor() as cursor:
        cursor.execute(*backends.current().saying(words, scope, _COMPARED))
        texts = [Text(*row) for row in cursor.fetchall()]
    ranked = tuple(rank_texts(texts, terms))
    if max((text.coverage for text in ranked), default=0.0) < _floor_of_best(terms):
        return Found(compared=ranked)
    told = tuple(filter(is_told, ranked))
    # Where most of what was compared is about something else, so is what was not compared.
    return Found(told, ranked, is_cut=len(texts) == _COMPARED <= 2 * len(told))


def is_told(text: RankedText) -> bool:
    """Return whether a text says enough of what was typed to be about it."""
    return text.coverage >= _FLOOR


def read_texts(keys: Sequence[int]) -> list[Text]:
    """Return the documents of some articles, in any order."""
    places = ", ".join(["%s"] * len(keys))
    with reading_connection().cursor() as cursor:
        cursor.execute(
            "SELECT article_id, question, keywords, description, answer"
            f" FROM {SearchDocument._meta.db_table} WHERE article_id IN ({places})",
            keys,
        )
        return [Text(*row) for row in cursor.fetchall()]


def _floor_of_best(terms: Sequence[TextTerm]) -> float:
    """What the best text has to hold of what was typed. What phrases and abbreviations stand for
    counts among the words: whoever typed one is not to be understood by half."""
    words = sum([len(term.word.split()) for term in terms])
    return _FLOOR_OF_FEW_WORDS if words <= _FEW_WORDS else _FLOOR_OF_BEST


def _looked_for(terms: Sequence[TextTerm]) -> dict[str, float]:
    """{word: weight} of those of which a text must have one: the rarest, as many as may be read;
    where they stand in few texts, synonyms, too."""
    known = [term for term in terms if term.texts]
    telling = [term for term in terms if not term.is_little] or known
    words: dict[str, float] = {}
    documents = 0
    for term in sorted(telling, key=lambda term: term.texts):
        documents += term.texts
        if words and documents > _READ_DOCUMENTS:
            break
        if term.texts:
            words.update({form: term.weight for form, worth in term.forms.items() if worth == 1})
    # For a word that no article has ("burma") there is nothing else to look for.
    replaced = telling if documents < _FEW_DOCUMENTS else [one for one in telling if not one.texts]
    return words | _synonyms(replaced, words, _READ_DOCUMENTS // 2)


def _synonyms(terms: Sequence[TextTerm], words: Container[str], most: int) -> dict[str, float]:
    """{word: weight} of what may stand for the rarest terms, in `most` texts together."""
    wanted = {
        form: term.weight * worth
        for term in sorted(terms, key=lambda term: -term.texts)
        for form, worth in term.forms.items()
        if worth < 1 and form not in words
    }
    if not wanted or most <= 0:
        return {}
    found: dict[str, float] = {}
    documents = known_words(tuple(wanted))
    for word in sorted(documents, key=lambda word: (-wanted[word], word)):
        most -= documents[word] * _TEXTS_FOR_ONE_QUESTION
        if most >= 0:
            found[word] = wanted[word]
    return found
