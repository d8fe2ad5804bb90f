"""What counting readers costs, and the desk's list sorted by their numbers.

    python -m benchmarks.readership

Works on the site of the environment (DATABASE_URL, VAR_DIR), and writes views into it: use a copy.
Medians; milliseconds of wall time where a database or a page is asked, in one process.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from articles.audience import counting, feedback, views  # noqa: E402
from articles.audience.upkeep import upkeep  # noqa: E402
from articles.models import Article, Subject  # noqa: E402

ROUNDS = 9
SEED = 5


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    act()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.COUNTS_FLUSH_SECONDS = 0  # no thread: this measures the writing itself
    rng = Random(SEED)
    today = datetime.now(UTC).date()
    keys = list(Article.objects.live().values_list("pk", flat=True))
    print(f"{len(keys):,} articles, seed {SEED}")

    started = time.perf_counter()
    upkeep(today)
    print(f"{'upkeep, first time':44}{(time.perf_counter() - started) * 1000:>10.1f} ms")
    print(f"{'upkeep, nothing to do':44}{median_ms(lambda: upkeep(today), 3):>10.1f} ms")

    # Popular articles have most of the views (Zipf's law, roughly).
    drawn = [keys[int(len(keys) * rng.random() ** 4)] for _ in range(100_000)]
    started = time.perf_counter()
    for key in drawn:
        counting.count_view(key)
    print(f"{'counting one view':44}{(time.perf_counter() - started) * 10:>10.2f} µs")
    views.waiting.take()

    for number in (10, 100, 500, 1_000):
        sample = {(key, today): 1 for key in rng.sample(keys, number)}
        label = f"writing views of {number:,} articles"
        print(f"{label:44}{median_ms(lambda s=sample: views.write_views(s)):>10.1f} ms")
    views.write_views({(key, today): 1 + n % 50 for n, key in enumerate(set(drawn[:20_000]))})

    numbers = iter(range(10_000))

    def vote() -> None:
        number = next(numbers)
        feedback.record(keys[number], is_helpful=True, note="", visitor=f"bench-{number}")

    print(f"{'a vote':44}{median_ms(vote, 20):>10.1f} ms")

    client = Client()
    user, _ = get_user_model().objects.get_or_create(
        username="bench-readership", defaults={"is_staff": True, "is_superuser": True}
    )
    client.force_login(user)
    largest = max(Subject.objects.all(), key=lambda subject: subject.articles.count())
    for label, query in (
        ("as it comes", ""),
        ("by views", "?o=7"),
        ("by views, fewest first", "?o=-7"),
        ("by views of 30 days", "?o=8"),
        ("by votes against", "?o=10"),
        ("by views, page 40", "?o=7&p=40"),
        ("by views, the largest subject", f"?o=7&subject__id__exact={largest.pk}"),
    ):
        path = f"/admin/articles/article/{query}"
        label = f"the desk's list, {label}"
        print(f"{label:44}{median_ms(lambda p=path: client.get(p), 5):>10.1f} ms")


if __name__ == "__main__":
    main()
