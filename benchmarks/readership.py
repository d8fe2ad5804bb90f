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

from articles.audience import count_flusher, feedback, views  # noqa: E402
from articles.audience.daily_cleanup import upkeep  # noqa: E402
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
    keys = list(Article.objects.live().values_list("pk", flat=True))
    print(f"{len(keys):,} articles, seed {SEED}")
    measure_upkeep()
    measure_views(rng, keys)
    measure_votes(keys)
    measure_list()


def measure_upkeep() -> None:
    today = datetime.now(UTC).date()
    started = time.perf_counter()
    upkeep(today)
    show("upkeep, first time", (time.perf_counter() - started) * 1000)
    show("upkeep, nothing to do", median_ms(lambda: upkeep(today), 3))


def measure_views(rng: Random, keys: list[int]) -> None:
    """Leaves views behind, by which the list is sorted."""
    today = datetime.now(UTC).date()
    # Popular articles have most of the views (Zipf's law, roughly).
    drawn = [keys[int(len(keys) * rng.random() ** 4)] for _ in range(100_000)]
    started = time.perf_counter()
    for key in drawn:
        count_flusher.count_view(key)
    print(f"{'counting one view':44}{(time.perf_counter() - started) * 10:>10.2f} µs")
    views.waiting.take()
    for number in (10, 100, 500, 1_000):
        sample = {(key, today): 1 for key in rng.sample(keys, number)}
        milliseconds = median_ms(lambda sample=sample: views.write_views(sample))
        show(f"writing views of {number:,} articles", milliseconds)
    views.write_views({(key, today): 1 + n % 50 for n, key in enumerate(set(drawn[:20_000]))})


def measure_votes(keys: list[int]) -> None:
    numbers = iter(range(10_000))

    def vote() -> None:
        number = next(numbers)
        feedback.record(keys[number], is_helpful=True, note="", visitor=f"bench-{number}")

    show("a vote", median_ms(vote, 20))


def measure_list() -> None:
    client = Client()
    user, _ = get_user_model().objects.get_or_create(
        username="bench-readership", defaults={"is_staff": True, "is_superuser": True}
    )
    client.force_login(user)
    largest = max(Subject.objects.all(), key=lambda subject: subject.articles.count())
    for label, query in (
        ("as it comes", ""),
        ("by views", "?sort=views"),
        ("by views, fewest first", "?sort=-views"),
        ("by views of 30 days", "?sort=recent"),
        ("by votes against", "?sort=unhelpful"),
        ("by views, the largest subject", f"?sort=views&subject={largest.pk}"),
    ):
        path = f"/admin/articles/article/{query}"
        show(f"the desk's list, {label}", median_ms(lambda path=path: client.get(path), 5))


def show(label: str, milliseconds: float) -> None:
    print(f"{label:44}{milliseconds:>10.1f} ms")


if __name__ == "__main__":
    main()
