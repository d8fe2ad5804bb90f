"""manage.py purge_cdn: tell the CDN of what has changed, or of everything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.cdn.purging import is_configured, purge_due


class Command(BaseCommand):
    help = (
        "Lets the CDN forget the pages that have changed since it was last told, as a running"
        " server does by itself within seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--everything", action="store_true", help="every page, whatever it was told"
        )
        parser.add_argument(
            "--if-any", action="store_true", help="do nothing where the settings name no CDN"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            if options["if_any"]:
                return
            raise CommandError("There is no CDN: set CDN_KIND and CDN_PURGE_URL.")
        purged = purge_due(everything=options["everything"])
        if purged is None:
            self.stdout.write("Nothing is due.")
        elif purged.failure:
            raise CommandError(f"{purged.failure}. It is tried again.")
        else:
            self.stdout.write(f"{purged.keys:,} keys in {purged.calls:,} calls.")
