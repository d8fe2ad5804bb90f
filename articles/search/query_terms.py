"""Query terms: document frequency, inflections and spelling corrections of each word."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.core.text.search_words import STOP_WORDS
from articles.database.replica_reads import reading_connection
from articles.models import SearchDeletion, SearchWord
from articles.search import backends
from articles.search.everyday_words import says_little
from articles.search.inflection import SHORTEST_STEM, is_inflection
from articles.search.query_parser import Query
from articles.search.spelling import RANGE_SIZE, allowed_edits, deletion_ranges, distance, squeezed

_MAX_CORRECTED = 6
_EXPANSIONS = 4
# From so many letters on an unknown word is the beginning of a longer one, and while it is typed.
_SHORTEST_BEGINNING, _SHORTEST_TYPED = 4, 2
# Beyond so many texts a word says next to nothing, and counting goes on for nothing.
MOST_TEXTS = 8_000
# Above so many articles a word that fewer of a thousand have is asked for its forms, of which so
# many are looked at.
_LARGE_LIBRARY, _RARE_PER_THOUSAND, _FORMS = 10_000, 3, 10


@dataclass(frozen=True, slots=True)
class Term:
    """A word that was typed, and the words that are looked for in its stead: itself, mostly.

    `documents`: in how many articles' questions or keywords they stand, nought where only answers
    or other inflections of it are known. `texts`: in how many articles they, or another form with
    their stem, stand anywhere, counted up to MOST_TEXTS.
    """

    typed: str
    forms: tuple[str, ...]
    documents: int
    texts: int = 0
    is_corrected: bool = False


def terms_of(query: Query, total: int, *, is_typing: bool) -> tuple[Term, ...]:
    """Return a term for each distinct word of the query, in order.

    A word that no question or keyword has stays where an answer has it or another form of it; else
    it is taken as the beginning of one where it is the last, or as a mistyped one. (Beginnings that
    came first made crowdstrike of "crowds" and seeking of "see".) Two queries of the database where
    every word is known.
    """
    words = tuple(dict.fromkeys(query.words))
    known = known_words(words)
    texts = texts_with(words)
    shortest = _SHORTEST_TYPED if is_typing else _SHORTEST_BEGINNING
    terms: list[Term] = []
    corrected = 0
    for word in words:
        if word in known:
            documents = known[word]
            if total > _LARGE_LIBRARY and documents * 1_000 < total * _RARE_PER_THOUSAND:
                documents = max(documents, _documents_of_forms(word))
            terms.append(Term(word, (word,), documents, texts[word]))
            continue
        better: dict[str, int] = {}
        is_corrected = False
        if not texts[word] and not says_little(word):
            if query.is_open and word == words[-1] and len(word) >= shortest:
                better = _beginning_with(word, _EXPANSIONS)
            if not better and corrected < _MAX_CORRECTED and allowed_edits(word):
                corrected += 1
                better = _nearest(word)
                is_corrected = bool(better)
        if better:
            count = sum(texts_with(tuple(better)).values())
            terms.append(Term(word, tuple(better), sum(better.values()), count, is_corrected))
        else:
            terms.append(Term(word, (word,), _documents_of_forms(word), texts[word]))
    return tuple(terms)


def texts_with(words: Sequence[str]) -> dict[str, int]:
    """{word: in how many articles it or its stem stands, counted up to MOST_TEXTS}."""
    counted = [word for word in words if word not in STOP_WORDS]
    found = dict.fromkeys(words, MOST_TEXTS)
    if counted:
        with reading_connection().cursor() as cursor:
            cursor.execute(*backends.current().frequencies(counted, MOST_TEXTS))
            found.update(zip(counted, cursor.fetchone(), strict=True))
    return found


def known_words(words: Sequence[str]) -> dict[str, int]:
    """{word: documents} of those that a question or keywords have. Plain SQL: putting the query
    together took Django six times as long as the database to answer it."""
    places = ", ".join(["%s"] * len(words))
    with reading_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT word, documents FROM {SearchWord._meta.db_table}"
            f" WHERE word IN ({places}) AND documents > 0",
            words,
        )
        return dict(cursor.fetchall())


def _beginning_with(beginning: str, limit: int) -> dict[str, int]:
    """{word: documents} of the most frequent words that begin so."""
    with reading_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT word, documents FROM {SearchWord._meta.db_table}"
            " WHERE word >= %s AND word < %s AND documents > 0 ORDER BY documents DESC LIMIT %s",
            (beginning, beginning + "\U0010ffff", limit),
        )
        return dict(cursor.fetchall())


def _documents_of_forms(word: str) -> int:
    """In how many articles the forms of a word stand, about: the database looks for all of them,
    and a rare form of a frequent word ("waters") is no rare word."""
    # What a database's stemmer takes away: "representations" is found with "represent".
    ending = max(3, 2 * len(word) // 5)
    stem = word[: max(SHORTEST_STEM, len(word) - ending)]
    forms = _beginning_with(stem, _FORMS)
    return sum(documents for other, documents in forms.items() if is_inflection(word, other))


def _nearest(word: str) -> dict[str, int]:
    """{word: documents} of the known word with the fewest mistakes between; of those one that
    differs in doubled letters alone, then of the same first letter, then the most frequent. A small
    word is none: "doesnt" is no mistyped "does"."""
    limit = allowed_edits(word)
    found = []
    for other, documents in _near(deletion_ranges(word)):
        if says_little(other):
            continue
        edits = distance(word, other, limit)
        if edits <= limit:
            # What is farther away than the best so far is not wanted.
            limit = edits
            is_other = squeezed(word) != squeezed(other)
            found.append((edits, is_other, other[0] != word[0], -documents, other))
    if not found:
        return {}
    *_, negative, best = min(found)
    return {best: -negative}


def _near(starts: Sequence[int]) -> list[tuple[str, int]]:
    """(word, documents) of the words that stand in the ranges.

    Two queries, of numbers alone: joined to the ranges, the words would all be read, by SQLite for
    its Bloom filter and by PostgreSQL for its hash; and of ranges that are no literals PostgreSQL
    thinks that each holds a ninth of the table.
    """
    ranges = " UNION ALL ".join(
        [
            f"SELECT key & {RANGE_SIZE - 1} FROM {SearchDeletion._meta.db_table}"
            f" WHERE key BETWEEN {start} AND {start + RANGE_SIZE - 1}"
            for start in starts
        ]
    )
    with reading_connection().cursor() as cursor:
        cursor.execute(ranges)
        ids = {str(word_id) for (word_id,) in cursor.fetchall()}
        if not ids:
            return []
        cursor.execute(
            f"SELECT word, documents FROM {SearchWord._meta.db_table}"
            f" WHERE id IN ({', '.join(ids)}) AND documents > 0"
        )
        return cursor.fetchall()
