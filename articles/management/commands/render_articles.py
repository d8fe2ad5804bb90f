"""manage.py render_articles: render articles again that an older renderer version rendered."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.management.progress import Progress
from articles.models import Article
from articles.publishing import (
    outdated,
    rerender,
    rerender_biographies,
    rerender_introductions,
    rerender_pages,
)


class Command(BaseCommand):
    help = (
        "Renders the articles whose page an older version of the renderer made. May be stopped"
        " and run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="render every article anew")
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8), metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.all() if options["all"] else outdated()
        progress = Progress(self.stderr, unit="articles")
        try:
            written, crashes = rerender(
                articles, workers=options["workers"], progress=progress.update
            )
        finally:
            progress.close()
        rerender_introductions()
        rerender_biographies()
        rerender_pages()
        self.stdout.write(f"{written:,} articles rendered.")
        if crashes:
            raise CommandError("These ended the process that rendered them: " + ", ".join(crashes))
