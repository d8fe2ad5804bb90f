"""What computed related questions are worth: known links found again, and pairs that were read.

    python -m benchmarks.relating recall
    python -m benchmarks.relating verdicts
    python -m benchmarks.relating show

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library and run `fill_related`.

`recall` takes 3,000 links (seeded) between two texts of the library, twins taken together, and
looks for each as if it stood nowhere: the link is left out alone, then together with the link
back. It prints how often the target is among the first 4 and 10, by the order of the page and by
the links alone; for all of them, and for those around which the library is whole (an excerpt of a
library has lost the links that lead out of it).

`verdicts` counts the judgements of `related_verdicts.csv`: 200 pairs, 100 of each method, chosen
by a seed from what `fill_related` had computed, and read; "relevant" is what a reader of the one
question may well want to read next. Further 100 each are the first two that three engines find for
50 articles, without any link (benchmarks/relating_engines.py), read without the engine's name.
`show` prints the questions of these pairs, to judge again.
The file names articles by their id in the source and by a hash of both addresses, no text.
"""

import csv
import os
import random
import sys
from collections import Counter, defaultdict
from hashlib import blake2b
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.relatedness.candidates import Candidates, find_candidates  # noqa: E402
from articles.models import Article, Related  # noqa: E402 - after Django's set-up
from articles.relating.stored_library import StoredLibrary  # noqa: E402
from articles.relating.term_frequencies import load  # noqa: E402

VERDICTS = Path(__file__).with_name("related_verdicts.csv")
HELD_OUT = 3_000
SEED = 5
A_TURN = 50
FIRST = (4, 10)
# So many of the ranked candidates are looked at for "by the links alone".
ALL = 10_000

Link = tuple[int, int]


def links_of_texts() -> tuple[list[Link], set[int]]:
    """Return the links between indexable texts, and the texts whose every link leads to one."""
    indexable = set(Article.objects.indexable().values_list("pk", flat=True))
    canonical = dict(Article.objects.exclude(canonical=None).values_list("pk", "canonical"))
    links, lossy = set(), set()
    for source, target in Related.objects.order_by().values_list("article", "target"):
        source, target = canonical.get(source, source), canonical.get(target, target)
        if target is None:
            lossy.add(source)
        elif source != target and {source, target} <= indexable:
            links.add((source, target))
    return sorted(links), indexable - lossy


def recall() -> None:
    links, whole = links_of_texts()
    around: dict[int, set[int]] = defaultdict(set)
    for source, target in links:
        around[source].add(target)
        around[target].add(source)
    held = random.Random(SEED).sample(links, min(HELD_OUT, len(links)))
    inner = [link for link in held if link[0] in whole and around[link[0]] <= whole]
    print(f"{len(links):,} links, {len(held):,} held out, {len(inner):,} in whole surroundings")
    for label, is_strict in (("link left out", False), ("and the link back", True)):
        ranks = ranks_of(held, is_strict=is_strict)
        for name, some in (("all", held), ("whole surroundings", inner)):
            for place, order in enumerate(("as on the page", "by the links alone")):
                shares = [
                    100 * sum(ranks[link][place] < first for link in some) / len(some)
                    for first in FIRST
                ]
                figures = ", ".join(
                    f"@{first} {share:.1f}%" for first, share in zip(FIRST, shares, strict=True)
                )
                print(f"{label}; {name}; {order}: {figures}")


def ranks_of(held: list[Link], *, is_strict: bool) -> dict[Link, Link]:
    """Return the place of each link's target, from 0, in the page's order and by the links alone.

    Fifty links of as many articles are left out at a time, one in 560 of the library's.
    """
    ranks: dict[Link, Link] = {}
    waiting = list(held)
    while waiting:
        turn: dict[int, int] = {}
        for source, target in waiting:
            if len(turn) < A_TURN:
                turn.setdefault(source, target)
        waiting = [link for link in waiting if turn.get(link[0]) != link[1]]
        without = set(turn.items())
        without |= {(target, source) for source, target in without} if is_strict else set()
        found = find_candidates(
            StoredLibrary(), list(turn), FREQUENCIES, enough=max(FIRST), without=without
        )
        for source, target in turn.items():
            ranks[source, target] = places_of(target, found[source])
    return ranks


def places_of(target: int, found: Candidates) -> Link:
    page = [candidate.target for candidate in found.best(max(FIRST))]
    ranked = [x for x in found.best(ALL) if x.target in found.around.evidence]
    linked = [x.target for x in sorted(ranked, key=lambda x: -x.score)]
    return (
        page.index(target) if target in page else ALL,
        linked.index(target) if target in linked else ALL,
    )


def verdicts() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_verdicts():
        counts[row["method"]][row["verdict"]] += 1
    for method, numbers in counts.items():
        words = ", ".join(f"{number} {verdict}" for verdict, number in numbers.most_common())
        print(f"from {method}: {words}")


def show() -> None:
    """Print the pairs that the library holds; one whose address changed is named as missing."""
    for number, row in enumerate(read_verdicts(), start=1):
        pairs = [
            (one, other)
            for one in articles_of(row["article"])
            for other in articles_of(row["target"])
            if hash_of(one, other) == row["addresses"]
        ]
        if not pairs:
            print(f"{number}. {row['article']} to {row['target']}: not in this library")
        for one, other in pairs:
            print(
                f"{number}. [{row['verdict']}, {row['method']}] {one.heading}\n   {other.heading}"
            )


def read_verdicts() -> list[dict[str, str]]:
    with VERDICTS.open(newline="") as file:
        return list(csv.DictReader(file))


def articles_of(source_id: str) -> list[Article]:
    found = Article.objects.filter(source_id=int(source_id)).select_related("subject")
    return list(found.defer("answer"))


def hash_of(one: Article, other: Article) -> str:
    addresses = f"{one.subject.slug}/{one.slug} {other.subject.slug}/{other.slug}"
    return blake2b(addresses.encode(), digest_size=6).hexdigest()


if __name__ == "__main__":
    tasks = {"recall": recall, "verdicts": verdicts, "show": show}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    FREQUENCIES = load()
    tasks[sys.argv[1]]()
