"""Our bounded alignment beside rapidfuzz's longest common subsequence, on hostile and real texts.

    pip install rapidfuzz && python -m benchmarks.aligning DELIVERIES_ARCHIVE

Prints for each pair: milliseconds, items found common, and in how many blocks.
"""

import random
import re
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from articles.core.source import read_document
from articles.core.text.sequence_diff import Alignment, Effort

Result = tuple[float, int, int]
_STEPS = 1_000_000


def ours(a: Sequence[Hashable], b: Sequence[Hashable]) -> Result:
    started = time.perf_counter()
    blocks = [x for x in Alignment(a, b, Effort(_STEPS)).get_matching_blocks() if x.size]
    return _milliseconds(started), sum(block.size for block in blocks), len(blocks)


def rapidfuzz(a: Sequence[Hashable], b: Sequence[Hashable]) -> Result:
    started = time.perf_counter()
    keys: dict[Hashable, int] = {}
    numbers = [[keys.setdefault(item, len(keys)) for item in items] for items in (a, b)]
    equal = [code for code in LCSseq.opcodes(*numbers) if code.tag == "equal"]
    common = sum(code.src_end - code.src_start for code in equal)
    return _milliseconds(started), common, len(equal)


def hostile() -> dict[str, tuple[list, list]]:
    rng = random.Random(1)
    lines = [rng.choice("abc") for _ in range(5_000)]
    edited = [line if rng.random() > 0.1 else rng.choice("abc") for line in lines]
    numbers = list(range(3_000))
    return {
        "5,000 repetitive lines": (lines, edited),
        "5,000 equal lines, two others": (["x"] * 5000, ["y", *["x"] * 4000, "z", *["x"] * 900]),
        "16 kB of one word": (["w", " "] * 2000, [*["w", " "] * 1500, "o", *["w", " "] * 490]),
        "3,000 lines shuffled": (numbers, rng.sample(numbers, len(numbers))),
    }


def real(archive: str) -> list[tuple[list[str], list[str]]]:
    """The words of each answer that a delivery changed, before and after."""
    versions: dict[str, list[str]] = defaultdict(list)
    with tarfile.open(archive) as files:
        for member in files:
            path = "/".join(member.name.split("/")[-2:])
            if member.isfile() and path.endswith(".md"):
                data = files.extractfile(member).read()
                versions[path].append(read_document(data, path=path).content.answer)
    return [
        (re.findall(r"\w+|\s+|.", before), re.findall(r"\w+|\s+|.", after))
        for answers in versions.values()
        for before, after in pairwise(answers)
        if before != after
    ]


def _milliseconds(started: float) -> float:
    return (time.perf_counter() - started) * 1_000


def _mean(align: Callable[[list, list], Result], pairs: list[tuple[list, list]]) -> str:
    rows = [align(*pair) for pair in pairs]
    time_taken, common, blocks = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return f"{time_taken:8.2f} ms {common:7.0f} common in {blocks:5.0f} blocks"


def main() -> None:
    cases = {name: [pair] for name, pair in hostile().items()}
    cases["answers that deliveries changed, by words"] = real(sys.argv[1])
    for name, pairs in cases.items():
        print(f"{name} ({len(pairs)})")
        for align in (ours, rapidfuzz):
            print(f"    {align.__name__:10} {_mean(align, pairs)}")


if __name__ == "__main__":
    main()
