"""Search pipeline from a query string to ranked articles.

Two searches: one of questions and keywords, for who half remembers a question, and one of whole
texts, for who describes what an article says. Where the best question holds most of what was typed
it is what is meant, and questions come first; else texts do, by their words and, where there is a
sentence model, by their meaning.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from articles.core.text.search_words import STOP_WORDS, words_in
from articles.database.replica_reads import reading_connection
from articles.models import SearchDocument, Subject
from articles.search import backends
from articles.search.meaning.meaning_search import search_by_meaning
from articles.search.meaning.process import of_this_process
from articles.search.query_parser import Query, parse
from articles.search.query_terms import Term, terms_of
from articles.search.ranking import Ranked
from articles.search.search_scope import Scope
from articles.search.text_ranking import RankedText
from articles.search.text_search import search_texts
from articles.search.text_terms import text_terms
from articles.search.title_search import are_small, search_titles, searched_words

MAX_LIMIT = 50
# The most that are paged through; a page beyond them has nothing.
MOST_HITS = 200
LAST_PAGE = 20
# From this share on a question is what is meant. Known questions are found as well with anything
# from 0.55 to 0.75.
_MEANT = 0.65
# Below this one a question is about something else.
_FLOOR = 0.40
# Below this one even the best is hardly about it: it is shown with other ways on. So are 14 of 150
# readers' queries whose article is there, and 17 of 60 that are about nothing in the library.
_WEAK = 0.55


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first.

    `terms` are the folded words that were looked for; `weights` has them and what may stand for
    them, each with what it is worth, for highlighting and for snippets. `did_you_mean` is what was
    typed with its mistyped words corrected, which is what was searched, "" where none was. `total`
    hits can be paged through; `is_cut`: there are more than these, not as good. `near`: where there
    is no hit, what has at least a word of what was typed. `article_ids` are all that can be paged
    through; `share` (0 to 1) is how much of the weight of what was typed the best one holds.
    """

    hits: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()
    has_more: bool = False
    did_you_mean: str = ""
    terms: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    total: int = 0
    is_cut: bool = False
    article_ids: tuple[int, ...] = ()
    share: float = 0.0

    @property
    def is_weak(self) -> bool:
        """Whether none of the hits holds much of what was typed."""
        return self.share < _WEAK


def search(
    text: str,
    *,
    subject: Subject | None = None,
    limit: int = 10,
    page: int = 1,
    is_typing: bool = False,
) -> Results:
    """Return what readers may find, never an error: a page, counted from 1, of `limit` hits.

    Of articles with one text only the indexed one is found. At most MOST_HITS are there to be paged
    through. `is_typing`: the text is not complete, so that its last word may be the beginning of
    any, and questions that merely begin with its small words count, too.
    """
    scope = Scope(subject_id=subject.pk if subject else None)
    limit, page = min(max(limit, 1), MAX_LIMIT), max(page, 1)
    query = parse(text)
    if not query.words:
        return Results()
    total = _highest_key()
    terms = terms_of(query, total, is_typing=is_typing)
    found = _find(query, terms, scope, total, is_typing=is_typing)
    return Results(
        hits=tuple(map(Hit, found.keys[limit * (page - 1) : limit * page])),
        near=tuple(map(Hit, found.near)),
        has_more=len(found.keys) > limit * page,
        did_you_mean=_corrected(query, terms),
        terms=_looked_for(terms),
        weights=found.weights,
        total=len(found.keys),
        is_cut=found.is_cut,
        article_ids=tuple(found.keys),
        share=found.share,
    )


def search_ids(
    text: str, *, limit: int = 200, subjects: Collection[int] | None = None
) -> list[int]:
    """Return the keys of the articles that a search finds, best first: drafts, withdrawn ones and
    duplicates too. For the desk; `subjects` are the keys of those in which it looks, None: all."""
    query = parse(text)
    if not query.words:
        return []
    scope = Scope(
        is_everything=True, subject_ids=None if subjects is None else tuple(sorted(subjects))
    )
    total = _highest_key()
    terms = terms_of(query, total, is_typing=True)
    return list(_find(query, terms, scope, total, is_typing=True, most=limit).keys)


def ids_holding(
    text: str,
    *,
    limit: int,
    subjects: Collection[int] | None = None,
    is_phrase: bool = False,
    is_in_answer: bool = False,
) -> list[int]:
    """Return the keys of all articles that have every word of a text, or its stem, in question,
    keywords, description or answer, or `is_in_answer` alone, the newest first; `is_phrase`: one
    behind the other. For the desk's lists, which count them; small words count in a phrase
    alone."""
    words = parse(text).words
    if not is_phrase:
        words = tuple(word for word in words if word not in STOP_WORDS) or words
    if not words:
        return []
    scope = Scope(
        is_everything=True, subject_ids=None if subjects is None else tuple(sorted(subjects))
    )
    with reading_connection().cursor() as cursor:
        holding = backends.current().holding(
            words, scope, limit, is_phrase=is_phrase, is_in_answer=is_in_answer
        )
        cursor.execute(*holding)
        return [key for (key,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class _Found:
    keys: Sequence[int]
    weights: Mapping[str, float]
    is_cut: bool
    near: Sequence[int] = ()
    share: float = 0.0


def _find(
    query: Query,
    terms: Sequence[Term],
    scope: Scope,
    total: int,
    *,
    is_typing: bool,
    most: int = MOST_HITS,
) -> _Found:
    """The keys of the articles, best first."""
    titles = search_titles(query, terms, scope, total, candidates=most)
    if are_small(terms):
        asked = [one for one in titles if is_typing or _is_only_small(one)]
        weights = dict.fromkeys(_looked_for(terms), 1.0)
        return _Found(
            _keys(asked)[:most], weights, is_cut=len(asked) >= most, share=float(bool(asked))
        )
    wanted = text_terms(searched_words(query, terms), terms, total)
    texts = search_texts(wanted, scope)
    # Neither what is half typed nor what the desk looks for has a meaning to go by.
    meaning = None if is_typing else of_this_process()
    if meaning is not None:
        compared = meaning.compare(_corrected(query, terms) or query.text)
        texts = search_by_meaning(compared, wanted, texts, scope)
    keys = _together(titles if is_typing else _about(titles, terms), texts.texts)
    shares = [one.share or 0.0 for one in titles] + [text.coverage for text in texts.texts]
    return _Found(
        keys[:most],
        {form: term.weight * worth for term in wanted for form, worth in term.forms.items()},
        is_cut=texts.is_cut or len(keys) >= most,
        near=[text.article_id for text in texts.near if not keys],
        share=max(shares, default=0.0) if keys else 0.0,
    )


def _about(titles: Sequence[Ranked], terms: Sequence[Term]) -> list[Ranked]:
    """Without those that hold little of what was typed. One that was not compared has a rare word:
    all that was typed, if that is one word."""
    is_one_word = sum(not STOP_WORDS.issuperset(term.forms) for term in terms) == 1
    return [one for one in titles if (is_one_word if one.share is None else one.share >= _FLOOR)]


def _together(titles: Sequence[Ranked], texts: Sequence[RankedText]) -> list[int]:
    """Questions that hold most of what was typed, then texts, then the other questions."""
    meant = [one for one in titles if one.share is not None and one.share >= _MEANT]
    keys = [*_keys(meant), *(one.article_id for one in texts), *_keys(titles)]
    return list(dict.fromkeys(keys))


def _keys(titles: Sequence[Ranked]) -> list[int]:
    return [one.candidate.article_id for one in titles]


def _is_only_small(title: Ranked) -> bool:
    """Whether a question is made of small words alone ("Who are the Who?"): of "what?" any other
    would be an arbitrary one of those that begin so."""
    return STOP_WORDS.issuperset(title.candidate.question.split())


def _highest_key() -> int:
    """About the number of documents; counting them would read them all."""
    with reading_connection().cursor() as cursor:
        cursor.execute(f"SELECT MAX(article_id) FROM {SearchDocument._meta.db_table}")
        return cursor.fetchone()[0] or 0


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


def _looked_for(terms: Sequence[Term]) -> tuple[str, ...]:
    forms = tuple(form for term in terms for form in term.forms)
    return tuple(form for form in forms if form not in STOP_WORDS) or forms
