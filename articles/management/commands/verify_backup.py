"""manage.py verify_backup FILE: whether an archive is what was written."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.backups.archive import Damaged, verify


class Command(BaseCommand):
    help = "Reads a whole backup and compares every file with its checksum; needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            manifest = verify(file)
        except Damaged as error:
            raise CommandError(f"{file} is damaged: {error}") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        self.stdout.write(
            f"{file} is whole: {manifest.engine}, made at {manifest.made_at},"
            f" {len(manifest.files) - 1:,} uploaded files."
        )
