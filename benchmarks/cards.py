"""What social cards cost: milliseconds to draw, and kilobytes.

    python -m benchmarks.cards [COUNT] [FOLDER]

Draws the cards of COUNT articles (300) spread evenly over the site of the environment
(DATABASE_URL, VAR_DIR: import a library first), in one process, and writes them into FOLDER where
one is named, to be looked at.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from articles.core.cards import Card, draw  # noqa: E402 - after Django's set-up
from articles.models import Article  # noqa: E402


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    keys = list(Article.objects.live().order_by("pk").values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // count)][:count]
    times, sizes = [], []
    draw(Card("Warm-up", "", ""))
    for article in Article.objects.filter(pk__in=chosen).select_related("subject"):
        card = Card(article.heading, article.subject.name, "QuickTakes")
        started = time.process_time()
        data = draw(card)
        times.append((time.process_time() - started) * 1000)
        sizes.append(len(data) / 1024)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{article.pk}.png").write_bytes(data)
    for name, values in (("ms of CPU", times), ("KB", sizes)):
        ordered = sorted(values)
        print(
            f"{name:10} median {statistics.median(values):6.1f}"
            f"   95th percentile {ordered[int(len(ordered) * 0.95)]:6.1f}   most {ordered[-1]:6.1f}"
        )


if __name__ == "__main__":
    main()
