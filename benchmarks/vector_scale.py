"""What comparing hundreds of thousands of vectors takes, exactly and otherwise.

    SEARCH_MODEL=… python -m benchmarks.vector_scale [--count 300000] [--seed 1]

Reads the site of the environment (DATABASE_URL, VAR_DIR) with its vectors: run `fill_vectors`
first. Invented vectors lie between two real ones, with noise, so that they lie as real ones do;
queries are those of `queries_tuned_on.tsv`. Prints for each way the milliseconds of CPU of one
query (median, 95th percentile), how many of the 20 nearest it finds, and the seconds to build:

- exact: bytes as floats, by blocks, as up to 100,000 vectors are searched
  (articles/search/meaning/vector_memory.py);
- signs: a bit a dimension, compared by counting the bits that differ, and of the nearest so many
  the bytes compared exactly;
- usearch and sqlite-vec, where they are installed (neither is a dependency).
"""

import argparse
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.search.meaning.process import of_this_process  # noqa: E402
from articles.search.meaning.vector_memory import Vectors, best_places, pack  # noqa: E402
from articles.search.meaning.vector_table import read_since  # noqa: E402

_QUERIES = Path(__file__).with_name("queries_tuned_on.tsv")
_NEAREST = 20
_ALL_VECTORS = 10_000_000
_NOISE = 0.02

Finder = Callable[[np.ndarray], np.ndarray]


def invented(real: np.ndarray, count: int, seed: int) -> np.ndarray:
    """int8 of shape (count, dimensions): the real ones, and others between them."""
    chance = np.random.default_rng(seed)
    made = [real]
    while sum(map(len, made)) < count:
        one, other = (real[chance.integers(0, len(real), 10_000)] for _ in range(2))
        part = chance.uniform(0.5, 0.9, (10_000, 1)).astype(np.float32)
        noise = chance.normal(0, _NOISE, one.shape).astype(np.float32)
        between = part * one + (1 - part) * other + noise
        made.append(between / np.linalg.norm(between, axis=1, keepdims=True))
    some = np.concatenate(made)[:count]
    return np.rint(some * (127 / np.abs(some).max(axis=1, keepdims=True))).astype(np.int8)


def by_signs(rows: np.ndarray, lengths: np.ndarray, compared: int) -> Finder:
    bits = np.packbits(rows > 0, axis=1).view(np.uint64)

    def find(query: np.ndarray) -> np.ndarray:
        sought = np.packbits(query > 0).view(np.uint64)
        differing = np.bitwise_count(bits[:, 0] ^ sought[0]).astype(np.uint16)
        for column in range(1, bits.shape[1]):
            differing += np.bitwise_count(bits[:, column] ^ sought[column])
        near = np.argpartition(differing, compared)[:compared]
        cosines = rows[near].astype(np.float32) @ query / lengths[near]
        return near[best_places(cosines, _NEAREST)]

    # A column beside the other, so that each is read in one go.
    bits = np.asfortranarray(bits)
    return find


def by_usearch(rows: np.ndarray) -> Finder:
    from usearch.index import Index  # noqa: PLC0415 - only where it is installed

    index = Index(ndim=rows.shape[1], metric="cos", dtype="i8")
    index.add(np.arange(len(rows)), rows)
    print(f"  usearch: {index.memory_usage / 1e6:.0f} MB", flush=True)
    return lambda query: index.search(unpacked(query), _NEAREST).keys.astype(np.int64)


def by_sqlite_vec(rows: np.ndarray) -> Finder:
    import sqlite_vec  # noqa: PLC0415 - only where it is installed

    base = sqlite3.connect(":memory:")
    base.enable_load_extension(True)
    sqlite_vec.load(base)
    base.execute(
        "CREATE VIRTUAL TABLE v USING vec0(id INTEGER PRIMARY KEY,"
        f" vector int8[{rows.shape[1]}] distance_metric=cosine)"
    )
    base.executemany(
        "INSERT INTO v(id, vector) VALUES (?, vec_int8(?))",
        ((place, row.tobytes()) for place, row in enumerate(rows)),
    )

    def find(query: np.ndarray) -> np.ndarray:
        found = base.execute(
            "SELECT id FROM v WHERE vector MATCH vec_int8(?) AND k = ?", (pack(query), _NEAREST)
        )
        return np.array([key for (key,) in found])

    return find


def unpacked(query: np.ndarray) -> np.ndarray:
    return np.frombuffer(pack(query), dtype=np.int8)


def report(name: str, make: Callable[[], Finder], queries: np.ndarray, wanted: list[set]) -> None:
    started = time.perf_counter()
    find = make()
    built = time.perf_counter() - started
    times, there = [], 0
    for query, right in zip(queries, wanted, strict=True):
        started = time.process_time()
        found = find(query)
        times.append((time.process_time() - started) * 1000)
        there += len(right.intersection(found.tolist()))
    times.sort()
    share = there / _NEAREST / len(wanted)
    print(
        f"{name:28} p50 {times[len(times) // 2]:6.1f}  p95 {times[int(len(times) * 0.95)]:6.1f} ms"
        f"  of {_NEAREST} nearest {share:6.1%}  built in {built:.0f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    process = of_this_process()
    if process is None:
        sys.exit("SEARCH_MODEL is not set.")
    read = read_since(process.model.fingerprint, 0, _ALL_VECTORS)
    known = np.frombuffer(b"".join(bytes(v) for *_, v in read), dtype=np.int8)
    real = known.reshape(len(read), -1).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    rows = invented(real, options.count, options.seed)
    lines = _QUERIES.read_text(encoding="utf-8").splitlines()
    queries = np.stack([process.model.encode_query(line.split("\t")[-1]) for line in lines])
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1)
    vectors = Vectors(np.arange(len(rows)), rows, lengths)
    wanted = [set(best_places(vectors.cosines(query), _NEAREST).tolist()) for query in queries]
    print(f"{len(rows):,} vectors of {rows.shape[1]} dimensions, {len(queries)} queries")
    ways: dict[str, Callable[[], Finder]] = {
        "exact": lambda: lambda query: best_places(vectors.cosines(query), _NEAREST),
        **{
            f"signs, {compared:,} compared": lambda compared=compared: by_signs(
                rows, lengths, compared
            )
            for compared in (500, 1_000, 2_000, 4_000)
        },
    }
    if find_spec("usearch"):
        ways["usearch (HNSW, int8)"] = lambda: by_usearch(rows)
    if find_spec("sqlite_vec"):
        ways["sqlite-vec (int8)"] = lambda: by_sqlite_vec(rows)
    for name, make in ways.items():
        report(name, make, queries, wanted)


if __name__ == "__main__":
    main()
