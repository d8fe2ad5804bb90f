"""How well, and how fast, the search finds what was meant.

    python -m benchmarks.searching [--queries 1000] [--seed 1] [--half 0|1] [--show KIND]

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first. Queries are made
from the site's own questions by a seeded generator, so many of each kind:

- dropped: the question without two to half of its telling words and most of its small ones;
- reordered: three to six telling words of it, shuffled;
- one typo, two typos: three to six telling words in order, with one or two letters wrong (left out,
  doubled, replaced, swapped), each in a word of four letters or more, two perhaps in one word;
- keywords: two to four words of the article's keywords that are telling, with one of the question;
- inflections: three to six telling words, each singular or plural, -ing, -ed or -s where it can be;
- beginnings: the first half to nine tenths of the question, as typed so far.

An article counts as found where it, or one with the same text or the same question, stands among
the hits. Prints for each kind how often it was first, among the first ten, and the milliseconds of
CPU of one query, median and 95th percentile, with the database's share (benchmarks/cpu_time.py).
"""

import argparse
import os
import random
import string
from collections.abc import Callable
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.text.search_words import STOP_WORDS, words_of  # noqa: E402 - after set-up
from articles.models import Article  # noqa: E402
from articles.search import search  # noqa: E402
from benchmarks.cpu_time import cpu_seconds  # noqa: E402

Maker = Callable[[random.Random, str, str], str]


def telling(text: str) -> list[str]:
    """The words that say what a text is about, in order, each once."""
    return [word for word in dict.fromkeys(words_of(text)) if word not in STOP_WORDS]


def dropped(chance: random.Random, question: str, keywords: str) -> str:
    words = question.rstrip("?.").split()
    important = [word for word in words if word.lower().strip(",") not in STOP_WORDS]
    lost = chance.randint(2, max(2, len(important) // 2)) if len(important) > 3 else 1
    gone = set(chance.sample(important, min(lost, max(len(important) - 2, 0))))
    return " ".join(
        word for word in words if word not in gone and (word in important or chance.random() < 0.3)
    )


def some_words(chance: random.Random, question: str) -> list[str]:
    words = telling(question)
    count = min(len(words), chance.randint(3, 6))
    return [words[place] for place in sorted(chance.sample(range(len(words)), count))]


def reordered(chance: random.Random, question: str, keywords: str) -> str:
    words = some_words(chance, question)
    chance.shuffle(words)
    return " ".join(words)


def mistyped(chance: random.Random, words: list[str], mistakes: int) -> str:
    for _ in range(mistakes):
        long = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
        if long:
            place = chance.choice(long)
            words[place] = with_mistake(chance, words[place])
    return " ".join(words)


def with_mistake(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at:],
        ]
    )


def one_typo(chance: random.Random, question: str, keywords: str) -> str:
    return mistyped(chance, some_words(chance, question), 1)


def two_typos(chance: random.Random, question: str, keywords: str) -> str:
    return mistyped(chance, some_words(chance, question), 2)


def from_keywords(chance: random.Random, question: str, keywords: str) -> str:
    tags = telling(keywords)
    words = chance.sample(tags, min(len(tags), chance.randint(2, 4)))
    asked = [word for word in telling(question) if word not in words]
    words += chance.sample(asked, min(len(asked), 1))
    return " ".join(words)


def inflected(chance: random.Random, question: str, keywords: str) -> str:
    return " ".join(inflection(chance, word) for word in some_words(chance, question))


def inflection(chance: random.Random, word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith("ing") and len(word) > 6:
        return word[:-3] + chance.choice(["ed", "s"])
    if word.endswith("ed") and len(word) > 5:
        return word[:-2] + chance.choice(["ing", "s"])
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def beginning(chance: random.Random, question: str, keywords: str) -> str:
    return question[: max(12, round(len(question) * chance.uniform(0.5, 0.9)))]


KINDS: dict[str, Maker] = {
    "dropped": dropped,
    "reordered": reordered,
    "one typo": one_typo,
    "two typos": two_typos,
    "keywords": from_keywords,
    "inflections": inflected,
    "beginnings": beginning,
}


def sample(queries: int, seed: int, half: int | None) -> list[Article]:
    """A seeded choice of findable articles; of one half of the library (by key) to tune on the
    other."""
    articles = Article.objects.indexable().order_by("pk").values_list("pk", flat=True)
    keys = [key for key in articles if half is None or key % 2 == half]
    chosen = random.Random(seed).sample(keys, min(queries, len(keys)))
    columns = ("pk", "title", "question", "article_title", "seo_keywords", "content_digest")
    found = Article.objects.only(*columns).in_bulk(chosen)
    return [found[key] for key in chosen]


@dataclass(frozen=True, slots=True)
class Result:
    """How often the article was first and among ten, and the milliseconds of each query."""

    first: int
    among: int
    times: list[float]


def measure(kind: str, articles: list[Article], seed: int, show: int) -> Result:
    chance = random.Random(f"{seed} {kind}")
    first = among = 0
    times = []
    for article in articles:
        query = KINDS[kind](chance, article.heading, article.seo_keywords)
        started = cpu_seconds()
        results = search(query)
        times.append((cpu_seconds() - started) * 1000)
        ids = [hit.article_id for hit in results.hits]
        rows = Article.objects.filter(pk__in=ids).values_list("pk", "content_digest", "title")
        same = {
            pk
            for pk, digest, title in rows
            if digest == article.content_digest or title == article.title
        }
        ranks = [rank for rank, pk in enumerate(ids) if pk in same]
        first += ranks[:1] == [0]
        among += bool(ranks)
        if show and ranks[:1] != [0]:
            show -= 1
            print(f"  {ranks[:1] or '-'} {query!r} ({results.did_you_mean}) <- {article.title!r}")
    return Result(first, among, times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0, help="so many misses of each kind")
    parser.add_argument("--kind", action="append", choices=KINDS)
    options = parser.parse_args()
    articles = sample(options.queries, options.seed, options.half)
    results = []
    for kind in options.kind or KINDS:
        result = measure(kind, articles, options.seed, options.show)
        results.append(result)
        print(row(kind, result), flush=True)
    print(row("all", together(results)))


def together(results: list[Result]) -> Result:
    return Result(
        sum([result.first for result in results]),
        sum([result.among for result in results]),
        [time for result in results for time in result.times],
    )


def row(name: str, result: Result) -> str:
    times = sorted(result.times)
    count = len(times)
    return (
        f"{name:12} first {result.first / count:6.1%}  in ten {result.among / count:6.1%}"
        f"  p50 {times[count // 2]:5.1f}  p95 {times[int(count * 0.95)]:5.1f} ms"
    )


if __name__ == "__main__":
    main()
