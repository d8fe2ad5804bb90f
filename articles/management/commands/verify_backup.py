"""manage.py verify_backup FILE|s3://…: whether an archive is what was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.backups.archive import Damaged, verify
from articles.backups.places import Place, parse_place


class Command(BaseCommand):
    help = "Reads a whole backup and compares every file with its checksum; needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="FILE|s3://BUCKET/NAME", type=parse_place)

    def handle(self, *args: Any, **options: Any) -> None:
        place: Place = options["place"]
        try:
            manifest = verify(place)
        except Damaged as error:
            raise CommandError(f"{place} is damaged: {error}") from error
        except OSError as error:
            raise CommandError(f"{place} cannot be read: {error}") from error
        self.stdout.write(
            f"{place} is whole: {manifest.engine}, made at {manifest.made_at},"
            f" {len(manifest.files) - 1:,} uploaded files."
        )
