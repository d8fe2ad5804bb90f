"""How well the search finds what an article is about, beside plain bm25.

    python -m benchmarks.finding --truth benchmarks/queries_held_back.tsv [--show 10]

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first. A line of the
truth is the address of an article, `subject/slug` or its hash, a tab, and what somebody with that
need typed who did not know its title; of several addresses, with tabs between, any answers it.

Two writers who knew no method saw 300 articles, drawn by chance from the 11,573, with question and
answer, and wrote one query for each without the title's words. Every other one was used for tuning
(`queries_tuned_on.tsv`); the rest (`queries_held_back.tsv`) was first run when the ranking stood.

Prints, for the site's search and for plain bm25 over the same articles in the same run, how often
an article of the line (or one with its text or its question) stands first, in three and in ten, and
the milliseconds of CPU of a query, median and 95th percentile (benchmarks/cpu_time.py).
Plain bm25 is FTS5 in memory: porter, question, keywords, description and answer weighted
3 : 2 : 2 : 1, any of the words but the small ones.

`--off-topic` counts instead for how many of the queries in `queries_off_topic.tsv`, which are about
nothing in a library of school subjects, the site finds something all the same, and for how many of
the truth's it finds nothing, or not the right article in ten; of both how often it calls what it
found weak.
"""

import argparse
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.text.search_words import STOP_WORDS, words_of  # noqa: E402 - after set-up
from articles.models import Article  # noqa: E402
from articles.search import search  # noqa: E402
from benchmarks.cpu_time import cpu_seconds  # noqa: E402

Finder = Callable[[str], Sequence[int]]
_DEPTH = 10
_OFF_TOPIC = Path(__file__).with_name("queries_off_topic.tsv")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, and the keys of the articles that answer it."""

    query: str
    keys: frozenset[int]


@dataclass(slots=True)
class Outcome:
    """The rank of each query's first right article, None where it is not in ten; milliseconds."""

    ranks: list[int | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def read_truth(path: Path) -> list[Wanted]:
    """The lines of a truth file whose article is in the library and can be found."""
    twins = _twins()
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        *addresses, query = line.split("\t")
        keys = frozenset().union(*(twins.get(address.strip(), ()) for address in addresses))
        if keys and query.strip():
            found.append(Wanted(query.strip(), keys))
        elif line.strip():
            print(f"not in the library: {line!r}")
    return found


def _twins() -> dict[str, set[int]]:
    """{address and its hash: keys of the indexable articles with its text or its question}."""
    rows = Article.objects.live().select_related("subject")
    by_text: dict[str, set[int]] = {}
    articles = list(rows.only("slug", "subject__slug", "title", "content_digest", "index_status"))
    for article in articles:
        if article.index_status == "indexable":
            for name in (article.content_digest, f"title {article.title}"):
                by_text.setdefault(name, set()).add(article.pk)
    found = {}
    for article in articles:
        address = f"{article.subject.slug}/{article.slug}"
        same = by_text.get(article.content_digest, set())
        same = same | by_text.get(f"title {article.title}", set())
        found[address] = found[blake2b(address.encode(), digest_size=6).hexdigest()] = same
    return found


def plain_bm25() -> Finder:
    """The baseline, made in memory from the site's articles."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE t USING fts5(question, keywords, description, answer, content='',"
        " tokenize='porter unicode61')"
    )
    columns = (
        *("pk", "title", "article_title", "question", "seo_keywords", "seo_description"),
        "rendering__plain_text",
    )
    for article in Article.objects.indexable().select_related("rendering").only(*columns):
        base.execute(
            "INSERT INTO t(rowid, question, keywords, description, answer) VALUES (?, ?, ?, ?, ?)",
            (
                article.pk,
                article.heading,
                article.seo_keywords,
                article.seo_description,
                article.rendering.plain_text,
            ),
        )

    def find(query: str) -> list[int]:
        words = dict.fromkeys(words_of(query))
        telling = [word for word in words if word not in STOP_WORDS] or list(words)
        if not telling:
            return []
        rows = base.execute(
            "SELECT rowid FROM t WHERE t MATCH ? AND rank MATCH 'bm25(3, 2, 2, 1)'"
            f" ORDER BY rank LIMIT {_DEPTH}",
            (" OR ".join(f'"{word}"' for word in telling),),
        )
        return [key for (key,) in rows]

    return find


def site_search(query: str) -> list[int]:
    """The keys that a reader is shown first."""
    return [hit.article_id for hit in search(query, limit=_DEPTH).hits]


def measure(find: Finder, truth: Sequence[Wanted]) -> Outcome:
    """The outcome of all queries with one way to find."""
    outcome = Outcome()
    for wanted in truth:
        started = cpu_seconds()
        keys = find(wanted.query)
        outcome.times.append((cpu_seconds() - started) * 1000)
        places = (place for place, key in enumerate(keys) if key in wanted.keys)
        outcome.ranks.append(next(places, None))
    return outcome


def off_topic(truth: Sequence[Wanted]) -> None:
    """Print what is found where nothing is to be found, for each half, and the price of it."""
    lines = _OFF_TOPIC.read_text(encoding="utf-8").splitlines()
    for half in ("tuned on", "held back"):
        some = [line.split("\t")[1] for line in lines if line.startswith(half)]
        found = [one for one in map(search, some) if one.hits]
        weak = sum(one.is_weak for one in found)
        print(f"off topic, {half}: {len(found)} of {len(some)} find something, {weak} of it weak")
    right = [search(wanted.query, limit=_DEPTH) for wanted in truth]
    there = sum(
        any(hit.article_id in wanted.keys for hit in results.hits)
        for results, wanted in zip(right, truth, strict=True)
    )
    print(
        f"{len(truth)} queries on topic: {there} find their article in ten,"
        f" {sum(not results.hits for results in right)} nothing,"
        f" {sum(results.is_weak for results in right if results.hits)} called weak"
    )


def row(name: str, outcome: Outcome) -> str:
    """A line of the report."""
    count = len(outcome.ranks)
    shares = [
        sum(rank is not None and rank < depth for rank in outcome.ranks) / count
        for depth in (1, 3, 10)
    ]
    times = sorted(outcome.times)
    return (
        f"{name:12} first {shares[0]:6.1%}  in three {shares[1]:6.1%}  in ten {shares[2]:6.1%}"
        f"  p50 {times[count // 2]:5.1f}  p95 {times[int(count * 0.95)]:5.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0, help="so many queries that bm25 does better")
    parser.add_argument("--off-topic", action="store_true")
    options = parser.parse_args()
    truth = read_truth(options.truth)
    if not truth:
        parser.error("none of the articles is in the library")
    if options.off_topic:
        off_topic(truth)
        return
    print(f"{len(truth)} queries")
    ours, plain = measure(site_search, truth), measure(plain_bm25(), truth)
    print(row("site", ours))
    print(row("plain bm25", plain))
    worse = [
        (wanted.query, rank, other)
        for wanted, rank, other in zip(truth, ours.ranks, plain.ranks, strict=True)
        if other is not None and (rank is None or rank > other)
    ]
    for query, rank, other in worse[: options.show]:
        print(f"  {'-' if rank is None else rank + 1} (bm25 {other + 1}) {query!r}")


if __name__ == "__main__":
    main()
