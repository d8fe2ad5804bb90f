"""manage.py publish_due: publish and withdraw what is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.scheduling.due_changes import do_due


class Command(BaseCommand):
    help = (
        "Publishes and withdraws the articles whose time has come, in its order. A running server"
        " does it by itself; this is for who prefers cron."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for change in do_due():
            if change.problem:
                failed += 1
                self.stderr.write(self.style.ERROR(f"not done: {change}: {change.problem}"))
            else:
                self.stdout.write(f"done: {change}")
        if failed:
            raise CommandError(f"{failed} could not be done.")
