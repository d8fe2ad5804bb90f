"""SQLite back end: two FTS5 tables over the search documents, maintained by triggers: one of
questions and keywords, one of everything that an article says.

They hold no text of their own (external content, sqlite.org/fts5.html, section 4.4.3) and are
written by triggers of the documents' table alone. Words are already folded to letters and digits,
so the tokenizer only stems; each is quoted, so that none is an operator.
"""

from collections.abc import Mapping, Sequence

from django.db import connection

from articles.models import SearchDocument
from articles.search.search_scope import ARTICLES, LEADS, Scope, Statement

DOCUMENTS = SearchDocument._meta.db_table
QUESTIONS, TEXTS = "articles_searchquestion", "articles_searchtext"
_FIELDS = "question, keywords, description, answer"
_TRIGGERS = {name: f"{DOCUMENTS}_{name}" for name in ("insert", "update", "delete")}

_TABLES = {
    QUESTIONS: f"""CREATE VIRTUAL TABLE {QUESTIONS} USING fts5(question, keywords,
        content='{DOCUMENTS}', content_rowid='article_id',
        tokenize='porter unicode61 remove_diacritics 0')""",
    TEXTS: f"""CREATE VIRTUAL TABLE {TEXTS} USING fts5({_FIELDS},
        content='{DOCUMENTS}', content_rowid='article_id',
        tokenize='porter unicode61 remove_diacritics 0')""",
}
_PUT = f"""
    INSERT INTO {QUESTIONS}(rowid, question, keywords)
        VALUES (new.article_id, new.question, new.keywords);
    INSERT INTO {TEXTS}(rowid, {_FIELDS}) VALUES
        (new.article_id, new.question, new.keywords, new.description, new.answer);"""
_TAKE = f"""
    INSERT INTO {QUESTIONS}({QUESTIONS}, rowid, question, keywords)
        VALUES ('delete', old.article_id, old.question, old.keywords);
    INSERT INTO {TEXTS}({TEXTS}, rowid, {_FIELDS}) VALUES
        ('delete', old.article_id, old.question, old.keywords, old.description, old.answer);"""
_TRIGGER_STATEMENTS = {
    _TRIGGERS["insert"]: f"CREATE TRIGGER {_TRIGGERS['insert']} AFTER INSERT ON {DOCUMENTS}"
    f" BEGIN {_PUT} END",
    _TRIGGERS["update"]: f"CREATE TRIGGER {_TRIGGERS['update']} AFTER UPDATE ON {DOCUMENTS}"
    f" BEGIN {_TAKE} {_PUT} END",
    _TRIGGERS["delete"]: f"CREATE TRIGGER {_TRIGGERS['delete']} AFTER DELETE ON {DOCUMENTS}"
    f" BEGIN {_TAKE} END",
}
# bm25's weights of question and keywords; of question, keywords, description and answer.
_WEIGHTS, _TEXT_WEIGHTS = "10.0, 4.0", "3.0, 2.0, 2.0, 1.0"


def missing() -> list[str]:
    """Return the names of the index's parts that the database lacks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in (*_TABLES, *_TRIGGER_STATEMENTS) if name not in there]


def create() -> None:
    """Create what is missing of the index's tables and triggers, and build the index anew from the
    documents that are there: without a trigger it has missed what was written since."""
    lacking = missing()
    if not lacking:
        return
    with connection.cursor() as cursor:
        for name, statement in (_TABLES | _TRIGGER_STATEMENTS).items():
            if name in lacking:
                cursor.execute(statement)
    refill()


def row_counts() -> dict[str, int]:
    """Return {table of the index: how many documents it knows}: a count of an index of SQLite's
    own, one row a document (sqlite.org/fts5.html, "the %_docsize table")."""
    with connection.cursor() as cursor:
        return {
            name: cursor.execute(f"SELECT count(*) FROM {name}_docsize").fetchone()[0]
            for name in _TABLES
        }


def refill() -> None:
    """Build the index anew from the documents."""
    with connection.cursor() as cursor:
        for name in _TABLES:
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")


def drop() -> None:
    """Remove the index's triggers and tables."""
    with connection.cursor() as cursor:
        for name in _TRIGGER_STATEMENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for name in _TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def settle() -> None:
    """FTS5 merges its index by itself, as it is written."""


def begins_with(lead: str, scope: Scope, limit: int) -> Statement:
    """The first questions, by code points, that begin with a text: a range of the index, of which
    a bounded part is looked at."""
    condition, parameters = scope.condition("a")
    sql = (
        "SELECT d.article_id, d.question, d.keywords FROM (SELECT * FROM"
        f" {DOCUMENTS} WHERE question >= %s AND question < %s ORDER BY question LIMIT {LEADS}) d"
        f" JOIN {ARTICLES} a ON a.id = d.article_id WHERE {condition} LIMIT %s"
    )
    return Statement(sql, (lead, lead + "\U0010ffff", *parameters, limit))


def matching(
    needed: Sequence[Sequence[str]], weights: Mapping[str, float], scope: Scope, limit: int
) -> Statement:
    """The best documents whose question or keywords have a word of each group in `needed`; every
    word of `weights` counts for the order (bm25 weighs them by itself)."""
    gates = [_any(group) for group in needed]
    rest = [word for word in weights if all(word not in group for group in needed)]
    if len(gates) == 1 and rest:
        gates.append(_any([*needed[0], *rest]))
    condition, parameters = scope.condition("a")
    sql = (
        "SELECT d.article_id, d.question, d.keywords FROM"
        f" (SELECT f.rowid AS id, f.rank AS place FROM {QUESTIONS} f"
        f" JOIN {ARTICLES} a ON a.id = f.rowid WHERE f.{QUESTIONS} MATCH %s"
        f" AND f.rank MATCH 'bm25({_WEIGHTS})' AND {condition} ORDER BY f.rank LIMIT %s) m"
        f" JOIN {DOCUMENTS} d ON d.article_id = m.id ORDER BY m.place, m.id"
    )
    return Statement(sql, (" AND ".join(gates), *parameters, limit))


def frequencies(words: Sequence[str], most: int) -> Statement:
    """One row: in how many documents each word, or its stem, stands, counted up to `most`."""
    counted = f"(SELECT count(*) FROM (SELECT 1 FROM {TEXTS} WHERE {TEXTS} MATCH %s LIMIT {most}))"
    return Statement(f"SELECT {', '.join([counted] * len(words))}", tuple(map(_quoted, words)))


def saying(weights: Mapping[str, float], scope: Scope, limit: int) -> Statement:
    """The best documents that have one of the words in any field, as whole rows, best first (bm25
    weighs the words by itself)."""
    condition, parameters = scope.condition("a")
    sql = (
        "SELECT d.article_id, d.question, d.keywords, d.description, d.answer"
        f" FROM (SELECT f.rowid AS id, f.rank AS place FROM {TEXTS} f"
        f" JOIN {ARTICLES} a ON a.id = f.rowid WHERE f.{TEXTS} MATCH %s"
        f" AND f.rank MATCH 'bm25({_TEXT_WEIGHTS})' AND {condition} ORDER BY f.rank LIMIT %s) m"
        f" JOIN {DOCUMENTS} d ON d.article_id = m.id ORDER BY m.place, m.id"
    )
    return Statement(sql, (_any(list(weights)), *parameters, limit))


def holding(
    words: Sequence[str], scope: Scope, limit: int, *, is_phrase: bool, is_in_answer: bool = False
) -> Statement:
    """The keys of all documents that have every word, or its stem, in any field or in the answer,
    or all in a row; the newest first, and no text is read."""
    condition, parameters = scope.condition("a")
    sql = (
        f"SELECT f.rowid FROM {TEXTS} f JOIN {ARTICLES} a ON a.id = f.rowid"
        f" WHERE f.{TEXTS} MATCH %s AND {condition} ORDER BY f.rowid DESC LIMIT %s"
    )
    sought = _quoted(" ".join(words)) if is_phrase else " AND ".join(map(_quoted, words))
    if is_in_answer:
        sought = f"answer : ({sought})"
    return Statement(sql, (sought, *parameters, limit))


def _any(words: Sequence[str]) -> str:
    return f"({' OR '.join(map(_quoted, words))})"


def _quoted(word: str) -> str:
    """An FTS5 string; a word has no quotation mark, which would be doubled."""
    return '"' + word.replace('"', '""') + '"'
