"""Whether vectors of an answer's passages find more than the one vector of an article.

    SEARCH_MODEL=… python -m benchmarks.passages --kept passages.npz [--truth FILE]

Reads the site of the environment (DATABASE_URL, VAR_DIR) with its vectors: run `fill_vectors`
first. Two passages an article are encoded, as much of each as the model reads (128 tokens): the
answer from its beginning, without the question, and the question with what follows the answer's
first 450 characters. That takes twice as long as `fill_vectors`, and is kept in a file. Prints for
several ways to count the nearer passage how often the article is first, in three and in ten of the
site's search (benchmarks/finding.py), over the half of the queries that is for tuning.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.models import Article  # noqa: E402 - after Django's set-up
from articles.search.meaning.process import of_this_process  # noqa: E402
from articles.search.meaning.vector_search import Compared, VectorSearch  # noqa: E402
from benchmarks.finding import measure, read_truth, row, site_search  # noqa: E402

_TRUTH = Path(__file__).with_name("queries_tuned_on.tsv")
_FIRST_CHARACTERS, _MOST_CHARACTERS = 450, 1_500
_ARTICLES_A_TURN = 500

# (cosines of the articles, cosines of their nearest passage) to what the search goes by.
Way = Callable[[np.ndarray, np.ndarray], np.ndarray]
WAYS: dict[str, Way] = {
    "article": lambda whole, part: whole,
    "passage": lambda whole, part: part,
    "nearer": np.maximum,
    "mean": lambda whole, part: (whole + part) / 2,
    "3 : 1": lambda whole, part: 0.75 * whole + 0.25 * part,
}


def passages_of(question: str, answer: str) -> Iterator[str]:
    yield answer[:_MOST_CHARACTERS]
    if len(answer) > _FIRST_CHARACTERS:
        yield f"{question}\n{answer[_FIRST_CHARACTERS:][:_MOST_CHARACTERS]}"


def encode(process: VectorSearch, keys: np.ndarray, kept: Path) -> tuple[np.ndarray, np.ndarray]:
    """(place of the article in `keys`, vector) of each passage; from the file, if there is one."""
    if kept.exists():
        found = np.load(kept)
        return found["places"], found["vectors"]
    places: list[int] = []
    vectors: list[np.ndarray] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        for start in range(0, len(keys), _ARTICLES_A_TURN):
            some = keys[start : start + _ARTICLES_A_TURN].tolist()
            articles = Article.objects.select_related("rendering").in_bulk(some)
            texts = [
                (start + place, passage)
                for place, key in enumerate(some)
                for passage in passages_of(
                    articles[key].heading, articles[key].rendering.plain_text
                )
            ]
            places += [place for place, _ in texts]
            vectors += threads.map(process.model.encode, [text for _, text in texts])
            print(f"{start + len(some):,} of {len(keys):,} articles", file=sys.stderr, flush=True)
    found = np.array(places), np.stack(vectors).astype(np.float32)
    np.savez(kept, places=found[0], vectors=found[1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--truth", type=Path, default=_TRUTH)
    options = parser.parse_args()
    process = of_this_process()
    if process is None:
        sys.exit("SEARCH_MODEL is not set.")
    compare = process.compare
    keys = compare("what").vectors.keys
    places, vectors = encode(process, keys, options.kept)
    print(f"{len(vectors):,} passages of {len(keys):,} articles")
    truth = read_truth(options.truth)
    for name, way in WAYS.items():

        def compare_with(query: str, way: Way = way) -> Compared:
            found = compare(query)
            parts = np.full(len(keys), -1, dtype=np.float32)
            np.maximum.at(parts, places, vectors @ found.query)
            return Compared(
                found.query, found.model, found.vectors, way(found.cosines, parts), found.is_all
            )

        with patch.object(VectorSearch, "compare", staticmethod(compare_with)):
            print(row(name, measure(site_search, truth)), flush=True)


if __name__ == "__main__":
    main()
