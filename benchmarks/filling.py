"""What `fill_related --all` costs beside another state of the code, and whether it finds the same.

    python -m benchmarks.filling BEFORE LIBRARY.sqlite3 [--rounds 3]

BEFORE is a folder with the other state (`git worktree add ../before COMMIT`), LIBRARY a database
into which a library was imported, and which both can read; it is copied, never written. Each round
runs both, one after the other, on a copy of their own: first with no list computed yet, then, as
"again", over what that has left. Whole commands are timed, start-up included. CPU counts the
workers, too; memory is the highest sum of the proportional set sizes of the command and its
workers, sampled every 50 ms. Every row of every list is compared, scores included.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_LISTS = (
    "SELECT article_id, position, target_id, method, score, is_extra"
    " FROM articles_computedrelated ORDER BY article_id, position"
)


class Cost(NamedTuple):
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def fill(tree: Path, database: Path) -> Cost:
    """Run the command of a state of the code; raises where it fails."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "VAR_DIR": str(database.parent / "var"),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "fill_related", "--all"],
        cwd=tree,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.05)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{tree}: fill_related ended with status {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(wall, cpu, peak)


def memory_of(pid: int) -> int:
    """Return the proportional set sizes of a process and its children, in bytes."""
    total = 0
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        return total + sum(memory_of(int(child)) for child in children.read_text().split())
    except OSError:  # ended meanwhile
        return total


def lists_of(database: Path) -> list[tuple]:
    with sqlite3.connect(database) as connection:
        return connection.execute(_LISTS).fetchall()


def differing(one: list[tuple], other: list[tuple]) -> int:
    """Return how many articles have another list."""
    lists: dict[int, tuple[list, list]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate((one, other)):
        for row in rows:
            lists[row[0]][place].append(row)
    return sum(before != after for before, after in lists.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ratios = defaultdict(list)
    for number in range(1, options.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            copies = {tree: Path(folder) / f"{place}.sqlite3" for place, tree in trees(options)}
            for copy in copies.values():
                shutil.copyfile(options.library, copy)
            for label in ("first", "again"):
                costs = {tree: fill(tree, copy) for tree, copy in copies.items()}
                report(f"round {number}, {label}", *costs.values(), ratios[label])
                found = [lists_of(copy) for copy in copies.values()]
                print(f"  {len(found[0]):,} rows, {differing(*found):,} articles differ")
    for label, some in ratios.items():
        wall, cpu = (statistics.median(column) for column in zip(*some, strict=True))
        print(f"median, {label}: {wall:.2f} of the wall time, {cpu:.2f} of the CPU time")


def trees(options: argparse.Namespace) -> list[tuple[str, Path]]:
    return [("before", options.before.resolve()), ("after", ROOT)]


def report(label: str, before: Cost, after: Cost, ratios: list[tuple[float, float]]) -> None:
    ratios.append(
        (after.wall_seconds / before.wall_seconds, after.cpu_seconds / before.cpu_seconds)
    )
    for name, cost in (("before", before), ("after", after)):
        print(
            f"{label}, {name}: {cost.wall_seconds:.1f} s, {cost.cpu_seconds:.1f} s of CPU,"
            f" {cost.peak_bytes / 1e6:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
