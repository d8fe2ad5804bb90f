"""Whether anything that is typed makes the search fail, and how long the slowest takes.

    python -m benchmarks.fuzzing [--queries 3000] [--seed 1]

Reads the site of the environment (DATABASE_URL, VAR_DIR, SEARCH_MODEL): import a library first.
Queries are made by a seeded generator, so many of each kind: real questions with letters changed,
words of several questions, operators and quotation marks of both databases, signs of any script,
control characters and halves of surrogate pairs, digits, one word repeated, texts of thousands of
letters. Each is searched as a reader (a page of a chance number, every third within a subject), a
snippet is made for the first hit, and without `--readers` it is looked for as somebody who types
and as the desk does, too, which is the same with a model and without. Prints the errors,
and the milliseconds of CPU of one query (search alone; benchmarks/cpu_time.py).
"""

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.db import connection  # noqa: E402 - after Django's set-up

from articles.models import Article, Subject  # noqa: E402
from articles.search import highlight, search, search_ids, snippet, suggest  # noqa: E402
from benchmarks.cpu_time import cpu_seconds  # noqa: E402

Maker = Callable[[random.Random, list[str]], str]

_OPERATORS = (
    *('"', "''", "'", "\\", "*", ":", "^", "(", ")", "{", "}", "+", "-", "--", ";", "%", "_", "?"),
    *(" AND ", " OR ", " NOT ", " NEAR(", "&", "|", "!", "<->", "<2>", ":*", ":A", "question:"),
    *("%s", "%(x)s", "{0}", "$1", "NULL", "1=1", "/*", "*/", "\0", "\n", "\t", "\u2028"),
)
# Blocks of Unicode: control characters, Latin with marks, Hebrew and Arabic, Devanagari, Hangul,
# signs, kana and Chinese, surrogates, private use, ligatures, emoji, tags.
_BLOCKS = (
    *((0x0, 0x20), (0xC0, 0x24F), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0x97F)),
    *((0x1100, 0x11FF), (0x2000, 0x206F), (0x2200, 0x22FF), (0x3040, 0x30FF), (0x4E00, 0x4EFF)),
    *((0xD800, 0xDFFF), (0xE000, 0xE0FF), (0xFB00, 0xFB4F), (0x1F600, 0x1F64F), (0xE0000, 0xE007F)),
)


def mistyped(chance: random.Random, questions: list[str]) -> str:
    letters = list(chance.choice(questions))
    for _ in range(chance.randint(1, 12)):
        letters[chance.randrange(len(letters))] = chr(chance.randint(32, 0x17F))
    return "".join(letters)


def mixed(chance: random.Random, questions: list[str]) -> str:
    words = [word for question in chance.choices(questions, k=5) for word in question.split()]
    return " ".join(chance.choices(words, k=chance.randint(1, 40)))


def operators(chance: random.Random, questions: list[str]) -> str:
    words = chance.choice(questions).split()
    pieces = [*words, *chance.choices(_OPERATORS, k=chance.randint(1, 12))]
    chance.shuffle(pieces)
    return "".join(pieces) if chance.random() < 0.5 else " ".join(pieces)


def signs(chance: random.Random, questions: list[str]) -> str:
    some = chance.choices(_BLOCKS, k=chance.randint(1, 40))
    return "".join(chr(chance.randint(*block)) for block in some)


def signs_in_words(chance: random.Random, questions: list[str]) -> str:
    return "".join(
        letter + (signs(chance, questions)[:1] if chance.random() < 0.2 else "")
        for letter in chance.choice(questions)
    )


def digits(chance: random.Random, questions: list[str]) -> str:
    return " ".join(
        str(chance.randint(0, 10 ** chance.randint(1, 30))) for _ in range(chance.randint(1, 20))
    )


def repeated(chance: random.Random, questions: list[str]) -> str:
    word = chance.choice(chance.choice(questions).split())
    return chance.choice((" ", "", "-")).join([word] * chance.randint(2, 300))


def long(chance: random.Random, questions: list[str]) -> str:
    return " ".join(chance.choices(questions, k=200))[: chance.randint(1_000, 20_000)]


KINDS: tuple[Maker, ...] = (
    *(mistyped, mixed, operators, signs, signs_in_words, digits, repeated, long),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readers", action="store_true")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    titles = Article.objects.indexable().order_by("pk").values_list("title", flat=True)
    questions = [title for title in titles if title.strip()]
    subjects = list(Subject.objects.listed().order_by("pk"))
    errors: Counter[str] = Counter()
    times = []
    for number in range(options.queries):
        make = KINDS[number % len(KINDS)]
        query = make(chance, questions)
        subject = chance.choice(subjects) if number % 3 == 0 else None
        try:
            page = chance.choice((1, 1, 2, 20, 21, 10**9, 0, -1))
            times.append(_look_for(query, subject, page))
            if not options.readers:
                suggest(query)
                search_ids(query)
        # Whatever it is, it is what is looked for.
        except Exception as error:  # noqa: BLE001
            errors[f"{make.__name__}: {type(error).__name__}: {error}"[:200]] += 1
            print(f"{query[:200]!r}: {error!r}"[:500])
    times.sort()
    for error, count in errors.most_common():
        print(f"{count} times {error}")
    print(
        f"{connection.vendor}: {options.queries:,} queries, {sum(errors.values())} errors,"
        f" p50 {times[len(times) // 2]:.1f}  p95 {times[int(len(times) * 0.95)]:.1f}"
        f"  longest {times[-1]:.0f} ms"
    )
    sys.exit(bool(errors))


def _look_for(query: str, subject: Subject | None, page: int) -> float:
    """Search as a reader; return the milliseconds of the search."""
    started = cpu_seconds()
    results = search(query, subject=subject, page=page)
    spent = (cpu_seconds() - started) * 1000
    keys = [*results.article_ids[:1], *(hit.article_id for hit in results.near[:1])]
    for article in Article.objects.select_related("rendering").filter(pk__in=keys):
        snippet(article.rendering.plain_text, results.weights)
        highlight(article.heading, results.terms)
    return spent


if __name__ == "__main__":
    main()
