"""manage.py fill_topics: find the topics of subjects, and put articles where they belong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.management.progress import Progress
from articles.management.topics_summary import describe_filled_topics
from articles.relating import relate_due
from articles.topics import fill_topics


class Command(BaseCommand):
    help = (
        "Finds the topics of every listed subject with at least 60 questions, and puts articles"
        " that are new or have changed under one to three of them. Related questions that wait are"
        " computed first. Topics keep their names and addresses. May be stopped and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="look at every article and for more topics, not only at what has changed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        relate_due()
        progress = Progress(self.stderr, unit="subjects")
        try:
            filled = fill_topics(is_all=options["all"], progress=progress.update)
        finally:
            progress.close()
        self.stdout.write(describe_filled_topics(filled))
