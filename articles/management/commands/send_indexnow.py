"""manage.py send_indexnow: send the queued addresses to search engines."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.indexnow import LocalSite, NotConfigured, due_urls, send_due


class Command(BaseCommand):
    help = (
        "Tells search engines by IndexNow which addresses have come, changed or gone since the last"
        " time; for cron, every few minutes. Off unless INDEXNOW_KEY is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would be sent next; send nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.writelines(f"{url}\n" for url in due_urls())
            return
        try:
            sent = send_due()
        except NotConfigured as error:
            raise CommandError("IndexNow is off: set INDEXNOW_KEY.") from error
        except LocalSite as error:
            raise CommandError(
                f"SITE_URL is {error.site_url}, which no search engine can reach: nothing is sent."
            ) from error
        if sent.urls or not sent.failure:
            self.stdout.write(f"{sent.urls:,} addresses sent; {sent.waiting:,} changes wait.")
        if sent.failure:
            lost = f" {sent.given_up:,} changes were given up." if sent.given_up else ""
            raise CommandError(f"{sent.failure}. {sent.waiting:,} changes wait.{lost}")
