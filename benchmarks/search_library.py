"""Fill a site with invented articles to search, made of a real library's words.

    python -m benchmarks.search_library COUNT [--seed 1]

Reads the site of the environment (DATABASE_URL, VAR_DIR), a *copy* of one with a real library in
it, and adds articles until it has COUNT. Each takes the pattern of a real question (so lengths, and
the small words, are real) with every telling word replaced by one drawn from all questions, as
often as it stands there; one in fifty gets an ending of its own, since a larger library has more
words. Keywords are drawn in the same way, answers are the halves of two real ones. Articles, search
documents and words are written as rows; nothing is rendered, so that no page can be shown. The
index is built at the end.
"""

import argparse
import os
import random
import time
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - after Django's set-up

from articles.core.text.search_words import STOP_WORDS  # noqa: E402
from articles.database.bulk_insert import insert_rows  # noqa: E402
from articles.models import Article, IndexStatus, SearchDocument, Status, Subject  # noqa: E402
from articles.search import backends  # noqa: E402
from articles.search.index_rebuild import recount_words, restore_index  # noqa: E402
from articles.search.search_documents import make_words_correctable  # noqa: E402

ROWS_A_TURN = 2_000
NEW_WORDS = 0.02
_ARTICLE = {
    "status": Status.PUBLISHED.value,
    "index_status": IndexStatus.INDEXABLE.value,
    "article_title": "",
    "question": "",
    "author": "",
    "published_on": datetime(2025, 1, 1, tzinfo=UTC).date().isoformat(),
    "date_format": "",
    "post_on_text": "",
    "seo_title": "",
    "seo_description": "",
    "no_index": False,
    "version": 1,
    "content_modified_at": "2025-01-01 00:00:00+00:00",
    "created_at": "2025-01-01 00:00:00+00:00",
    "answer": "",
}


class Library:
    """What real articles are made of, and the articles that are made of it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        rows = list(
            SearchDocument.objects.order_by("pk").values_list("question", "keywords", "answer")
        )
        self.patterns = [question.split() for question, _, _ in rows]
        self.asked = [w for words in self.patterns for w in words if w not in STOP_WORDS]
        self.lengths = [len(keywords.split()) for _, keywords, _ in rows]
        self.tagged = [word for _, keywords, _ in rows for word in keywords.split()]
        self.answers = [answer for _, _, answer in rows]

    def document(self) -> tuple[str, str, str]:
        chance = self.chance
        pattern = chance.choice(self.patterns)
        drawn = iter(chance.choices(self.asked, k=len(pattern)))
        question = [word if word in STOP_WORDS else self.word(next(drawn)) for word in pattern]
        keywords = chance.choices(self.tagged, k=chance.choice(self.lengths))
        one, other = chance.choices(self.answers, k=2)
        return (
            " ".join(question),
            " ".join([*keywords, *(w for w in question if w not in STOP_WORDS)][: len(keywords)]),
            one[: len(one) // 2] + other[len(other) // 2 :],
        )

    def word(self, word: str) -> str:
        if self.chance.random() >= NEW_WORDS:
            return word
        return word + "".join(self.chance.choices("aeioulnrst", k=3))


def fill(count: int, seed: int) -> None:
    library = Library(seed)
    subjects = list(Subject.objects.listed().order_by("pk").values_list("pk", flat=True))
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first()
    there = Article.objects.count()
    columns = ("id", "subject_id", "slug", "title", "seo_keywords", "content_digest", *_ARTICLE)
    backends.current().drop()
    for start in range(there, count, ROWS_A_TURN):
        articles, documents = [], []
        for number in range(start, min(start + ROWS_A_TURN, count)):
            last += 1
            question, keywords, answer = library.document()
            subject = subjects[number % len(subjects)]
            own = (last, subject, f"made-{last}", question[:500], keywords, f"{last:032}")
            articles.append((*own, *_ARTICLE.values()))
            documents.append((last, question, keywords, "", answer))
        with transaction.atomic():
            insert_rows(Article, columns, articles)
            insert_rows(
                SearchDocument,
                ("article", "question", "keywords", "description", "answer"),
                documents,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, step in (
        ("articles and documents", lambda: fill(options.count, options.seed)),
        ("index", restore_index),
        ("words", recount_words),
        ("mistyped words", make_words_correctable),
        ("statistics", lambda: connection.cursor().execute("ANALYZE")),
    ):
        started = time.perf_counter()
        step()
        print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
