"""manage.py find_duplicates: look for near duplicates and repeated questions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.duplicates import find_due, start_over
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Looks for articles that say nearly the same, and for questions that stand over different"
        " answers, among what has changed. May be stopped and run again at any time: it goes on"
        " where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="compare every article anew; what was decided stays",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            start_over()
        progress = Progress(self.stderr, unit="articles")
        try:
            found = find_due(progress=progress.update)
        finally:
            progress.close()
        self.stdout.write(
            f"{found.articles:,} articles looked at; {found.clusters:,} clusters of duplicates."
        )
