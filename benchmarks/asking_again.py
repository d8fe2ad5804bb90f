"""What else goes by the search: suggestions at unknown addresses, and questions asked already.

    python -m benchmarks.asking_again addresses
    SEARCH_MODEL=… python -m benchmarks.asking_again questions

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first.

`addresses` makes an address of each query of the tuning half, as if its article's question had been
worded so once, and counts how often the article is the first, and among the five, that are
suggested there (articles/audience/nearest_articles.py).

`questions` takes 400 titles (seeded) and all other questions whose words are alike enough for the
check (articles/auditing/same_question.py), found by comparing each with all, and counts which of
them the search by words brings among its eight, and which the eight nearest vectors.
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.utils.text import slugify  # noqa: E402 - after Django's set-up

from articles.audience.nearest_articles import MOST_ARTICLES, nearest  # noqa: E402
from articles.auditing.same_question import _COMPARED, _SAME, likeness  # noqa: E402
from articles.core.text.search_words import words_of  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.search import search  # noqa: E402
from articles.search.meaning.process import of_this_process  # noqa: E402
from benchmarks.finding import read_truth  # noqa: E402

_TRUTH = Path(__file__).with_name("queries_tuned_on.tsv")
_TITLES, _SEED = 400, 7


def addresses() -> None:
    first = among = 0
    times = []
    truth = read_truth(_TRUTH)
    for wanted in truth:
        article = Article.objects.select_related("subject").get(pk=min(wanted.keys))
        started = time.process_time()
        found = nearest(f"/learn/{article.subject.slug}/questions/{slugify(wanted.query)}")
        times.append((time.process_time() - started) * 1000)
        keys = [one.pk for one in found.articles]
        first += bool(wanted.keys.intersection(keys[:1]))
        among += bool(wanted.keys.intersection(keys))
    times.sort()
    count = len(truth)
    print(
        f"{count} addresses: first {first / count:.1%}  among {MOST_ARTICLES} {among / count:.1%}"
        f"  p50 {times[count // 2]:.1f}  p95 {times[int(count * 0.95)]:.1f} ms"
    )


def questions() -> None:
    process = of_this_process()
    if process is None:
        sys.exit("SEARCH_MODEL is not set.")
    columns = ("title", "question", "article_title")
    library = Article.objects.indexable().only(*columns).order_by("pk")
    headings = {article.pk: article.heading for article in library}
    words = {key: frozenset(words_of(heading)) for key, heading in headings.items()}
    alike = by_words = by_vectors = 0
    for key in random.Random(_SEED).sample(sorted(headings), _TITLES):
        title = headings[key]
        right = {
            other
            for other, some in words.items()
            # What shares less than half of its words is not alike, and is not compared.
            if 2 * len(some & words[key]) >= len(some)
            and headings[other] != title
            and likeness(title, headings[other]) >= _SAME
        }
        if not right:
            continue
        hits = [hit.article_id for hit in search(title, limit=_COMPARED, is_typing=True).hits]
        near = next(process.compare(title).nearest(0.3), [])[:_COMPARED]
        alike += len(right)
        by_words += len(right.intersection(hits))
        by_vectors += len(right.intersection(near))
    print(
        f"{_TITLES} titles, {alike} pairs alike; among {_COMPARED}:"
        f" the search by words {by_words}, the nearest vectors {by_vectors}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("task", choices=("addresses", "questions"))
    options = parser.parse_args()
    if options.task == "addresses":
        addresses()
    else:
        questions()


if __name__ == "__main__":
    main()
