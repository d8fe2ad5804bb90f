"""manage.py fill_related: compute related questions for the articles that have too few."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.management.progress import Progress
from articles.management.relating_summary import describe_filled
from articles.relating import relate_due, start_over


class Command(BaseCommand):
    help = (
        "Computes related questions for the articles that have fewer than four, and sees to it that"
        " two lead to each. May be stopped and run again at any time: it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="read and relate every article anew, not only what has changed",
        )

        parser.add_argument(
            "--workers",
            type=int,
            default=min(os.cpu_count() or 1, 8),
            metavar="N",
            help="processes that read and choose (default: one a processor, at most 8)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            start_over()
        progress = Progress(self.stderr, unit="steps")
        try:
            filled = relate_due(workers=options["workers"], progress=progress.update)
        finally:
            progress.close()
        self.stdout.write(describe_filled(filled))
