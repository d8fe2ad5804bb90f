"""What an import costs, as multiples of `yaml.CSafeLoader` over the same files in the same run.

    python benchmarks/importing.py FOLDER [--subjects FILE] [--rounds 3]

Each round measures, one after another on an otherwise quiet machine: CSafeLoader reading every
file in one process; `import_articles` into an empty SQLite database; the same again, unchanged; and
a copy in which one file in a hundred (seeded) has a sentence more in its answer. Whole commands are
timed, start-up included. Memory is the highest sum of the resident sets of the command and its
workers, sampled every 50 ms (shared pages are counted in each, so the truth is lower). Prints each
round and the medians.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

SEED = 20250217
SENTENCE = " This sentence came later."

ROOT = Path(__file__).resolve().parent.parent
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def read_with_yaml(files: list[Path]) -> float:
    """Return the seconds that CSafeLoader takes over the front matter of the files, reading
    included."""
    started = time.perf_counter()
    for file in files:
        yaml.load(file.read_bytes().split(b"\n---", 1)[0], Loader=yaml.CSafeLoader)
    return time.perf_counter() - started


def run(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Return (seconds, peak bytes) of a manage.py command; raises where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident_bytes(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with status {process.returncode}")
    return time.perf_counter() - started, peak


def resident_bytes(session: int) -> int:
    """Return the sum of the resident sets of all processes of a session."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * PAGE_BYTES
    return total


def change_one_in_a_hundred(files: list[Path]) -> None:
    """Append a sentence to the answer of a seeded choice of the files."""
    for file in random.Random(SEED).sample(files, round(len(files) / 100)):
        lines = file.read_text().split("\n")
        last = lines.index("answer: >-") + 1
        while lines[last + 1].startswith(" "):
            last += 1
        lines[last] += SENTENCE
        file.write_text("\n".join(lines))


def measure(folder: Path, subjects: list[str]) -> dict[str, float]:
    """Return one round: seconds, ratios and MB."""
    files = sorted(folder.rglob("*.md"))
    with tempfile.TemporaryDirectory() as work:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{work}/site.sqlite3",
            "VAR_DIR": work,
        }
        run(["migrate"], environment)
        baseline = read_with_yaml(files)
        command = ["import_articles", str(folder), *subjects]
        first, peak = run(command, environment)
        again, _ = run(command, environment)
        copy = Path(work) / "changed"
        shutil.copytree(folder, copy)
        change_one_in_a_hundred(sorted(copy.rglob("*.md")))
        changed, _ = run(["import_articles", str(copy), *subjects], environment)
    return {
        "files": len(files),
        "CSafeLoader s": baseline,
        "import s": first,
        "import ×": first / baseline,
        "unchanged s": again,
        "unchanged ×": again / baseline,
        "1 % changed s": changed,
        "1 % changed ×": changed / baseline,
        "peak MB": peak / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--subjects")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    subjects = ["--subjects", options.subjects] if options.subjects else []
    rounds = [measure(options.folder, subjects) for _ in range(options.rounds)]
    print_rounds(rounds)


def print_rounds(rounds: list[dict[str, float]]) -> None:
    """A line for each figure: what it was in each round, and the median."""
    for name in rounds[0]:
        values = [result[name] for result in rounds]
        each = "  ".join(f"{value:10.2f}" for value in values)
        print(f"{name:15}{each}   median {statistics.median(values):10.2f}")


if __name__ == "__main__":
    main()
