"""manage.py audit_articles: ask the whole library about its links."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.auditing.links import audit_links
from articles.text.problems import KINDS


class Command(BaseCommand):
    help = "Brings the findings about links up to date, as the end of every import does."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in audit_links().items():
            self.stdout.write(f"{count:,}  {KINDS[kind].label}")
