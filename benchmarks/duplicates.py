"""What the search for near duplicates is worth: pairs that were read, and all pairs compared.

    python -m benchmarks.duplicates verdicts
    python -m benchmarks.duplicates recall
    python -m benchmarks.duplicates time

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library.

`verdicts` counts the judgements of `duplicate_verdicts.csv`: 200 pairs of articles whose texts
share at least four tenths of their words, taken by a seed from layers of that share; read were both
questions and the beginnings of both texts, without the share.
"One article": a publisher would keep one of the two, for they ask the same thing and one text
answers both. A hundred were used to choose the numbers of `articles/core/duplicates/likeness.py`,
the others held back until they stood. Beside it: equal titles, and five words in a row without a
check. The file names articles by a hash of their address, no text.

`recall` compares every two of the first 3,000 articles by address, and prints how many of the near
duplicates among them the sketches propose. `time` looks for the duplicates of every article.
"""

import csv
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

import django
from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.duplicates.likeness import LEAST_SHARED_WORDS, NEAR, asked_words, likeness  # noqa: E402
from articles.core.duplicates.sketches import LEAST_SHARED, folded_words, sketch  # noqa: E402
from articles.core.source.article_paths import article_path  # noqa: E402
from articles.duplicates import find_due, start_over  # noqa: E402
from articles.models import Article, Status  # noqa: E402

VERDICTS = Path(__file__).with_name("duplicate_verdicts.csv")
COMPARED = 3_000
JACCARDS = (0.2, 0.3, 0.4, 0.5)


def texts(most: int | None = None) -> dict[str, tuple[list[str], list[str], str]]:
    """Return {hash of the address: (words, words of the question, title)} of what is compared."""
    rows = Article.objects.filter(status=Status.PUBLISHED, canonical=None)
    rows = rows.order_by("subject__slug", "slug")[:most]
    columns = ("subject__slug", "slug", "title", "rendering__plain_text")
    return {
        hash_of(subject, slug): (folded_words(text or ""), asked_words(title), title)
        for subject, slug, title, text in rows.values_list(*columns)
    }


def hash_of(subject: str, slug: str) -> str:
    return blake2b(article_path(subject, slug).encode(), digest_size=8).hexdigest()


def verdicts() -> None:
    known = texts()
    rows = list(csv.DictReader(VERDICTS.open()))
    found = [row for row in rows if row["one"] in known and row["other"] in known]
    print(f"{len(found)} of {len(rows)} pairs stand in this library")
    for half in ("chosen on", "held back"):
        some = [row for row in found if row["half"] == half]
        tell(half, some, [row for row in some if _likeness(known, row) >= NEAR])
    tell("both", found, [row for row in found if _likeness(known, row) >= NEAR])
    alike = [row for row in found if known[row["one"]][2] == known[row["other"]][2]]
    tell("equal titles", found, alike)
    for least in JACCARDS:
        runs = [row for row in found if jaccard(known, row) >= least]
        tell(f"five words in a row, {least}", found, runs)


def tell(name: str, rows: Sequence[dict], taken: Sequence[dict]) -> None:
    right = sum(row["verdict"] == "one article" for row in taken)
    all_right = sum(row["verdict"] == "one article" for row in rows)
    share = right / len(taken) if taken else 0
    print(f"{name}: {right} of {len(taken)} right ({share:.3f}), of {all_right}")


def _likeness(known: dict, row: dict) -> float:
    one, other = known[row["one"]], known[row["other"]]
    return likeness((one[0], other[0]), (one[1], other[1]))


def jaccard(known: dict, row: dict) -> float:
    one, other = (
        set(zip(*(known[row[name]][0][n:] for n in range(5)), strict=False))
        for name in ("one", "other")
    )
    return len(one & other) / max(1, len(one | other))


def recall() -> None:
    known = texts(COMPARED)
    holders = defaultdict(list)
    for key, (words, _, _) in known.items():
        for band in sketch(words):
            holders[band].append(key)
    shared = Counter(pair for keys in holders.values() for pair in combinations(keys, 2))
    started = time.monotonic()
    signs = in_signs(known)
    keys, compared = list(signs), list(signs.values())
    near = [
        (one, keys[place + 1 + at])
        for place, one in enumerate(keys)
        for _, _, at in extract_iter(
            signs[one],
            compared[place + 1 :],
            scorer=Indel.normalized_similarity,
            score_cutoff=LEAST_SHARED_WORDS,
        )
        if _likeness(known, {"one": one, "other": keys[place + 1 + at]}) >= NEAR
    ]
    proposed = sum(shared[pair] >= LEAST_SHARED for pair in near)
    print(f"{len(near)} near duplicates among {len(known)}, {time.monotonic() - started:.0f} s")
    print(f"{proposed} of them proposed ({proposed / max(1, len(near)):.3f})")


def in_signs(known: dict) -> dict[str, str]:
    """Return the texts with a sign for each word: what is compared is the same, in a tenth of the
    time. The surrogates are left out, for no text holds them."""
    numbers = {}
    found = {}
    for key, (words, _, _) in known.items():
        some = [numbers.setdefault(word, len(numbers) + 1) for word in words]
        found[key] = "".join(chr(n if n < 0xD800 else n + 0x800) for n in some)
    return found


def measure_time() -> None:
    start_over()
    started, cpu = time.monotonic(), time.process_time()
    found = find_due()
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{found.articles} articles, {found.clusters} clusters: {seconds:.1f} s, {cpu:.1f} s CPU")
    print(f"{memory} MB at most")


if __name__ == "__main__":
    {"verdicts": verdicts, "recall": recall, "time": measure_time}[sys.argv[1]]()
