"""One search, from what was typed to the articles in order.

Candidates come by three ways: questions that begin with what was typed, documents with its rare
words in question or keywords, and, where these are few or do not hold everything, documents with
all words in the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from articles.models import SearchDocument, Subject
from articles.search import backends
from articles.search.query import Query, parse
from articles.search.ranking import Candidate, rank, weigh
from articles.search.scope import Scope, Statement
from articles.search.terms import Term, terms_of
from articles.text.words import STOP_WORDS, words_in

MAX_PAGE = 10
MAX_LIMIT = 50
# Documents that have the needed words, and those that all counted words have: what ranking reads.
_NEEDED_POSTINGS, _COUNTED_POSTINGS = 20_000, 60_000
_CANDIDATES = 60
_LEADS = 20
# From this rank on stand articles whose answer alone has every word.
_FIRST_ANSWER = 6
_MAX_ANSWER_WORDS = 8
# A best hit below this does not hold all that was typed.
_HOLDS_EVERYTHING = 1.0


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
    """Return what readers may find, never an error: `limit` hits of a page (1 to MAX_PAGE).

    Of articles with one text only the indexed one is found.
    """
    scope = Scope(subject_id=subject.pk if subject else None)
    limit, page = min(max(limit, 1), MAX_LIMIT), min(max(page, 1), MAX_PAGE)
    query = parse(text)
    if not query.words:
        return Results()
    terms = terms_of(query)
    found = _find(query, terms, scope, wanted=limit * page + 1)
    ids = found[limit * (page - 1) : limit * page]
    return Results(
        hits=tuple(map(Hit, ids)),
        has_more=len(found) > limit * page and page < MAX_PAGE,
        did_you_mean=_corrected(query, terms),
        terms=_highlighted(terms),
    )


def search_ids(text: str, *, limit: int = 200) -> list[int]:
    """Return the keys of the articles that a search finds, best first: drafts, withdrawn ones and
    duplicates too. For the desk."""
    query = parse(text)
    if not query.words:
        return []
    return _find(query, terms_of(query), Scope(is_everything=True), wanted=limit)[:limit]


def _find(query: Query, terms: Sequence[Term], scope: Scope, *, wanted: int) -> list[int]:
    """The keys of articles, best first; at least `wanted` where there are so many."""
    backend = backends.current()
    size = max(_CANDIDATES, 2 * wanted)
    total = _highest_key()
    weights = [weigh(term.documents, total) for term in terms]
    lead = " ".join(_searched(query, terms))
    leads = _read(backend.begins_with(lead, scope, max(_LEADS, wanted)), is_lead=True)
    needed, counted = _gate(terms)
    matches: list[Candidate] = []
    if needed:
        by_word = {
            form: weight
            for term, weight in zip(terms, weights, strict=True)
            if term in counted
            for form in term.forms
        }
        matches = _read(backend.matching(needed, by_word, scope, size))
    candidates = {candidate.article_id: candidate for candidate in chain(matches, leads)}
    ranked = rank(list(candidates.values()), terms, weights, is_open=query.is_open)
    ids = [candidate.article_id for _, candidate in ranked]
    is_short = len(ids) < wanted or ranked[0][0] < _HOLDS_EVERYTHING
    told = [term.forms[0] for term in terms if term.forms[0] not in STOP_WORDS]
    if told and is_short:
        answers = _read(backend.answering(told[:_MAX_ANSWER_WORDS], scope, wanted))
        new = [found.article_id for found in answers if found.article_id not in candidates]
        ids = [*ids[:_FIRST_ANSWER], *new[:4], *ids[_FIRST_ANSWER:], *new[4:]]
    return ids


def _gate(terms: Sequence[Term]) -> tuple[list[list[str]], list[Term]]:
    """(groups of words of which a document must have one each, terms that count for the order).

    Of words that stand in many documents a document must have several at once, or nothing is
    looked for but questions that begin so ("what is the"): whatever is typed, the number of
    documents that are read is bounded.
    """
    by_rarity = sorted(terms, key=lambda term: term.documents)
    rarest = by_rarity[0]
    if rarest.documents > _NEEDED_POSTINGS:
        if all(form in STOP_WORDS for term in terms for form in term.forms):
            return [], []
        some = by_rarity[:3]
        return [list(term.forms) for term in some], some
    if all(form in STOP_WORDS for term in terms for form in term.forms):
        return [list(term.forms) for term in by_rarity], by_rarity
    alternatives: list[str] = []
    counted: list[Term] = []
    postings = 0
    for term in by_rarity:
        postings += term.documents
        if postings <= _NEEDED_POSTINGS or not counted:
            alternatives += term.forms
        if postings <= _COUNTED_POSTINGS or not counted:
            counted.append(term)
    return [alternatives], counted


def _read(statement: Statement, *, is_lead: bool = False) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return [Candidate(*row, is_lead) for row in cursor.fetchall()]


def _highest_key() -> int:
    """About the number of documents; counting them would read them all."""
    keys = SearchDocument.objects.order_by("-pk").values_list("pk", flat=True)
    return keys.first() or 0


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
