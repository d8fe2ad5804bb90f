"""Search pipeline from a query string to ranked articles.

Candidates come by three ways: questions that begin with what was typed, documents with its rare
words in question or keywords, and, where these are few or do not hold everything, documents with
all words in the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from articles.core.text.search_words import STOP_WORDS, words_in
from articles.models import SearchDocument, Subject
from articles.search import backends
from articles.search.query_parser import Query, parse
from articles.search.query_terms import Term, terms_of
from articles.search.ranking import Candidate, rank, weigh
from articles.search.search_scope import Scope, Statement

MAX_LIMIT = 50
# About 90 articles are read and ranked; behind them nothing can follow.
LAST_PAGE = 10
# How many documents the words of which one is needed may stand in together, and one more for so
# many of the library's: ranking them is what a search takes its time for.
_NEEDED_DOCUMENTS, _DOCUMENTS_FOR_ONE_MORE = 700, 1_250
# Above the first number a single word is not looked for alone; above the second a word does not
# count for the order.
_MANY_DOCUMENTS, _COUNTED_DOCUMENTS = 20_000, 150_000
_MAX_OPTIONAL = 4
_MAX_TOGETHER = 3
# What is read and ranked of each way, whatever the page: so that pages neither overlap nor skip.
_CANDIDATES, _LEADS, _ANSWERS = 40, 20, 20
# From this rank on stand articles whose answer alone has every word.
_FIRST_ANSWER, _ANSWERS_THERE = 6, 4
_MAX_ANSWER_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first.

    `terms` are the folded words that were looked for, for highlighting; `did_you_mean` is what was
    typed with its mistyped words corrected, which is what was searched, "" where none was.
    """

    hits: tuple[Hit, ...] = ()
    has_more: bool = False
    did_you_mean: str = ""
    terms: tuple[str, ...] = ()


def search(text: str, *, subject: Subject | None = None, limit: int = 10, page: int = 1) -> Results:
    """Return what readers may find, never an error: a page, counted from 1, of `limit` hits.

    Of articles with one text only the indexed one is found. At most about 70 hits are there to be
    paged through.
    """
    scope = Scope(subject_id=subject.pk if subject else None)
    limit, page = min(max(limit, 1), MAX_LIMIT), max(page, 1)
    query = parse(text)
    if not query.words:
        return Results()
    total = _highest_key()
    terms = terms_of(query, total)
    found = _find(query, terms, scope, total, candidates=_CANDIDATES)
    return Results(
        hits=tuple(map(Hit, found[limit * (page - 1) : limit * page])),
        has_more=len(found) > limit * page,
        did_you_mean=_corrected(query, terms),
        terms=_highlighted(terms),
    )


def search_ids(text: str, *, limit: int = 200) -> list[int]:
    """Return the keys of the articles that a search finds, best first: drafts, withdrawn ones and
    duplicates too. For the desk."""
    query = parse(text)
    if not query.words:
        return []
    scope = Scope(is_everything=True)
    total = _highest_key()
    return _find(query, terms_of(query, total), scope, total, candidates=limit)[:limit]


def _find(
    query: Query, terms: Sequence[Term], scope: Scope, total: int, *, candidates: int
) -> list[int]:
    """The keys of the articles, best first."""
    backend = backends.current()
    weights = [weigh(term.documents, total) for term in terms]
    lead = " ".join(_searched(query, terms))
    leads = _read(backend.begins_with(lead, scope, _LEADS), is_lead=True)
    needed, counted = _gate(terms, total)
    matches: list[Candidate] = []
    if needed:
        by_word = {
            form: weight
            for term, weight in zip(terms, weights, strict=True)
            if term in counted
            for form in term.forms
        }
        matches = _read(backend.matching(needed, by_word, scope, candidates))
    found = {candidate.article_id: candidate for candidate in chain(matches, leads)}
    ranked = rank(list(found.values()), terms, weights, is_open=query.is_open)
    ids = [one.candidate.article_id for one in ranked]
    told = [term.forms[0] for term in terms if term.forms[0] not in STOP_WORDS]
    if told and not any(one.has_all for one in ranked[:_FIRST_ANSWER]):
        answers = _read(backend.answering(told[:_MAX_ANSWER_WORDS], scope, _ANSWERS))
        ids = _with_answers(ids, [answer.article_id for answer in answers])
    return ids


def _with_answers(ids: Sequence[int], answers: Sequence[int]) -> list[int]:
    """Some answers within the first page, the others at the end."""
    new = [key for key in answers if key not in set(ids)]
    return [
        *ids[:_FIRST_ANSWER],
        *new[:_ANSWERS_THERE],
        *ids[_FIRST_ANSWER:],
        *new[_ANSWERS_THERE:],
    ]


def _gate(terms: Sequence[Term], total: int) -> tuple[list[list[str]], list[Term]]:
    """(groups of words of which a document must have one each, terms that count for the order).

    The rarest words are needed, one of them at least. Words that stand in many documents must come
    together, and where they are small words too, nothing is looked for but questions that begin so
    ("what is the"): whatever is typed, the number of documents that are read is bounded.
    """
    by_rarity = sorted(terms, key=lambda term: term.documents)
    is_small = all(form in STOP_WORDS for term in terms for form in term.forms)
    if by_rarity[0].documents > _MANY_DOCUMENTS:
        together = [] if is_small else by_rarity[:_MAX_TOGETHER]
        return [list(term.forms) for term in together], together
    if is_small:
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
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return [Candidate(*row, is_lead) for row in cursor.fetchall()]


def _highest_key() -> int:
    """About the number of documents; counting them would read them all."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(article_id) FROM {SearchDocument._meta.db_table}")
        return cursor.fetchone()[0] or 0


def _searched(query: Query, terms: Sequence[Term]) -> list[str]:
    """The words in the order of typing, mistyped ones corrected."""
    corrections = {term.typed: term.forms[0] for term in terms if term.is_corrected}
    return [corrections.get(word, word) for word in query.words]


def _corrected(query: Query, terms: Sequence[Term]) -> str:
    corrections = {term.typed: term.forms[0] for term in terms if term.is_corrected}
    if not corrections:
        return ""
    pieces, end = [], 0
    for word in words_in(query.text):
        if word.text in corrections:
            pieces += query.text[end : word.start], corrections[word.text]
            end = word.end
    return "".join((*pieces, query.text[end:]))


def _highlighted(terms: Sequence[Term]) -> tuple[str, ...]:
    forms = tuple(form for term in terms for form in term.forms)
    return tuple(form for form in forms if form not in STOP_WORDS) or forms
