"""How long reading article files takes, beside `yaml.CSafeLoader` over the same files.

    python benchmarks/reading.py FOLDER [ROUNDS]

Prints CPU seconds and the ratio of each stage to CSafeLoader in the same run; the best of ROUNDS
(default 3) counts. Reading is meant to cost no more than 1.0.
"""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from articles.core.source import read_document
from articles.core.source.byte_decoding import decode_source
from articles.core.source.front_matter import parse_front_matter, split_front_matter
from articles.core.text.markdown_scanner import find_spans
from articles.core.text.newline_decoder import decode_newlines
from articles.core.text.quality_checks import inspect_texts


def main(folder: str, rounds: int) -> None:
    files = [(str(path), path.read_bytes()) for path in sorted(Path(folder).rglob("*.md"))]
    parts = [
        (path, split_front_matter(decode_source(data).text, path=path)) for path, data in files
    ]
    documents = [read_document(data, path=path) for path, data in files]
    encoded = [
        parse_front_matter(part.yaml, path=path, first_line=1)["answer"] for path, part in parts
    ]
    stages: dict[str, Callable[[], None]] = {
        "yaml.CSafeLoader": lambda: _run(_load, parts),
        "front matter": lambda: _run(_parse, parts),
        "decode newlines": lambda: _run(decode_newlines, encoded),
        "read_document": lambda: _run(_read, files),
        "inspect_texts": lambda: _run(inspect_texts, [document.content for document in documents]),
        "find_spans": lambda: _run(find_spans, [document.content.answer for document in documents]),
    }
    best = {name: min(_time(stage) for _ in range(rounds)) for name, stage in stages.items()}
    base = best["yaml.CSafeLoader"]
    print(f"{len(files):,} files, best of {rounds}")
    for name, seconds in best.items():
        print(f"{name:20} {seconds:7.2f} s  x {seconds / base:.2f}")


def _load(entry: tuple[str, object]) -> None:
    yaml.load(entry[1].yaml, Loader=yaml.CSafeLoader)


def _parse(entry: tuple[str, object]) -> None:
    parse_front_matter(entry[1].yaml, path=entry[0], first_line=2)


def _read(entry: tuple[str, bytes]) -> None:
    read_document(entry[1], path=entry[0])


def _run(function: Callable, items: list) -> None:
    for item in items:
        function(item)


def _time(stage: Callable[[], None]) -> float:
    gc.collect()
    started = time.process_time()
    stage()
    return time.process_time() - started


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 3)
