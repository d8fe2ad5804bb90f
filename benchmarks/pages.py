"""What each kind of page costs: SQL queries and milliseconds of CPU, in one process.

    python -m benchmarks.pages

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first. Each page is
asked for once to warm up and then twenty times; the median is printed, and as a ratio to an empty
answer (`/healthz`), which is the cost of Django's own machinery.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article, Subject, Topic  # noqa: E402

ROUNDS = 20


def addresses() -> dict[str, str]:
    """Return {kind of page: path}, of the largest subject and telling articles."""
    live = Article.objects.live().select_related("subject")
    largest = max(Subject.objects.listed(), key=lambda subject: subject.articles.count())
    topic = (
        Topic.objects.shown()
        .filter(subject=largest)
        .annotate(size=Count("article_topics"))
        .order_by("-size")
        .first()
    )
    return {
        "healthz": "/healthz",
        "home": "/",
        "learn": "/learn",
        "subject": largest.get_absolute_url(),
        "subject, page 9": f"{largest.get_absolute_url()}/page/9",
        "subject, by use": f"{largest.get_absolute_url()}?sort=read",
        **({"topic": topic.get_absolute_url()} if topic else {}),
        "article": live.filter(subject=largest).first().get_absolute_url(),
        "most formulas": live.order_by("-rendering__formula_count").first().get_absolute_url(),
        "duplicate": live.exclude(canonical=None).first().get_absolute_url(),
        "unknown": f"{largest.get_absolute_url()}/questions/nothing-stands-here-at-all",
        "sitemap index": "/sitemap.xml",
        "sitemap pages": "/sitemap-pages.xml",
        "sitemap shard": "/sitemap-articles-0.xml",
        "feed": "/feed.xml",
        "subject's feed": f"{largest.get_absolute_url()}/feed.xml",
    }


def measure(ask: Callable[[], int], rounds: int = ROUNDS) -> tuple[int, float, int]:
    """Return (queries, median milliseconds of CPU, bytes); `ask` asks once and returns the bytes
    that came."""
    queries = []

    def count(execute: Any, *arguments: Any) -> Any:
        queries.append(arguments[0])
        return execute(*arguments)

    with connection.execute_wrapper(count):
        size = ask()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        ask()
        times.append((time.process_time() - started) * 1000)
    return len(queries), statistics.median(times), size


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    baseline = None
    print(f"{'page':16}{'queries':>8}{'ms':>8}{'× healthz':>11}{'bytes':>9}")
    for kind, path in addresses().items():
        queries, milliseconds, size = measure(lambda path=path: len(client.get(path).content))
        baseline = baseline or milliseconds
        ratio = milliseconds / baseline
        print(f"{kind:16}{queries:>8}{milliseconds:>8.1f}{ratio:>11.1f}{size:>9,}")


if __name__ == "__main__":
    main()
