"""manage.py fill_vectors: compute what articles are about, for search by meaning."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.management.progress import Progress
from articles.search.meaning.model_folder import UnusableModel
from articles.search.meaning.process import fill


class Command(BaseCommand):
    help = (
        "Computes the vectors that search by meaning compares, of the articles that have none of"
        " their present text by the present model. May be stopped and run again at any time: it"
        " goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="compute every vector anew, not only those of what has changed",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="threads that compute (default: one a processor)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stderr, unit="articles")
        try:
            done = fill(workers=options["workers"], is_all=options["all"], progress=progress.update)
        except UnusableModel as error:
            raise CommandError(f"SEARCH_MODEL: {error}") from error
        finally:
            progress.close()
        self.stdout.write(f"{done:,} vectors computed.")
