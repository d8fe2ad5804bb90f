"""Pairs of texts of the same articles for somebody who judges them without knowing which is new.

    python benchmarks/short_answers.py excerpts LIBRARY BEFORE OUT --read economics,physics
    python benchmarks/short_answers.py descriptions LIBRARY BEFORE OUT

LIBRARY is a folder of article files, BEFORE another checkout of this repository: its texts are the
old ones. `excerpts` compares its excerpts with the short answers of this one (half of them from
subjects that `--read` does not name), `descriptions` the shown descriptions, where they differ.
OUT.tsv gets id, question, A and B in an order drawn by lot, OUT.key.tsv which is the new one, and
OUT.baseline.tsv the first sentence of each answer. docs/short_answers.md has what came of it.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
_AT_ONCE = 400


def main() -> None:
    arguments = _arguments()
    draw = random.Random(arguments.seed)
    paths = sorted(str(path.relative_to(arguments.library)) for path in _files(arguments.library))
    read = set(filter(None, arguments.read.split(",")))
    groups = [paths]
    if read:
        groups = [
            [p for p in paths if (p.split("/")[0] in read) is known] for known in (True, False)
        ]
    rows, left_out = [], 0
    for group in groups:
        draw.shuffle(group)
        for old, new in _both(group, arguments):
            if len(rows) >= arguments.count * (groups.index(group) + 1) // len(groups):
                break
            pair = _pair(old, new, arguments.kind)
            left_out += pair is None
            rows += [(old["path"], old["question"], *pair, new["first"])] if pair else []
    _write(rows, Path(arguments.out), draw)
    print(f"{len(rows)} pairs; {left_out} articles left out")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kind", choices=("excerpts", "descriptions"))
    parser.add_argument("library")
    parser.add_argument("before")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--read", default="", help="subjects that were read for the rule")
    return parser.parse_args()


def _files(library: str) -> Iterator[Path]:
    return Path(library).glob("*/*.md")


def _both(paths: list[str], arguments: argparse.Namespace) -> Iterator[tuple[dict, dict]]:
    """The texts of each article in the other checkout, and in this one."""
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        old = _texts(Path(arguments.before), arguments.library, some)
        new = _texts(HERE, arguments.library, some)
        yield from zip(old, new, strict=True)


def _texts(tree: Path, library: str, paths: list[str]) -> list[dict]:
    """What a checkout makes of the files: this checkout's script, with the modules of that one."""
    command = [sys.executable, str(HERE / "benchmarks" / "shown_texts.py"), library]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    done = subprocess.run(
        command,
        input="\n".join(paths),
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _pair(old: dict, new: dict, kind: str) -> tuple[str, str] | None:
    """The old text and the new one; None where there is nothing to judge."""
    if kind == "excerpts":
        return (old["excerpt"], new["short"]) if new["short"] else None
    texts = old["description"], new["description"]
    return texts if texts[0] != texts[1] else None


def _write(rows: list[tuple], out: Path, draw: random.Random) -> None:
    """The rows in random order, each pair in an order drawn by lot."""
    draw.shuffle(rows)
    pairs, keys, firsts = ["id\tquestion\tA\tB"], ["id\tnew"], ["id\tfirst_sentence"]
    for path, question, old, new, first in rows:
        is_a = draw.random() < 0.5
        shown = (new, old) if is_a else (old, new)
        pairs.append("\t".join(" ".join(each.split()) for each in (path, question, *shown)))
        keys.append(f"{path}\t{'A' if is_a else 'B'}")
        firsts.append(f"{path}\t{first}")
    for suffix, lines in ((".tsv", pairs), (".key.tsv", keys), (".baseline.tsv", firsts)):
        out.with_suffix(suffix).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
