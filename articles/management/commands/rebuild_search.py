"""manage.py rebuild_search: build the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import Progress
from articles.search.rebuild import rebuild


class Command(BaseCommand):
    help = (
        "Builds the search index anew from the articles. The site may be used meanwhile; may be"
        " stopped and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stderr, unit="articles")
        try:
            done = rebuild(progress=progress.update)
        finally:
            progress.close()
        self.stdout.write(f"{done:,} articles can be searched.")
