"""How often what is found first answers what was typed, judged by reading.

    python -m benchmarks.judging run NAME [--bm25]       # note the first ten hits of every query
    python -m benchmarks.judging ask > sheet.txt         # what nobody has judged yet
    python -m benchmarks.judging take < grades.txt       # keep a judge's grades
    python -m benchmarks.judging score

Reads the site of the environment (DATABASE_URL, VAR_DIR, SEARCH_MODEL): import a library first.
`run` writes what the site's search, or plain bm25 (benchmarks/finding.py), finds for the queries of
`queries_held_back.tsv` into `judged_runs.tsv`: design, line of the query, the hits' addresses as
hashes. Run it in another state of the code to have that state's design beside this one's.

`ask` pools the first DEPTH hits of all designs and prints of each its question and the first 600
characters of its answer, in an order made of hashes, without a design's name. A judge answers a
line a query, `17 a3 b0 c1`:

    3  answers what was asked
    2  answers the most of it, or something so near that who asked would stop searching
    1  of the same matter, but does not answer it
    0  about something else

`take` adds these to `judged_pairs.tsv`: line of the query, hash, grade. `score` prints for each
design how often the first hit and one of the first three has a 2 or a 3, and nDCG at DEPTH (gain
2^grade - 1, the ideal order of all that was judged for the query). A hit that nobody has judged
counts as 0, and how many these are is said.
"""

import argparse
import csv
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from math import log2
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.models import Article  # noqa: E402 - after Django's set-up
from benchmarks.finding import plain_bm25, site_search  # noqa: E402

FOLDER = Path(__file__).resolve().parent
TRUTH = FOLDER / "queries_held_back.tsv"
RUNS, VERDICTS = FOLDER / "judged_runs.tsv", FOLDER / "judged_pairs.tsv"
DEPTH = 3
_KEPT = 10
_ANSWERS = 2
_SHOWN_CHARACTERS = 600

# {design: {line of the query: hashes of its hits, best first}}
Runs = dict[str, dict[int, list[str]]]
# {line of the query: {hash: grade}}
Grades = dict[int, dict[str, int]]


def queries() -> dict[int, str]:
    """{line, from 1: what was typed}."""
    lines = TRUTH.read_text(encoding="utf-8").splitlines()
    return {number: line.split("\t")[-1] for number, line in enumerate(lines, start=1)}


def read_runs() -> Runs:
    runs: Runs = defaultdict(dict)
    for design, line, hits in _rows(RUNS):
        runs[design][int(line)] = hits.split()
    return runs


def read_grades() -> Grades:
    grades: Grades = defaultdict(dict)
    for line, article, grade in _rows(VERDICTS):
        grades[int(line)][article] = int(grade)
    return grades


def pool(runs: Runs, grades: Grades, depth: int) -> dict[int, list[str]]:
    """{line: the hits of any design among its first `depth` that have no grade}, in an order that
    says nothing of where they come from."""
    found: dict[int, set[str]] = defaultdict(set)
    for hits_of in runs.values():
        for line, hits in hits_of.items():
            found[line].update(hits[:depth])
    unread = {
        line: sorted(some - grades[line].keys(), key=_shuffled) for line, some in found.items()
    }
    return {line: unread[line] for line in sorted(unread) if unread[line]}


def run(design: str, *, is_bm25: bool) -> None:
    """Write the first ten hits of every query, in place of those that the design had."""
    find = plain_bm25() if is_bm25 else site_search
    names = {key: name for name, key in _keys_by_hash().items()}
    runs = read_runs()
    runs[design] = {
        line: [names[key] for key in find(query)][:_KEPT] for line, query in queries().items()
    }
    _write(RUNS, [(d, n, " ".join(hits)) for d, some in runs.items() for n, hits in some.items()])


def ask(depth: int) -> None:
    keys = _keys_by_hash()
    for line, hits in pool(read_runs(), read_grades(), depth).items():
        print(f"\n=== {line}: {queries()[line]}")
        wanted = [keys[name] for name in hits]
        found = Article.objects.select_related("rendering").in_bulk(wanted)
        for letter, key in zip(_letters(), wanted, strict=False):
            answer = " ".join(found[key].rendering.plain_text.split())
            print(f"{letter}) {found[key].heading}\n   {answer[:_SHOWN_CHARACTERS]}")


def take(lines: Sequence[str], depth: int) -> None:
    """Add the grades of a judge's lines; a letter that was not asked for is an error."""
    grades = read_grades()
    asked = pool(read_runs(), grades, depth)
    for line in filter(None, map(str.split, lines)):
        number, *given = line
        by_letter = dict(zip(_letters(), asked[int(number)], strict=False))
        grades[int(number)] |= {by_letter[one[:-1]]: int(one[-1]) for one in given}
    _write(VERDICTS, [(n, a, g) for n, some in sorted(grades.items()) for a, g in some.items()])


def score(depth: int) -> None:
    grades = read_grades()
    count = sum(map(len, grades.values()))
    print(f"{len(grades)} queries, {count} pairs judged")
    for design, hits_of in read_runs().items():
        print(row(design, {line: hits_of[line] for line in grades}, grades, depth))


def row(design: str, hits_of: dict[int, list[str]], grades: Grades, depth: int) -> str:
    """A line of the report over the queries of `hits_of`."""
    first = one = unread = 0
    gained = 0.0
    for line, hits in hits_of.items():
        known = grades[line]
        got = [known.get(name, 0) for name in hits[:depth]]
        unread += sum(name not in known for name in hits[:depth])
        first += any(grade >= _ANSWERS for grade in got[:1])
        one += any(grade >= _ANSWERS for grade in got[:3])
        ideal = _gain(sorted(known.values(), reverse=True)[:depth])
        gained += _gain(got) / ideal if ideal else 0.0
    count = len(hits_of) or 1
    return (
        f"{design:16} first answers {first / count:6.1%}  one of three {one / count:6.1%}"
        f"  nDCG@{depth} {gained / count:.3f}  not judged: {unread}"
    )


def _gain(grades: Sequence[int]) -> float:
    """The discounted cumulative gain of grades in order."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def _letters() -> list[str]:
    some = "abcdefghijklmnopqrstuvwxyz"
    return [*some, *(one + other for one in some for other in some)]


def _shuffled(name: str) -> bytes:
    return blake2b(f"order {name}".encode()).digest()


def _keys_by_hash() -> dict[str, int]:
    """{hash of the address: key of the article}."""
    rows = Article.objects.live().values_list("pk", "subject__slug", "slug")
    return {
        blake2b(f"{subject}/{slug}".encode(), digest_size=6).hexdigest(): key
        for key, subject, slug in rows
    }


def _rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t"))


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("task", choices=("run", "ask", "take", "score"))
    parser.add_argument("design", nargs="?", default="")
    parser.add_argument(
        "--bm25", action="store_true", help="plain bm25 in place of the site's search"
    )
    parser.add_argument("--depth", type=int, default=DEPTH)
    options = parser.parse_args()
    if options.task == "run":
        if not options.design:
            parser.error("a design needs a name")
        run(options.design, is_bm25=options.bm25)
    elif options.task == "ask":
        ask(options.depth)
    elif options.task == "take":
        take(sys.stdin.read().splitlines(), options.depth)
    else:
        score(options.depth)


if __name__ == "__main__":
    main()
