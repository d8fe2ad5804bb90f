"""A library of any size out of one that was imported, to time what reads all of it.

    python -m benchmarks.multiply SOURCE.sqlite3 TARGET.sqlite3 COPIES

Every article COPIES times, each copy under keys, slugs, titles and digests of its own, in the
subjects of the source; without answers and HTML, which make most of the bytes and which no list,
feed or sitemap reads for more than a few. The search index is empty: `manage.py rebuild_search`
fills it. 87 copies of 11,573 articles: a million, 2.2 GB.
"""

import sqlite3
import sys

_CHANGED = {
    "slug": "slug || '-' || {copy}",
    "title": "title || ' ' || {copy}",
    "content_digest": "substr(content_digest || '-' || {copy}, -32)",
    "canonical_id": "canonical_id + {offset}",
    "article_id": "article_id + {offset}",
    "answer": "''",
    "html": "'<p>' || excerpt || '</p>'",
    "plain_text": "excerpt",
}
_MULTIPLIED = ("articles_article", "articles_rendering")
_LEFT_OUT = ("articles_related", "articles_sourcefile", "articles_finding", "articles_revision")


def columns_of(target: sqlite3.Connection, table: str, copy: int, offset: int) -> str:
    """Return what is selected for each column of one copy."""
    names = [row[1] for row in target.execute(f"PRAGMA main.table_info({table})")]
    changed = {"id": f"id + {offset}", **_CHANGED}
    picked = (changed.get(name, f'"{name}"') for name in names)
    return ", ".join(column.format(copy=copy, offset=offset) for column in picked)


def main() -> None:
    source, path, copies = sys.argv[1], sys.argv[2], int(sys.argv[3])
    target = sqlite3.connect(path)
    target.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000"
    )
    target.execute("ATTACH ? AS source", [source])
    schema = target.execute(
        "SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'"
    ).fetchall()
    kinds = dict(target.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'source'"))
    step = target.execute("SELECT max(id) + 1 FROM source.articles_article").fetchone()[0]
    for kind, name, sql in schema:
        # A virtual table makes its shadow tables itself.
        if kind != "table" or kinds[name] == "shadow":
            continue
        target.execute(sql)
        if kinds[name] == "virtual":
            continue
        if name in _MULTIPLIED:
            for copy in range(copies):
                columns = columns_of(target, name, copy, copy * step)
                target.execute(f"INSERT INTO main.{name} SELECT {columns} FROM source.{name}")
        elif name not in _LEFT_OUT:
            target.execute(f'INSERT INTO main."{name}" SELECT * FROM source."{name}"')
    for kind, _, sql in schema:
        if kind == "index":
            target.execute(sql)
    target.execute("ANALYZE")
    target.commit()
    print(f"{target.execute('SELECT count(*) FROM articles_article').fetchone()[0]:,} articles")


if __name__ == "__main__":
    main()
