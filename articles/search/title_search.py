"""Search of questions and keywords: what finds an article whose question one half remembers.

Candidates are questions that begin with what was typed and documents with its rare words in
question or keywords.
"""

from collections.abc import Sequence
from itertools import chain

from articles.core.text.search_words import STOP_WORDS
from articles.database.replica_reads import reading_connection
from articles.search import backends
from articles.search.query_parser import Query
from articles.search.query_terms import Term
from articles.search.ranking import Candidate, Ranked, rank, weigh
from articles.search.search_scope import Scope, Statement

# How many documents the words of which one is needed may stand in together, and one more for so
# many of the library's: ranking them is what a search takes its time for.
_NEEDED_DOCUMENTS, _DOCUMENTS_FOR_ONE_MORE = 700, 1_250
# Above the first number a single word is not looked for alone; above the second a word does not
# count for the order.
_MANY_DOCUMENTS, _COUNTED_DOCUMENTS = 20_000, 150_000
_MAX_OPTIONAL = 4
_MAX_TOGETHER = 3
_LEADS = 20
# So many are compared word by word; what the database puts behind them stays in its order.
_COMPARED = 40


def search_titles(
    query: Query, terms: Sequence[Term], scope: Scope, total: int, *, candidates: int
) -> list[Ranked]:
    """Return the articles that questions and keywords find, best first; `total` is about the number
    of documents, `candidates` how many the rare words may bring."""
    backend = backends.current()
    weights = [weigh(term.documents, total) for term in terms]
    lead = " ".join(searched_words(query, terms))
    leads = _read(backend.begins_with(lead, scope, _LEADS), is_lead=True)
    needed, counted = _needed(terms, total)
    matches: list[Candidate] = []
    if needed:
        by_word = {
            form: weight
            for term, weight in zip(terms, weights, strict=True)
            if term in counted
            for form in term.forms
        }
        matches = _read(backend.matching(needed, by_word, scope, candidates))
    compared = {one.article_id: one for one in chain(matches[:_COMPARED], leads)}
    ranked = rank(list(compared.values()), terms, weights, is_open=query.is_open)
    rest = [one for one in matches[_COMPARED:] if one.article_id not in compared]
    return [*ranked, *(Ranked(one, 0.0, None) for one in rest)]


def searched_words(query: Query, terms: Sequence[Term]) -> list[str]:
    """Return the words in the order of typing, mistyped ones corrected."""
    corrections = {term.typed: term.forms[0] for term in terms if term.is_corrected}
    return [corrections.get(word, word) for word in query.words]


def are_small(terms: Sequence[Term]) -> bool:
    """Return whether nothing but small words is looked for."""
    return all(form in STOP_WORDS for term in terms for form in term.forms)


def _needed(terms: Sequence[Term], total: int) -> tuple[list[list[str]], list[Term]]:
    """(groups of words of which a document must have one each, terms that count for the order).

    The rarest words are needed, one of them at least. Words that stand in many documents must come
    together, and where they are small words too, nothing is looked for but questions that begin so
    ("what is the"): whatever is typed, the number of documents that are read is bounded.
    """
    by_rarity = sorted(terms, key=lambda term: term.documents)
    if by_rarity[0].documents > _MANY_DOCUMENTS:
        together = [] if are_small(terms) else by_rarity[:_MAX_TOGETHER]
        return [list(term.forms) for term in together], together
    if are_small(terms):
        return [list(term.forms) for term in by_rarity], by_rarity
    needed: list[Term] = []
    optional: list[Term] = []
    documents, enough = 0, _NEEDED_DOCUMENTS + total // _DOCUMENTS_FOR_ONE_MORE
    for term in by_rarity:
        documents += term.documents
        if documents <= enough or not needed:
            needed.append(term)
        elif term.documents <= _COUNTED_DOCUMENTS and not STOP_WORDS.issuperset(term.forms):
            optional.append(term)
    alternatives = [form for term in needed for form in term.forms]
    return [alternatives], [*needed, *optional[:_MAX_OPTIONAL]]


def _read(statement: Statement, *, is_lead: bool = False) -> list[Candidate]:
    with reading_connection().cursor() as cursor:
        cursor.execute(*statement)
        return [Candidate(*row, is_lead) for row in cursor.fetchall()]
