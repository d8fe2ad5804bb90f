"""manage.py rebuild_search: rebuild the search index from the articles."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import Progress
from articles.search.index_rebuild import rebuild


class Command(BaseCommand):
    help = (
        "Mends from the articles what the search reads. The site may be read meanwhile, and who"
        " writes waits for seconds; may be stopped and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stderr, unit="articles")
        try:
            done = rebuild(progress=progress.update)
        finally:
            progress.close()
        self.stdout.write(f"{done:,} articles can be searched.")
