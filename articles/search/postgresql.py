"""PostgreSQL back end: two generated tsvector columns, each with a GIN index: of question and
keywords, and of everything that an article says.

The text search configuration stems English words and has no stop words: the stock configuration
`english` drops "it" and "who", and with them "What is IT?". Words are already folded to letters and
digits; each is quoted, so that none is an operator of tsquery.
"""

from collections.abc import Mapping, Sequence

from django.db import connection

from articles.models import SearchDocument
from articles.search.search_scope import ARTICLES, LEADS, Scope, Statement

DOCUMENTS = SearchDocument._meta.db_table
_STEMS, _CONFIGURATION = "articles_stems", "articles_search"
_TSQUERY = f"to_tsquery('{_CONFIGURATION}', %s)"
_COLUMNS = {
    "question_vector": f"setweight(to_tsvector('{_CONFIGURATION}', question), 'A')"
    f" || setweight(to_tsvector('{_CONFIGURATION}', keywords), 'B')",
    "text_vector": f"to_tsvector('{_CONFIGURATION}', question || ' ' || keywords || ' ' ||"
    " description || ' ' || answer)",
}
# {column: the function that returns the keys of the documents whose vector matches}. Each has a
# plan of its own, which must use the index: of a word that a twentieth of the texts have the
# planner thinks that reading the table is as fast, not knowing that a vector lies beside it and is
# unpacked for each row, and takes 100 ms for 11,573 rows in place of 2.
_FUNCTIONS = {
    "question_vector": "articles_questions_saying",
    "text_vector": "articles_texts_saying",
}
# What a word in question or keywords adds to what it is worth anywhere.
_QUESTION_PART = 0.5


def missing() -> list[str]:
    """Return the names of the index's parts that the database lacks."""
    return [name for name, is_there, _ in _parts() if not is_there]


def create() -> None:
    """Create what is missing of the index; PostgreSQL fills a generated column and an index by
    itself, and keeps both in step with their row."""
    for _, is_there, statement in _parts():
        if not is_there:
            with connection.cursor() as cursor:
                cursor.execute(statement)


def row_counts() -> dict[str, int]:
    """Return nothing to compare: PostgreSQL keeps columns and indexes in step with their row."""
    return {}


def refill() -> None:
    """PostgreSQL has filled the index."""


def drop() -> None:
    """Remove the index's columns, with their indexes, and the configuration."""
    with connection.cursor() as cursor:
        for function in _FUNCTIONS.values():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}(tsquery)")
        for column in _COLUMNS:
            cursor.execute(f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS {column}")
        cursor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {_CONFIGURATION}")
        cursor.execute(f"DROP TEXT SEARCH DICTIONARY IF EXISTS {_STEMS}")


def settle() -> None:
    """Sort what was written lately into the indexes of words. Until that is done, each search reads
    the list of it for each of its words: 76 ms of CPU in place of 55 after an import of 11,573
    articles, half an hour later still, for autovacuum had been there before the import ended.
    Indexes of another owner are left to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(oid::regclass) FROM pg_class"
            " WHERE oid IN (to_regclass(%s), to_regclass(%s)) AND pg_has_role(relowner, 'USAGE')",
            [f"{DOCUMENTS}_{column}" for column in _COLUMNS],
        )


def begins_with(lead: str, scope: Scope, limit: int) -> Statement:
    """The first questions, by code points, that begin with a text: a range of the index, of which
    a bounded part is looked at."""
    condition, parameters = scope.condition("a")
    sql = (
        "SELECT d.article_id, d.question, d.keywords FROM (SELECT * FROM"
        f" {DOCUMENTS} WHERE question ~>=~ %s AND question ~<~ %s"
        f" ORDER BY question USING ~<~ LIMIT {LEADS}) d"
        f" JOIN {ARTICLES} a ON a.id = d.article_id WHERE {condition}"
        " ORDER BY d.question USING ~<~ LIMIT %s"
    )
    return Statement(sql, (lead, lead + "\U0010ffff", *parameters, limit))


def matching(
    needed: Sequence[Sequence[str]], weights: Mapping[str, float], scope: Scope, limit: int
) -> Statement:
    """The best documents whose question or keywords have a word of each group in `needed`, by the
    sum of the weights of the words that they have, then the shortest.

    The inner order makes the planner sort numbers, not vectors, and ask of the best ones alone
    whether the scope holds them."""
    condition, parameters = scope.condition("a")
    score = " + ".join([f"(question_vector @@ {_TSQUERY})::int * %s::float8"] * len(weights))
    scores = [value for word, weight in weights.items() for value in (_quoted(word), weight)]
    sql = (
        "SELECT d.article_id, d.question, d.keywords FROM (SELECT s.* FROM"
        f" (SELECT article_id, {score or 0} AS score, length(question) AS length FROM {DOCUMENTS}"
        f" WHERE question_vector @@ {_TSQUERY} ORDER BY score DESC, length, article_id OFFSET 0) s"
        f" JOIN {ARTICLES} a ON a.id = s.article_id WHERE {condition}"
        " ORDER BY s.score DESC, s.length, s.article_id LIMIT %s) m"
        f" JOIN {DOCUMENTS} d ON d.article_id = m.article_id"
        " ORDER BY m.score DESC, m.length, m.article_id"
    )
    return Statement(sql, (*scores, " & ".join(map(_any, needed)), *parameters, limit))


def frequencies(words: Sequence[str], most: int) -> Statement:
    """One row: in how many documents each word, or its stem, stands, at most `most`."""
    counted = f"(SELECT least(count(*), {most}) FROM {_FUNCTIONS['text_vector']}({_TSQUERY}))"
    return Statement(f"SELECT {', '.join([counted] * len(words))}", tuple(map(_quoted, words)))


def saying(weights: Mapping[str, float], scope: Scope, limit: int) -> Statement:
    """The best documents that have one of the words in any field, as whole rows, best first: by the
    sum of the weights of the words that they have, half as much again in question or keywords.

    Read from the indexes alone: `ts_rank` reads the vector of each document, which takes 30 µs, and
    knows no frequency of a word in the library.
    """
    found, values = [], []
    for word, weight in weights.items():
        for function, part in zip(_FUNCTIONS.values(), (_QUESTION_PART, 1.0), strict=True):
            found.append(f"SELECT article_id, %s::float8 AS weight FROM {function}({_TSQUERY})")
            values += weight * part, _quoted(word)
    condition, parameters = scope.condition("a")
    sql = (
        "SELECT d.article_id, d.question, d.keywords, d.description, d.answer FROM"
        f" (SELECT s.article_id, s.score FROM (SELECT article_id, sum(weight) AS score FROM"
        f" ({' UNION ALL '.join(found)}) f GROUP BY article_id) s"
        f" JOIN {ARTICLES} a ON a.id = s.article_id WHERE {condition}"
        " ORDER BY s.score DESC, s.article_id LIMIT %s) m"
        f" JOIN {DOCUMENTS} d ON d.article_id = m.article_id ORDER BY m.score DESC, m.article_id"
    )
    return Statement(sql, (*values, *parameters, limit))


def holding(
    words: Sequence[str], scope: Scope, limit: int, *, is_phrase: bool, is_in_answer: bool = False
) -> Statement:
    """The keys of all documents that have every word, or its stem, in any field or in the answer,
    or all in a row; the newest first.

    The vector does not tell the fields apart. A document that has none of the words in another
    field has them in its answer; of the others the answer itself is read.
    """
    condition, parameters = scope.condition("a")
    sought = (" <-> " if is_phrase else " & ").join(map(_quoted, words))
    join = ""
    if is_in_answer:
        join = f" JOIN {DOCUMENTS} d ON d.article_id = t.article_id"
        elsewhere = (
            f"(d.question_vector || to_tsvector('{_CONFIGURATION}', d.description)) @@ {_TSQUERY}"
        )
        in_answer = f"to_tsvector('{_CONFIGURATION}', d.answer) @@ {_TSQUERY}"
        condition = f"{condition} AND (NOT {elsewhere} OR {in_answer})"
        parameters = (*parameters, " | ".join(map(_quoted, words)), sought)
    sql = (
        f"SELECT t.article_id FROM {_FUNCTIONS['text_vector']}({_TSQUERY}) t"
        f" JOIN {ARTICLES} a ON a.id = t.article_id{join}"
        f" WHERE {condition} ORDER BY t.article_id DESC LIMIT %s"
    )
    return Statement(sql, (sought, *parameters, limit))


def _any(words: Sequence[str]) -> str:
    return f"({' | '.join(map(_quoted, words))})"


def _quoted(word: str) -> str:
    """A quoted word of to_tsquery; it has no quotation mark or backslash to be doubled."""
    return f"'{word}'"


def _parts() -> list[tuple[str, bool, str]]:
    """(name, whether it is there, the statement that makes it), in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dictname::text FROM pg_ts_dict WHERE pg_ts_dict_is_visible(oid)"
            " UNION ALL SELECT cfgname::text FROM pg_ts_config WHERE pg_ts_config_is_visible(oid)"
            " UNION ALL SELECT attname::text FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND NOT attisdropped"
            " UNION ALL SELECT relname::text FROM pg_class WHERE relkind = 'i'"
            " AND pg_table_is_visible(oid)"
            " UNION ALL SELECT proname::text FROM pg_proc WHERE pg_function_is_visible(oid)"
            " AND proname LIKE 'articles%%'",
            [DOCUMENTS],
        )
        there = {name for (name,) in cursor.fetchall()}
    parts = [
        (
            _STEMS,
            f"CREATE TEXT SEARCH DICTIONARY {_STEMS} (TEMPLATE = snowball, LANGUAGE = english)",
        ),
        (
            _CONFIGURATION,
            f'CREATE TEXT SEARCH CONFIGURATION {_CONFIGURATION} (PARSER = "default");'
            f" ALTER TEXT SEARCH CONFIGURATION {_CONFIGURATION} ADD MAPPING FOR"
            " asciiword, word, numword, asciihword, hword, numhword, hword_part, hword_asciipart,"
            " hword_numpart, int, uint, float, sfloat, version, file, host, url, email"
            f" WITH {_STEMS}",
        ),
    ]
    for column, expression in _COLUMNS.items():
        parts += [
            (
                column,
                f"ALTER TABLE {DOCUMENTS} ADD COLUMN {column} tsvector"
                f" GENERATED ALWAYS AS ({expression}) STORED",
            ),
            (
                f"{DOCUMENTS}_{column}",
                f"CREATE INDEX {DOCUMENTS}_{column} ON {DOCUMENTS} USING gin ({column})",
            ),
        ]
    parts += [
        (
            function,
            f"CREATE FUNCTION {function}(sought tsquery) RETURNS TABLE (article_id bigint)"
            f" LANGUAGE sql STABLE SET enable_seqscan = off AS"
            f" 'SELECT article_id FROM {DOCUMENTS} WHERE {column} @@ sought'",
        )
        for column, function in _FUNCTIONS.items()
    ]
    return [(name, name in there, statement) for name, statement in parts]
