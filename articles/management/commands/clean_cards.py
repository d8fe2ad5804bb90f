"""manage.py clean_cards: delete social cards that no page refers to."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from articles.seo import current_site
from articles.seo.card_files import remove_old_cards


class Command(BaseCommand):
    help = (
        "Deletes the social cards that no page names any more: of questions that were changed,"
        " moved or taken away. A card that is missed is drawn again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than",
            type=int,
            metavar="DAYS",
            help="Delete those as well that were drawn more than so many days ago.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["older_than"]
        made_before = None if days is None else timezone.now() - timedelta(days=days)
        deleted, kept = remove_old_cards(current_site(), made_before=made_before)
        self.stdout.write(f"{deleted:,} cards deleted, {kept:,} kept.")
