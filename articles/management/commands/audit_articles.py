"""manage.py audit_articles: update the findings on links and equal texts."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.auditing.link_audit import audit_links
from articles.auditing.same_text_audit import SAME_TEXT, audit_same_text
from articles.core.text.problem_kinds import KINDS


class Command(BaseCommand):
    help = (
        "Brings the findings about links and equal texts up to date, as the end of every import"
        " does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {**audit_links(), SAME_TEXT: audit_same_text()}
        for kind, count in counts.items():
            self.stdout.write(f"{count:,}  {KINDS[kind].label}")
